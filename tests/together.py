#!/usr/bin/env python3
"""Writes a source that includes several files of tests, each in a namespace of its own, so that what they all
instantiate is compiled once.

    together.py OUT FILE...

What they include is included before, outside of the namespaces. A file that includes under an #if, or that defines what
has to be outside of a namespace, cannot be among them: it is compiled alone.
"""
import os
import re
import sys


def included(path):
    """The #include lines of a file, with paths that hold elsewhere."""
    conditions = 0
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        conditions += line.startswith("#if") - line.startswith("#endif")
        found = re.match(r"#include ([<\"])(.*)[>\"]", line)
        if not found:
            continue
        if conditions:
            sys.exit(f"{path}:{number}: an #include under an #if: compile this file alone")
        beside = os.path.join(os.path.dirname(path), found[2])
        if found[1] == '"' and os.path.exists(beside):
            yield f'"{os.path.realpath(beside)}"'
        else:
            yield line.split(None, 1)[1].strip()


def main():
    out, *files = sys.argv[1:]
    files = [os.path.realpath(file) for file in files]
    lines = dict.fromkeys(f"#include {name}" for file in files for name in included(file))
    parts = [f'namespace file_{number} {{\n#include "{file}"\n}}' for number, file in enumerate(files)]
    with open(out, "w", encoding="utf-8") as source:
        source.write("\n".join([*lines, *parts]) + "\n")


main()
