#!/usr/bin/env bash
# The vendor's own client of API 2017 from npm (qcloudapi-sdk) against the emulator: GET and POST, HmacSHA1 and HmacSHA256.
# Optional: says so and ends well (77, "skipped" for meson) where npm, the package or the emulator's program is missing.
#
# usage: qcloudapi.sh [EMULATOR [FOLDER]]   (the program of examples/emulator.cpp, default: one that is built; a folder for the
#                                           packages, default: a new one)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

skip() {
  echo "API 2017 interoperability: skipped, $1"
  exit 77
}
command -v node >/dev/null && command -v npm >/dev/null || skip "there is no node with npm"
emulator=${1:-$(ls -t "$here"/../../build/*/examples/emulator 2>/dev/null | head -n 1 || true)}
[ -x "$emulator" ] || skip "the emulator's program (examples/emulator.cpp) is not built"

folder=${2:-}
temporary=
pid=
finish() {
  if [ -n "$pid" ]; then
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  fi
  if [ -n "$temporary" ]; then rm -rf "$temporary"; fi
}
trap finish EXIT
if [ -z "$folder" ]; then
  temporary=$(mktemp -d)
  folder=$temporary
fi

mkdir -p "$folder"
if [ ! -d "$folder/node_modules/qcloudapi-sdk" ]; then
  npm install --prefix "$folder" --no-audit --no-fund --silent qcloudapi-sdk@0.2 >/dev/null 2>&1 ||
    skip "npm cannot get the vendor's package"
fi

output=$folder/emulator.out
: >"$output"
"$emulator" --task-time 0 >"$output" &
pid=$!
for _ in $(seq 100); do
  [ "$(wc -l <"$output")" -ge 4 ] && break
  sleep 0.05
done
# shellcheck disable=SC1090
. "$output"
NODE_PATH=$folder/node_modules node --no-deprecation "$here/qcloudapi.js"
