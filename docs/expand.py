#!/usr/bin/env python3
"""Copies pages and puts marked regions of tested files in their places: expand.py FROM_DIR TO_DIR.

A line  --8<-- "FILE"  or  --8<-- "FILE:REGION"  stands for a file of this tree, or for what is in it between the lines
with  --8<-- [start:REGION]  and  --8<-- [end:REGION].
"""
import pathlib
import re
import sys
import textwrap

top = pathlib.Path(__file__).resolve().parent.parent


def region(path, name):
    text = (top / path).read_text(encoding="utf-8")
    if name:
        found = re.search(rf"\[start:{re.escape(name)}\]\n(.*?)^[^\n]*\[end:{re.escape(name)}\]", text, re.M | re.S)
        if not found:
            sys.exit(f"{path}: there is no region {name}")
        text = found[1]
    kept = [line for line in text.splitlines() if "--8<--" not in line]
    shown = textwrap.dedent("\n".join(kept)).strip("\n")
    if not shown:
        sys.exit(f"{path}: nothing is in region {name}")
    return shown


def expand(text):
    return re.sub(r'^--8<-- "([^":]+)(?::([^"]+))?"$', lambda m: region(m[1], m[2]), text, flags=re.M)


source, target = map(pathlib.Path, sys.argv[1:3])
for page in source.glob("*.md"):
    (target / page.name).write_text(expand(page.read_text(encoding="utf-8")), encoding="utf-8")
