#!/usr/bin/env bash
# The vendor's own Node.js SDK against the emulated cloud: see tencentcloud.js.
#   bash tests/interop/tencentcloud.sh EMULATOR     the program colb-emulator
# Exit status: 0 passed, 77 skipped (the packages cannot be had), another: failed.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/emulator.sh

npm_packages tencentcloud tencentcloud-sdk-nodejs@4
# Its tasks are quick and it takes any number of requests: what is tested is what they say to each other.
start_emulator "$1" --task-time 20 --health-time 20 --no-rate-limit
NODE_EXTRA_CA_CERTS=$COLB_EMULATOR_CA_FILE node tests/interop/tencentcloud.js
