#!/usr/bin/env bash
# Builds the documentation, offline and without a warning, into build/site: the pages of docs/, a page for each Action,
# which a program writes from colb's own tables (docs/reference), and the public headers (Doxygen).
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
need mkdocs mkdocs-material python3-pymdownx doxygen "${build_packages[@]}"

build=build/clang  # of the tests: most of it is there
[ -f "$build/build.ninja" ] || build=build/reference
if [ ! -f "$build/build.ninja" ]; then
  meson setup "$build" -Doptimization=0 -Ddebug=false -Dtests=disabled -Dexamples=disabled -Demulator=disabled >/dev/null
fi
ninja -C "$build" docs/reference/action-reference >/dev/null ||
  { ninja -C "$build" docs/reference/action-reference; exit 1; }

work=build/site-source
rm -rf "$work" build/site
mkdir -p "$work/pages"
python3 docs/diagram.py | cmp - docs/architecture.svg || { echo "docs/diagram.py draws another docs/architecture.svg" >&2; exit 1; }
python3 docs/expand.py docs "$work/pages"
actions=$("$build/docs/reference/action-reference" docs "$work/pages/actions")
doxygen docs/Doxyfile  # the public headers, into pages/headers
cp docs/mkdocs.yml "$work/"
cp docs/site.css docs/*.svg docs/*.png "$work/pages/"
# Action pages are found by search and from their service's list: not in "nav", which is what an information here says.
mkdocs build -q --strict -f "$work/mkdocs.yml" -d "$PWD/build/site"
python3 tests/site/check.py build/site
written=$(find build/site/actions -name '*.html' -not -name index.html -not -name types.html | wc -l)
[ "$written Actions" = "$actions" ] || { echo "$written pages of $actions" >&2; exit 1; }
echo "build/site/index.html: $(find build/site -name '*.html' | wc -l) pages, $written of them of Actions"
