#!/usr/bin/env bash
# The built site: no broken link or anchor, no asset from elsewhere, and its search finds Actions, also in a browser.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/packages.sh
need mkdocs mkdocs-material python3-pymdownx doxygen chromium python3 "${build_packages[@]}"
# Built without a network. Links, anchors and foreign assets are looked at there.
offline=(unshare --net)
[ "$(id -u)" -eq 0 ] || offline=(unshare --map-root-user --net)
"${offline[@]}" true 2>/dev/null || { echo "the network cannot be taken away here: built with it"; offline=(); }
"${offline[@]}" bash docs/build.sh
# Debian's linkchecker: what it makes of the pages; as root it becomes nobody, who need not see this folder.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r build/site "$copy/site"
chmod -R a+rX "$copy"
linkchecker --no-status -o failures "$copy/site/index.html" || { linkchecker --no-status "$copy/site/index.html"; exit 1; }
# Twenty Actions, spread over the four services.
mapfile -t drawn < <(cd build/site/actions && find . -name '[A-Z]*.html' | LC_ALL=C sort |
  awk -F/ '{ sub(/\.html$/, "", $NF); all[NR] = $NF } END { for (i = 1; i <= 20; ++i) print all[int(NR * i / 20)] }' | sort -u)
node tests/site/search.mjs build/site "${drawn[@]}"
python3 tests/site/browse.py build/site build/site-pictures "${drawn[@]}"
