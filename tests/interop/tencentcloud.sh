#!/usr/bin/env bash
# The vendor's own Node.js SDK against the emulated cloud: see tencentcloud.js. The SDK is fetched into build/interop.
#
#   tencentcloud.sh [EMULATOR]    the program of examples/emulator.cpp; built when not given
#
# Exit status: 0 passed, 77 skipped (no npm, or npm cannot fetch), 1 failed.
set -euo pipefail
emulator=${1:+$(realpath "$1")}
cd "$(dirname "$0")/../.."

skip() {
  echo "skipped: $1"
  exit 77
}
command -v node >/dev/null || skip "no Node.js here"
command -v npm >/dev/null || skip "no npm here"

sdk=build/interop
mkdir -p "$sdk"
if [ ! -d "$sdk/node_modules/tencentcloud-sdk-nodejs/tencentcloud/services/clb" ]; then
  echo '{"private": true}' >"$sdk/package.json"
  npm install --prefix "$sdk" --no-save --no-audit --no-fund --ignore-scripts tencentcloud-sdk-nodejs@4 \
    >"$sdk/npm.log" 2>&1 || skip "npm cannot fetch tencentcloud-sdk-nodejs, see $sdk/npm.log"
fi

if [ -z "$emulator" ]; then
  . tests/packages.sh
  need "${build_packages[@]}"
  build=build/examples
  [ -f "$build/build.ninja" ] || meson setup "$build" -Doptimization=0 -Ddebug=false -Dtests=disabled -Dexamples=enabled
  ninja -C "$build" examples/emulator
  emulator=$build/examples/emulator
fi

# Its tasks are quick and it takes any number of requests: what is tested is what they say to each other.
exec {lines}< <(exec "$emulator" --task-time 20 --health-time 20 --no-rate-limit)
cloud=$!
trap 'kill "$cloud" 2>/dev/null || true' EXIT
unset TENCENTCLOUD_SECRET_KEY  # the last line sets it
while [ -z "${TENCENTCLOUD_SECRET_KEY:-}" ]; do
  read -r -u "$lines" line || { echo "the emulator does not start" >&2; exit 1; }
  eval "$line"
done

# A proxy of the machine is not for 127.0.0.1.
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY
NODE_EXTRA_CA_CERTS=$COLB_EMULATOR_CA_FILE NODE_PATH=$PWD/$sdk/node_modules node tests/interop/tencentcloud.js
