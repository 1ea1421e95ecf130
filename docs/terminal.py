#!/usr/bin/env python3
"""Draws what a program prints as a picture of a terminal: PROGRAM | terminal.py "COMMAND" > picture.svg

docs/deploy.svg was drawn so:
  script -qec "build/examples/examples/deploy --teardown" /dev/null </dev/null |
    python3 docs/terminal.py "bash examples/run.sh" >docs/deploy.svg
"""
import sys
from html import escape

INK, PAPER, BAR, DIM, GREEN = "#d7e0e5", "#1d262d", "#2d3942", "#8fa1ad", "#7fd1b9"
ADVANCE, LEADING, EDGE, TOP = 8.43, 19, 18, 54  # of 14 px DejaVu Sans Mono, which is as wide as others are


def shown(text):
    """What of a line is still to be seen at its end: a carriage return begins it anew."""
    return text.rstrip("\r\n").split("\r")[-1].replace("\x1b[K", "").rstrip()


command = sys.argv[1]
lines = ["$ " + command] + [shown(line) for line in sys.stdin]
width = round(max(len(line) for line in lines) * ADVANCE + 2 * EDGE)
height = TOP + len(lines) * LEADING + EDGE // 2
out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
       f'aria-label="{escape(command, quote=True)} at work">',
       f'<style>text {{ font: 14px "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: {INK}; white-space: pre }}</style>',
       f'<rect width="{width}" height="{height}" rx="10" fill="{PAPER}"/>',
       f'<path d="M0 30 V10 a10 10 0 0 1 10 -10 H{width - 10} a10 10 0 0 1 10 10 V30 z" fill="{BAR}"/>']
out += [f'<circle cx="{18 + 20 * i}" cy="15" r="6" fill="{DIM}"/>' for i in range(3)]
for number, line in enumerate(lines):
    if not line:
        continue
    colour = f' fill="{GREEN}" style="fill:{GREEN}"' if number == 0 else ""
    out.append(f'<text x="{EDGE}" y="{TOP + number * LEADING}" textLength="{len(line) * ADVANCE:g}"{colour} '
               f'xml:space="preserve">{escape(line)}</text>')
print("\n".join(out + ["</svg>"]))
