#!/usr/bin/env bash
# The vendor's own clients from npm against the emulator: RPC by GET and POST (@alicloud/pop-core), ACS3
# (@alicloud/openapi-client).
#   bash tests/interop/aliyun.sh EMULATOR     the program colb-emulator
# Exit status: 0 passed, 77 skipped (the packages cannot be had), another: failed.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/emulator.sh

npm_packages aliyun @alicloud/pop-core@1 @alicloud/openapi-client@0.4
start_emulator "$1" --task-time 0
NODE_EXTRA_CA_CERTS=$COLB_EMULATOR_CA_FILE node tests/interop/aliyun.js
