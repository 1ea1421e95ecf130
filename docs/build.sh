#!/usr/bin/env bash
# Builds the documentation, offline and without a warning, into build/site.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
need mkdocs mkdocs-material python3-pymdownx

work=build/site-source
rm -rf "$work" build/site
mkdir -p "$work/pages"
python3 docs/expand.py docs "$work/pages"
cp docs/mkdocs.yml "$work/"
mkdocs build --strict -f "$work/mkdocs.yml" -d "$PWD/build/site"
# What would ask another host.
if grep -rlE '(src|href)="https?://(fonts|cdn|unpkg)' build/site --include='*.html'; then
  echo "the site asks foreign hosts" >&2
  exit 1
fi
echo "build/site/index.html: $(find build/site -name '*.html' | wc -l) pages"
