#!/usr/bin/env bash
# The vendor's own client of API 2017 from npm (qcloudapi-sdk) against the emulator: GET and POST, HmacSHA1 and HmacSHA256.
#   bash tests/interop/qcloudapi.sh EMULATOR     the program colb-emulator
# Exit status: 0 passed, 77 skipped (the packages cannot be had), another: failed.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/emulator.sh

npm_packages qcloudapi qcloudapi-sdk@0.2
start_emulator "$1" --task-time 0
node --no-deprecation tests/interop/qcloudapi.js
