#!/usr/bin/env bash
# The tutorial's commands, in order; run by the tests in an empty folder, with colb's tree as its argument.
set -euo pipefail
colb=$1
as_root=$([ "$(id -u)" -eq 0 ] || echo sudo)

$as_root true
# --8<-- [start:install]
$as_root apt-get install -y g++ meson pkg-config libasio-dev libboost1.81-dev libboost-json1.81-dev libssl-dev
# --8<-- [end:install]
mkdir -p subprojects
ln -sfn "$colb" subprojects/colb
cp "$colb/docs/snippets/tutorial.meson.build" meson.build
# --8<-- [start:build]
meson setup build
ninja -C build
./build/app
# --8<-- [end:build]
