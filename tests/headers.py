#!/usr/bin/env python3
"""Says how each public header is to be compiled alone: headers.py INCLUDE_DIR. A line for each: the header, and the
arguments of the compiler that come after it.

Header-only, a header brings the bodies of all that it includes: most of the time went into compiling the same bodies in
each of them. So a header's own text and its own bodies are compiled with no more than the declarations of the others
(which finds more: what it needs it has to include), and with all bodies
- the headers that no other one includes: every body is in one of these, beside all others that a program can meet;
- those on a cycle of includes, where it matters which one comes first.
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
includes = {}


def load(path):
    if path in includes or not (root / path).is_file():
        return
    includes[path] = [i for i in re.findall(r"^#include <(colb/[^>]+)>", (root / path).read_text(encoding="utf-8"), re.M)]
    for each in includes[path]:
        load(each)


def apart(path):
    """What needs more libraries has parts of its own; a src.hpp is compiled by the build anyway."""
    return path.endswith("/src.hpp") or path.startswith(("colb/ext/", "colb/asio/"))


headers = sorted(str(path.relative_to(root)) for path in (root / "colb").rglob("*.hpp"))
headers = [path for path in headers if not apart(path)]
for header in headers:
    load(header)
bodies = {header: [each for each in includes[header] if each.endswith(".ipp")] for header in headers}
owner = {body: header for header in headers for body in bodies[header]}  # a header and its bodies are one
leads_to = {}
for path, included in includes.items():
    one = owner.get(path, path)
    leads_to.setdefault(one, set()).update(owner.get(each, each) for each in included)
    leads_to[one].discard(one)


def reached(start):
    seen, todo = set(), [start]
    while todo:
        new = leads_to.get(todo.pop(), set()) - seen
        seen |= new
        todo += new
    return seen


closure = {header: reached(header) for header in headers}
below = set().union(*closure.values())
whole = [header for header in headers if header not in below or header in closure[header]]
for header in sorted(whole, key=lambda each: -len(closure[each])):  # the longest first
    print(header)
for header in headers:
    if header not in whole:
        print(header, "-DCOLB_SEPARATE_COMPILATION", *(f"-include {body}" for body in bodies[header]))
