#!/usr/bin/env python3
"""Draws docs/architecture.svg: diagram.py > docs/architecture.svg. docs/build.sh looks whether the file is current."""
from html import escape

WIDTH = 860
INK, PAPER, LINE = "#22303c", "#ffffff", "#8fa1ad"
TEAL, SAND, SKY, ROSE = "#d9efec", "#f6eedd", "#e2ecf7", "#f7e6e6"

# Each row: height, and boxes of (share of the width, colour, title, lines under it).
ROWS = [
    (66, [(1, SAND, "your program", ["coroutines, callbacks or futures on your own io_context"])]),
    (84, [(1, TEAL, "client", ["call · call_and_wait · wait · wait_until · pages · call_in_batches · for_each",
                               "one plain struct for each Action; events for an observer"])]),
    (126, [(1, SKY, "engine", ["operations, cancellation", "task rules: what a change", "waits for", "keys that renew themselves"]),
           (1, SKY, "resilience", ["lanes: one change at a time", "pace: the documented rates", "attempts, outcome_unknown",
                                   "all pure, clock as argument"]),
           (1, SKY, "fields as data", ["a table for each struct", "codec: JSON, flat parameters", "sign: TC3, RPC, ACS3, HMAC",
                                       "secrets masked"])]),
    (84, [(1, TEAL, "transport", ["pool of kept-alive connections · look-up, raced addresses · proxies · TLS · HTTP",
                                  "bounded in time, size and memory; knows no vendor"])]),
    (66, [(1, ROSE, "Tencent CLB", ["3.0 and 2017"]), (1, ROSE, "Alibaba SLB", ["2014-05-15"]),
          (1, ROSE, "Capital Online", ["2019-08-08"]), (1, SAND, "emulator", ["on loopback, for tests"])]),
]
GAP, EDGE, ARROW = 14, 20, 30


def box(x, y, width, height, colour, title, lines):
    out = [f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="8" fill="{colour}" stroke="{LINE}"/>',
           f'<text x="{x + width / 2:g}" y="{y + 25:g}" class="title">{escape(title)}</text>']
    out += [f'<text x="{x + width / 2:g}" y="{y + 47 + 19 * i:g}">{escape(line)}</text>' for i, line in enumerate(lines)]
    return out


def arrow(x, y):
    return (f'<path d="M{x:g} {y + 3:g} V{y + ARROW - 4:g} m-5 -8 l5 8 l5 -8" fill="none" stroke="{INK}" '
            'stroke-width="1.5"/>')


def draw():
    body, y = [], EDGE
    for number, (height, boxes) in enumerate(ROWS):
        width = (WIDTH - 2 * EDGE - GAP * (len(boxes) - 1)) / sum(share for share, *_ in boxes)
        x = EDGE
        for share, *rest in boxes:
            body += box(x, y, width * share, height, *rest)
            x += width * share + GAP
        y += height
        if number + 1 < len(ROWS):
            body.append(arrow(WIDTH / 2, y))
            y += ARROW
    height = y + EDGE
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        'aria-label="How colb is built: your program, client, engine with resilience and fields as data, transport, clouds">',
        f'<style>text {{ font: 14px system-ui, "DejaVu Sans", sans-serif; fill: {INK}; text-anchor: middle }} '
        '.title { font-weight: bold; font-size: 16px }</style>',
        f'<rect width="{WIDTH}" height="{height}" rx="10" fill="{PAPER}"/>', *body, "</svg>"])


print(draw())
