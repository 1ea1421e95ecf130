#!/usr/bin/env python3
"""Looks through a built site: check.py SITE. Every link and anchor inside it leads somewhere, and no page asks another
host for anything by itself (scripts, styles, fonts, pictures)."""
import html.parser
import pathlib
import re
import sys
import urllib.parse

site = pathlib.Path(sys.argv[1]).resolve()
LOADED = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"), ("object", "data"),
          ("link", "href"), ("use", "href"), ("form", "action")}


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.anchors, self.links, self.loads = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("id", "name") and value:
                self.anchors.add(value)
            if name in ("href", "src", "data", "action") and value:
                self.links.append(value)
                if (tag, name) in LOADED:
                    self.loads.append(value)
            if name == "style" and value:
                self.loads += re.findall(r"url\(['\"]?([^'\")]+)", value)


pages = {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
wrong = []
count = 0
for path, page in pages.items():
    here = path.relative_to(site)
    wrong += [f"{here} asks another host: {url}" for url in page.loads if re.match(r"(https?:)?//", url)]
    for url in page.links:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme or parts.netloc or here.name == "404.html":  # that one is served from any folder
            continue
        count += 1
        target = (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
        target = target / "index.html" if target.is_dir() else target
        anchor = urllib.parse.unquote(parts.fragment)
        if not target.exists():
            wrong.append(f"{here}: {url} is not there")
        elif anchor and target in pages and anchor not in pages[target].anchors and not anchor.startswith("__"):
            wrong.append(f"{here}: {url} has no such anchor")
for path in site.rglob("*.css"):
    text = path.read_text(encoding="utf-8")
    asked = re.findall(r"(?:@import\s*['\"]|url\(['\"]?)((?:https?:)?//[^'\")]+)", text)
    wrong += [f"{path.relative_to(site)} asks another host: {url}" for url in asked]
print("\n".join(wrong[:40]))
print(f"{len(pages)} pages, {count} links inside, {len(wrong)} wrong")
sys.exit(1 if wrong or not pages else 0)
