#!/usr/bin/env bash
# Builds the Debian packages of what is committed, and asks lintian: build.sh TARGET_DIR
# They need nothing from the network where the packages that they are built with are installed.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/packages.sh
need "${build_packages[@]}" dpkg-dev debhelper lintian doxygen mkdocs mkdocs-material python3-pymdownx git
target=$(realpath -m "$1")
rm -rf "$target"
mkdir -p "$target"
version=$(sed -n '1s/.*(\(.*\)-[^-]*).*/\1/p' packaging/debian/changelog)
[ "$version" = "$(sed -n "s/^  version: '\(.*\)',$/\1/p" meson.build)" ] ||
  { echo "packaging/debian/changelog is of version $version" >&2; exit 1; }
git archive --prefix="colb-$version/" HEAD | xz -T2 -1 >"$target/colb_$version.orig.tar.xz"
tar -C "$target" -xf "$target/colb_$version.orig.tar.xz"
cp -r "$target/colb-$version/packaging/debian" "$target/colb-$version/debian"
rm "$target/colb-$version/debian/build.sh"
cd "$target/colb-$version"
dpkg-buildpackage -us -uc >"$target/build.log" 2>&1 || { tail -n 60 "$target/build.log"; exit 1; }
# As root lintian becomes nobody.
lintian --allow-root --fail-on warning --info "$target"/*.changes
ls "$target"/*.deb
