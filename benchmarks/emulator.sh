#!/usr/bin/env bash
# Measures the program colb-emulator, built with -O2: calls a second over 32 TLS connections (two reads for a change, which
# goes to a state file), errors, and whether its memory grows. Installs what it needs from Debian's packages.
#   bash benchmarks/emulator.sh [SECONDS]      default 60
# Exit status 1: an error, fewer than 1,000 calls a second, or memory that grows by more than 3 % after a third of the time.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
. tests/emulator.sh
need "${build_packages[@]}" wrk openssl curl

seconds=${1:-60}
build=build/benchmark-emulator
[ -f "$build/build.ninja" ] ||
  meson setup "$build" -Doptimization=2 -Ddebug=false -Dtests=disabled -Dexamples=disabled -Demulator=enabled \
    -Dwerror="${WERROR:-false}" >/dev/null
ninja -C "$build" programs/colb-emulator

work=$(mktemp -d)
start_emulator "$build/programs/colb-emulator" --no-rate-limit --task-time 0 --state "$work/state"
# shellcheck disable=SC2154  # emulator_pid: by start_emulator
trap 'kill "$emulator_pid" 2>/dev/null || true; rm -rf "$work"' EXIT
host=${COLB_EMULATOR_ENDPOINT#https://}

sha256() { openssl dgst -sha256 -r | cut -d' ' -f1; }
hmac() { openssl dgst -sha256 -r -mac HMAC -macopt "hexkey:$1" | cut -d' ' -f1; }
# sign ACTION BODY: the headers of a request of Tencent CLB 3.0, which may come any number of times for five minutes.
sign() {
  local now day key canonical
  now=$(date +%s)
  day=$(date -u -d "@$now" +%Y-%m-%d)
  canonical=$(printf 'POST\n/\n\ncontent-type:application/json\nhost:%s\n\ncontent-type;host\n%s' "$host" "$(printf %s "$2" | sha256)" | sha256)
  key=$(printf 'TC3%s' "$TENCENTCLOUD_SECRET_KEY" | od -An -tx1 | tr -d ' \n')
  for part in "$day" clb tc3_request; do key=$(printf %s "$part" | hmac "$key"); done
  printf 'Content-Type: application/json\nX-TC-Action: %s\nX-TC-Version: 2018-03-17\nX-TC-Region: ap-guangzhou\nX-TC-Timestamp: %s\n' "$1" "$now"
  printf 'Authorization: TC3-HMAC-SHA256 Credential=%s/%s/clb/tc3_request, SignedHeaders=content-type;host, Signature=%s\n' \
    "$TENCENTCLOUD_SECRET_ID" "$day" \
    "$(printf 'TC3-HMAC-SHA256\n%s\n%s/clb/tc3_request\n%s' "$now" "$day" "$canonical" | hmac "$key")"
}
made=$(sign CreateLoadBalancer '{"LoadBalancerType":"OPEN"}' |
  curl -sS --cacert "$COLB_EMULATOR_CA_FILE" -H @- -d '{"LoadBalancerType":"OPEN"}' "$COLB_EMULATOR_ENDPOINT/")
id=$(sed -n 's/.*"LoadBalancerIds":\["\([^"]*\)".*/\1/p' <<<"$made")
[ -n "$id" ] || { echo "no load balancer: $made" >&2; exit 1; }

request() {  # ACTION BODY: for wrk's script
  printf '  {headers = {'
  sign "$1" "$2" | sed "s/^\([^:]*\): \(.*\)$/[\"\1\"] = \"\2\",/" | tr '\n' ' '
  printf "}, body = '%s'},\n" "$2"
}
{
  echo 'local all = {'
  request DescribeLoadBalancers '{}'
  request DescribeLoadBalancers "{\"LoadBalancerIds\":[\"$id\"]}"
  request ModifyLoadBalancerAttributes "{\"LoadBalancerId\":\"$id\",\"LoadBalancerName\":\"measured\"}"
  cat <<'LUA'
}
local threads, at = {}, 0
errors, first = 0, ""
function setup(thread) table.insert(threads, thread) end
function request()
  at = at % #all + 1
  return wrk.format("POST", "/", all[at].headers, all[at].body)
end
function response(status, headers, body)
  if status ~= 200 or body:find('"Error"', 1, true) then
    errors = errors + 1
    if first == "" then first = body end
  end
end
function done(summary)
  local refused, why = 0, ""
  for _, thread in ipairs(threads) do
    refused = refused + thread:get("errors")
    why = why .. thread:get("first")
  end
  local broken = summary.errors
  print("RESULT", summary.requests / summary.duration * 1e6, refused + broken.connect + broken.read + broken.write + broken.timeout, why)
end
LUA
} >"$work/calls.lua"

# Every sixth of the time its memory is looked at. The bounds of what it remembers (10,000 calls, 10,000 ended tasks) are
# reached in the first ones; from the third on it must stay as it is, but for what the allocator does.
rss() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$emulator_pid/status"; }
samples=("$(rss)")
wrk -t1 -c32 -d"${seconds}s" -s "$work/calls.lua" "$COLB_EMULATOR_ENDPOINT/" >"$work/result" &
for _ in 1 2 3 4 5; do
  sleep "$((seconds / 6))"
  samples+=("$(rss)")
done
wait $!
samples+=("$(rss)")
awk -v samples="${samples[*]}" -v state="$(stat -c %s "$work/state")" '
  /^RESULT/ {
    split(samples, memory, " ")
    ratio = memory[7] / memory[3]
    printf "%-58s %8.0f\n%-58s %8d\n", "colb-emulator: calls a second, 32 connections", $2, "errors", $3
    for (i = 1; i <= 7; ++i) printf "%-58s %8d\n", "memory after " i - 1 "/6 of the time, KiB", memory[i]
    printf "%-58s %8.3f\n", "memory at the end, of that after 2/6 of the time", ratio
    printf "%-58s %8d\n", "state file, KiB", state / 1024
    if ($3 > 0) print "first error:", $4
    good = $2 >= 1000 && $3 == 0 && ratio <= 1.03
  }
  END { exit !good }' "$work/result" || { cat "$work/result"; exit 1; }
