#!/usr/bin/env bash
# The Go client of SLB that Debian has against the emulated cloud: see aliyungo.go.
#   bash tests/interop/aliyungo.sh EMULATOR     the program colb-emulator
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/packages.sh
. tests/emulator.sh
need golang-go golang-github-denverdino-aliyungo-dev

mkdir -p build/interop
GOPATH=/usr/share/gocode GO111MODULE=off GOCACHE=$PWD/build/interop/go-cache \
  go build -o build/interop/aliyungo tests/interop/aliyungo.go
start_emulator "$1" --task-time 20 --health-time 20
SSL_CERT_FILE=$COLB_EMULATOR_CA_FILE build/interop/aliyungo
