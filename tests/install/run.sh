#!/usr/bin/env bash
# A program that uses colb once as installed (pkg-config) and once as a Meson subproject.
set -euo pipefail
cd "$(dirname "$0")/../.."
top=$PWD
work=build/install
rm -rf "$work"
mkdir -p "$work/consumer/subprojects"

meson setup "$work/colb" --prefix "$top/$work/prefix" -Dtests=disabled -Dexamples=disabled >/dev/null
meson install -C "$work/colb" >/dev/null
export PKG_CONFIG_PATH
PKG_CONFIG_PATH=$(dirname "$(find "$top/$work/prefix" -name colb.pc)")
# shellcheck disable=SC2046
g++ -std=c++20 tests/install/app.cpp -o "$work/app" $(pkg-config --cflags --libs colb)
"$work/app"
awk '/^```cpp$/ { on = 1; next } /^```$/ { if (on) exit } on' README.md >"$work/readme.cpp"
# shellcheck disable=SC2046
g++ -std=c++20 -Wall -Wextra -Wpedantic -Werror -fsyntax-only "$work/readme.cpp" $(pkg-config --cflags colb)
echo "installed: ok"

cp tests/install/app.cpp "$work/consumer/"
cp tests/install/consumer.meson.build "$work/consumer/meson.build"
ln -s "$top" "$work/consumer/subprojects/colb"
unset PKG_CONFIG_PATH
meson setup "$work/consumer/build" "$work/consumer" >/dev/null
ninja -C "$work/consumer/build" app >/dev/null
"$work/consumer/build/app"
if [ -e "$work/consumer/build/subprojects/colb/tests" ]; then
  echo "a subproject must not build its tests"
  exit 1
fi
echo "as a subproject: ok"
