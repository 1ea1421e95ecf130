#!/usr/bin/env bash
# Builds all example programs and runs every one against the emulated cloud.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
. tests/emulator.sh
need "${build_packages[@]}"

build=build/examples
if [ ! -f "$build/build.ninja" ]; then
  meson setup "$build" -Doptimization=0 -Ddebug=false -Dtests=disabled -Dexamples=enabled -Demulator=enabled \
    -Dwerror="${WERROR:-false}"
fi

# A program that examples/meson.build does not list fails here.
programs=()
for source in examples/*.cpp; do
  name=$(basename "$source" .cpp)
  programs+=("$name")
done
ninja -C "$build" "${programs[@]/#/examples/}" programs/colb-emulator

run() {
  echo
  echo "== $*"
  "$build/examples/$1" "${@:2}"
}

for name in "${programs[@]}"; do
  "$build/examples/$name" --help >/dev/null
  status=0
  "$build/examples/$name" --no-such-option >/dev/null 2>&1 || status=$?
  [ "$status" -eq 2 ] || { echo "$name --no-such-option: exit status $status, not 2" >&2; exit 1; }
  case $name in
    deploy) run deploy --teardown ;;
    fleet) run fleet --changes 250 ;;  # a quarter of the time
    *) run "$name" ;;
  esac
done
run rolling_replace --keep 3 --drain 0  # no target to spare: the new one comes first

# The emulator as a program of its own.
start_emulator "$build/programs/colb-emulator"
elsewhere=(--endpoint "$COLB_EMULATOR_ENDPOINT" --ca-file "$COLB_EMULATOR_CA_FILE")
run deploy "${elsewhere[@]}" --target ins-web00001:8080 --target ins-web00002:8080
run audit "${elsewhere[@]}" --region ap-guangzhou --region ap-shanghai
