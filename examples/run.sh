#!/usr/bin/env bash
# The main job: builds the example and deploys a load-balanced service, by default on the emulated cloud, and takes it
# down again. Arguments go to the program: `bash examples/run.sh --help`.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
need "${build_packages[@]}"

build=build/examples
if [ ! -f "$build/build.ninja" ]; then
  meson setup "$build" -Doptimization=0 -Ddebug=false -Dtests=disabled -Dexamples=enabled -Demulator=enabled \
    -Dwerror="${WERROR:-false}"
fi
ninja -C "$build" examples/deploy

if [ $# -eq 0 ]; then
  set -- --teardown
fi
exec "$build/examples/deploy" "$@"
