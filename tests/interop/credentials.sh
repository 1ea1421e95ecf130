#!/usr/bin/env bash
# The vendors' own libraries from npm and colb choose the same source and keys. The part with the metadata services needs
# the right to make a network namespace (root); without it is skipped, and said so. Where npm or the packages are
# missing the whole ends with 77, "skipped".
#   bash tests/interop/credentials.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/emulator.sh

npm_packages credentials @alicloud/credentials@2.4.7 tencentcloud-sdk-nodejs-common@4.1.220

probe=build/interop/credentials/probe
if [ ! -x "$probe" ] || [ -n "$(find include tests/interop/credentials_probe.cpp -newer "$probe" -print -quit)" ]; then
  "${CXX:-g++}" -std=c++20 -DASIO_STANDALONE -Iinclude tests/interop/credentials_probe.cpp -o "$probe" \
    -lboost_json -lssl -lcrypto -pthread
fi

node tests/interop/credentials.js "$PWD/$probe"

hosts=$(mktemp)
trap 'rm -f "$hosts"' EXIT
echo "127.0.0.1 localhost
100.100.100.200 metadata.tencentyun.com" >"$hosts"
if ! unshare -n -m true 2>/dev/null; then
  echo "credentials, metadata: skipped, there is no right to make a network namespace"
  exit 0
fi
unshare -n -m bash -euc "
  ip link set lo up
  ip address add 100.100.100.200/32 dev lo
  mount --bind '$hosts' /etc/hosts
  node tests/interop/credentials.js '$PWD/$probe' --metadata"
