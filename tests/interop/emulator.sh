#!/usr/bin/env bash
# The program colb-emulator by itself, with curl: signals, errors, its state after kill -9, plain HTTP, names, faults.
#   bash tests/interop/emulator.sh EMULATOR     the program colb-emulator
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/packages.sh
. tests/emulator.sh
. tests/says.sh
need curl openssl
program=$1
work=$(mktemp -d)
# shellcheck disable=SC2154  # emulator_pid: by start_emulator
finish() { kill "${emulator_pid:-}" 2>/dev/null || true; rm -rf "$work"; }
fail() { echo "emulator.sh: $*" >&2; exit 1; }
start() {
  start_emulator "$program" "$@"
  trap finish EXIT
}

# call ACTION [NAME=VALUE ...]: a signed call of Alibaba SLB; values are percent-encoded already.
call() {
  local all query text signature
  all=("Action=$1" "AccessKeyId=$ALIBABA_CLOUD_ACCESS_KEY_ID" Format=JSON RegionId=cn-hangzhou SignatureMethod=HMAC-SHA1
    "SignatureNonce=$SRANDOM$SRANDOM" SignatureVersion=1.0 "Timestamp=$(date -u +%Y-%m-%dT%H%%3A%M%%3A%SZ)" Version=2014-05-15
    "${@:2}")
  query=$(printf '%s\n' "${all[@]}" | LC_ALL=C sort | paste -sd '&')
  text=$(sed 's/%/%25/g; s/=/%3D/g; s/&/%26/g' <<<"$query")
  signature=$(printf 'GET&%%2F&%s' "$text" | openssl dgst -sha1 -hmac "$ALIBABA_CLOUD_ACCESS_KEY_SECRET&" -binary | base64 |
    sed 's/+/%2B/g; s/\//%2F/g; s/=/%3D/g')
  curl -sS --max-time 20 --cacert "$COLB_EMULATOR_CA_FILE" "$COLB_EMULATOR_ENDPOINT/?$query&Signature=$signature"
}
id_in() { grep -o '"LoadBalancerId":"[^"]*"' | cut -d '"' -f 4; }
ends() {  # SIGNAL STATUS
  local status=0
  kill "-$1" "$emulator_pid"
  wait "$emulator_pid" || status=$?
  [ "$status" -eq "$2" ] || fail "SIG$1 ends it with $status, not $2"
}

# Anybody may ask; who does not sign is refused.
start --task-time 20
says '"Code":"MissingParameter"' curl -sS --cacert "$COLB_EMULATOR_CA_FILE" "$COLB_EMULATOR_ENDPOINT/" || fail "no answer at /"
says '"LoadBalancerId":"' call CreateLoadBalancer || fail "a signed call is not answered"
kill -0 "$emulator_pid"
ends TERM 0
start
ends INT 0

# It answers as the edition that it is told to: the document's service tells the zones of what it made, today's the address
# family.
for row in documents:1:0 today:0:1 either:1:1; do
  IFS=: read -r edition zones family <<<"$row"
  start --edition "$edition"
  made=$(call CreateLoadBalancer)
  [ "$(grep -c '"MasterZoneId":' <<<"$made")" = "$zones" ] || fail "--edition $edition: $made"
  shown=$(call DescribeLoadBalancers)
  [ "$(grep -c '"AddressIPVersion":' <<<"$shown")" = "$family" ] || fail "--edition $edition: $shown"
  ends TERM 0
done

# Options that a cloud's behaviour follows from are those of its state's first line.
row=0
while read -r said; do
  read -r -a option <<<"${said% -> *}"
  start --state "$work/options.$((++row))" "${option[@]}"
  grep -qF -- "${said#* -> }" <(head -n 1 "$work/options.$row") || fail "no ${said#* -> } in the state with ${option[*]}"
  ends TERM 0
done <<'EOF'
--task-time 30 -> "task_spread":0E0
--task-spread 0.5 -> "task_spread":5E-1
--task-time 30 -> "hinted_tasks":false
--hinted-tasks -> "hinted_tasks":true
--task-time 30 -> "rate_by_arrival":false
--rate-by-arrival -> "rate_by_arrival":true
--instance-role boss -> "instance_role":"boss"
--role-key-life 60 -> "role_key_life":60
--metadata-handshake -> "metadata_handshake":true
EOF
start --state "$work/options.2"  # as it was begun
ends TERM 0

# The metadata services: where they are told to listen, with the role that they are told of.
start --metadata 0 --metadata-address 127.0.0.2 --instance-role boss --metadata-handshake
[[ $COLB_EMULATOR_METADATA == http://127.0.0.2:* ]] || fail "metadata at $COLB_EMULATOR_METADATA"
roles=$(curl -sS "$COLB_EMULATOR_METADATA/latest/meta-data/cam/security-credentials/")
[ "$roles" = boss ] || fail "roles: $roles"
status=$(curl -sS -o /dev/null -w '%{http_code}' "$COLB_EMULATOR_METADATA/latest/meta-data/ram/security-credentials/")
[ "$status" = 403 ] || fail "without the handshake: $status"
ends TERM 0

# The journal is as large as it is told to be.
for row in 1:0 1000000:2; do
  start --control 0 --journal-bytes "${row%:*}"
  call DescribeRegions >/dev/null
  call DescribeRegions >/dev/null
  kept=$(curl -sS "$COLB_EMULATOR_CONTROL/_colb/calls" | { grep -o '"action":"DescribeRegions"' || true; } | wc -l)
  [ "$kept" = "${row#*:}" ] || fail "--journal-bytes ${row%:*}: $kept calls"
  ends TERM 0
done

# What was answered is there after a kill, whenever it comes.
state=$work/cloud.state
answered=()
port=
for round in 1 2 3 4; do
  start --state "$state" --no-rate-limit --task-time 0
  [ -z "$port" ] || [ "$COLB_EMULATOR_ENDPOINT" = "https://127.0.0.1:$port" ] || fail "it is at another port after a kill"
  port=${COLB_EMULATOR_ENDPOINT##*:}
  [ -z "${authority:-}" ] || cmp -s <(echo "$authority") "$COLB_EMULATOR_CA_FILE" || fail "another authority after a kill"
  authority=$(cat "$COLB_EMULATOR_CA_FILE")
  there=$(call DescribeLoadBalancers PageNumber=1 PageSize=100)
  for id in "${answered[@]}"; do
    grep -q "\"$id\"" <<<"$there" || fail "round $round: $id was answered, and is gone"
  done
  : >"$work/ids"
  (for _ in $(seq 40); do call CreateLoadBalancer | id_in >>"$work/ids" || break; done) 2>/dev/null &
  creator=$!
  for _ in $(seq 200); do
    [ "$(wc -l <"$work/ids")" -lt $((round + 1)) ] || break
    sleep 0.05
  done
  kill -KILL "$emulator_pid"
  wait "$emulator_pid" "$creator" 2>/dev/null || true
  mapfile -t -O ${#answered[@]} answered <"$work/ids"
done
[ ${#answered[@]} -gt 0 ] || fail "nothing was answered before the kills"
echo "ok ${#answered[@]} load balancers outlived 4 kills"
[ "$(stat -c %a "$state")" = 600 ] || fail "others may read the state"

# Whatever is wrong is said in a sentence, with the option's name.
refused() {  # STATUS PATTERN OPTION ...
  local status=0 said
  said=$("$program" "${@:3}" 2>&1 >/dev/null) || status=$?
  [ "$status" -eq "$1" ] && grep -q -- "$2" <<<"$said" || fail "${*:3}: status $status, $said"
}
start --state "$state"
refused 1 'in use by another process' --state "$state"
refused 1 "port ${COLB_EMULATOR_ENDPOINT##*:}" --port "${COLB_EMULATOR_ENDPOINT##*:}"
ends TERM 0
refused 2 '--task-time' --state "$state" --task-time 7
refused 2 '--seed' --state "$state" --seed 7
refused 2 '--hinted-tasks' --state "$state" --hinted-tasks
refused 2 '--task-spread' --state "$state" --task-spread 1
refused 2 '--task-spread' --task-spread 1.1
refused 2 '--role-key-life' --role-key-life 0
refused 2 '--metadata-address' --metadata 0 --metadata-address nowhere
refused 1 'not a state file' --state README.md
refused 1 'cannot be' --state "$work/none/state"
refused 2 '--bind' --bind nowhere
refused 1 '192.0.2.1' --bind 192.0.2.1
refused 2 '--name' --name 'a,DNS:b'
refused 2 'no service' --service azure
refused 2 'NAME=NUMBER' --quota doors=3
refused 2 '--task-time' --task-time -1
refused 2 '--no-such-option' --no-such-option
refused 2 '--faults' --faults <(echo '{"kind":"weather"}')
COLB_EMULATOR_SECRET_ID=me refused 2 'COLB_EMULATOR_SECRET_KEY'
says '^colb-emulator [0-9]' "$program" --version || fail "no version"
help=$("$program" --help)
grep -q -- --state <<<"$help" || fail "no help"
diff <(grep -oE -- '--[a-z-]+' <<<"$help" | sort -u) \
  <(sed -n 's/\\-/-/g; /^\.B/s/.*[, ]\(--[a-z-]*\).*/\1/p' programs/colb-emulator.1 | sort -u) ||
  fail "the help (<) and the man page (>) tell of other options"

# Credentials of the user's are taken and not printed; names are in the certificate; faults come from a file.
echo '{"faults":[{"kind":"refuse","action":"CreateLoadBalancer","code":"Sorry"}]}' >"$work/faults"
printf 'my-id\nmy-key\n' >"$work/credentials"
start --credentials "$work/credentials" --name cloud.test --faults "$work/faults" --ca-file "$work/ca.pem" --quota load_balancers=1
if grep -q my-key "/proc/$emulator_pid/cmdline"; then fail "the key is on the command line"; fi
export ALIBABA_CLOUD_ACCESS_KEY_ID=my-id ALIBABA_CLOUD_ACCESS_KEY_SECRET=my-key
says '"Code":"Sorry"' call CreateLoadBalancer || fail "the fault of the file does not come"
says '"LoadBalancerId":"' call CreateLoadBalancer || fail "given credentials do not open it"
curl -sS --cacert "$work/ca.pem" --resolve "cloud.test:${COLB_EMULATOR_ENDPOINT##*:}:127.0.0.1" \
  "https://cloud.test:${COLB_EMULATOR_ENDPOINT##*:}/" >/dev/null || fail "the certificate is not good for its name"
ends TERM 0

start --plain-http --bind 0.0.0.0 --control 0
[[ $COLB_EMULATOR_ENDPOINT == http://127.0.0.1:* ]] || fail "endpoint $COLB_EMULATOR_ENDPOINT"
says RegionId call DescribeRegions || fail "plain HTTP is not answered"
says '"services"' curl -sS "$COLB_EMULATOR_CONTROL/_colb/state" || fail "no control port"
ends TERM 0
echo "ok colb-emulator"
