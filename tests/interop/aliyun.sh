#!/usr/bin/env bash
# The vendor's own clients from npm against the emulator: RPC by GET and POST (@alicloud/pop-core), ACS3
# (@alicloud/openapi-client). Optional: where npm or the packages are missing it says so and ends with 77, "skipped".
#   bash tests/interop/aliyun.sh [EMULATOR]     the program of examples/emulator.cpp; default: built here
set -euo pipefail
cd "$(dirname "$0")/../.."
packages=build/interop/aliyun

skip() {
  echo "aliyun interoperability: skipped, $1"
  exit 77
}
command -v node >/dev/null && command -v npm >/dev/null || skip "there is no node with npm"
if [ ! -d "$packages/node_modules/@alicloud/openapi-client" ]; then
  mkdir -p "$packages"
  npm install --prefix "$packages" --no-audit --no-fund --silent @alicloud/pop-core@1 @alicloud/openapi-client@0.4 \
    >/dev/null 2>&1 || skip "npm cannot get the vendor's packages"
fi

emulator=${1:-}
if [ -z "$emulator" ]; then
  [ -f build/examples/build.ninja ] || meson setup build/examples -Doptimization=0 -Ddebug=false -Dtests=disabled -Dexamples=enabled >/dev/null
  ninja -C build/examples examples/emulator >/dev/null
  emulator=build/examples/examples/emulator
fi

output=$(mktemp)
"$emulator" --task-time 0 >"$output" &
pid=$!
finish() {
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  rm -f "$output"
}
trap finish EXIT
for _ in $(seq 200); do
  [ "$(wc -l <"$output")" -ge 4 ] && break
  sleep 0.05
done
# shellcheck disable=SC1090
. "$output"
NODE_EXTRA_CA_CERTS=$COLB_EMULATOR_CA_FILE NODE_PATH=$packages/node_modules node tests/interop/aliyun.js
