#!/usr/bin/env bash
# The whole sweep: a fault at every byte of handshake, request and answer, hostile answers, and a soak of 100,000
# calls. Prints one table; all figures but the faults have to be zero.
#   bash tests/fault/run.sh [--seed N] [--share PERCENT] [--soak THOUSANDS]
#   bash tests/fault/run.sh --only SEED/NUMBER      one fault again, as a failure names it
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ "${1:-}" = --help ]; then
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
  exit 0
fi
[ -f build/fault/build.ninja ] ||
  meson setup build/fault -Dtests=enabled -Dexamples=disabled -Demulator=disabled -Doptimization=1 -Ddebug=false -Db_pch=false >/dev/null
ninja -C build/fault tests/fault-sweep >/dev/null || { ninja -C build/fault tests/fault-sweep; exit 1; }
build/fault/tests/fault-sweep "$@"
