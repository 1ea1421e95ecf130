#!/usr/bin/env bash
# The emulator's control port and its page, from outside: the curl examples of docs/emulator-control.md, a test written in
# Python, and headless Chromium on clouds that are empty, small and large; its buttons are clicked. Pictures go to a temporary
# folder, which is named at the end; with --picture the one for the documentation is made anew.
#
#   tests/page/run.sh SCENE_PROGRAM [--picture]
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
scene=$1
picture=${2:-}
dir=$(mktemp -d)
failed=0
running=()
stop_all() { [ ${#running[@]} -eq 0 ] || kill "${running[@]}" 2>/dev/null; }
trap stop_all EXIT
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY

ok() { echo "ok: $1"; }
bad() { echo "FAILED: $1" >&2; failed=$((failed + 1)); }

# start SCENE: a cloud; takes over the variables that it prints.
start() {
  local lines line
  unset TENCENTCLOUD_SECRET_KEY
  exec {lines}< <(exec "$scene" "$1")
  running+=($!)
  while [ -z "${TENCENTCLOUD_SECRET_KEY:-}" ]; do
    read -r -u "$lines" line || { bad "the scene $1 does not start"; exit 1; }
    eval "$line"
  done
}

# browse NAME OPTION ...: the page in a browser of its own; what it asks the network for is in NAME.net.json.
browse() {
  local name=$1
  shift
  timeout 120 chromium --headless=new --no-sandbox --disable-gpu --user-data-dir="$dir/profile-$name" --disable-background-networking \
    --disable-component-update --no-first-run --disable-features=AutofillServerCommunication --disable-sync --disable-default-apps --hide-scrollbars \
    --host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1' --log-net-log="$dir/$name.net.json" --virtual-time-budget=6000 "$@" \
    "$COLB_EMULATOR_CONTROL/" 2>"$dir/$name.log"
}

# shown NAME PATTERN ...: each pattern has to match the DOM of NAME, in one line.
shown() {
  local name=$1 pattern
  shift
  for pattern in "$@"; do
    if grep -qE "$pattern" "$dir/$name.line"; then ok "$name: $pattern"; else bad "$name: the page does not show $pattern"; fi
  done
}
dump() { browse "$1" --window-size=1360,1200 --dump-dom >"$dir/$1.html"; tr '\n' ' ' <"$dir/$1.html" >"$dir/$1.line"; }

# only_here NAME: every URL that was asked for belongs to the control port.
only_here() {
  if python3 - "$dir/$1.net.json" "$COLB_EMULATOR_CONTROL" <<'PYTHON'; then ok "$1: asks nobody else"; else bad "$1: asks somebody else"; fi
import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    log = json.load(file)
begins = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
own = sys.argv[2].removesuffix("/_colb") + "/"
# The browser's own errands, which reach nobody here, have no initiator.
asked = [e["params"]["url"] for e in log["events"] if e["type"] == begins and "url" in e.get("params", {})
         and (e["params"].get("initiator") != "not an origin" or e["params"].get("request_type") == "main frame")]
wrong = [url for url in asked if not url.startswith(own)]
print(f"{len(asked)} requests, {len(wrong)} of them to others", *wrong)
sys.exit(1 if wrong or len(asked) < 4 else 0)
PYTHON
}

echo "== curl"
start empty
if python3 - docs/emulator-control.md <<'PYTHON' >"$dir/examples.sh"; then
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
blocks = re.findall(r"^```bash\n(.*?)^```", text, re.M | re.S)
print('set -e\ncontrol=$COLB_EMULATOR_CONTROL\n' + "echo\n".join(blocks))
sys.exit(0 if len(blocks) > 4 else 1)
PYTHON
  if bash "$dir/examples.sh" >"$dir/examples.txt" 2>&1; then ok "the examples of docs/emulator-control.md"; else bad "the examples"; cat "$dir/examples.txt"; fi
fi
for row in "Host: evil.example|403" "Origin: http://evil.example|403" "X-Nothing: 1|200"; do
  said=$(curl -s -o /dev/null -w '%{http_code}' -H "${row%|*}" "$COLB_EMULATOR_CONTROL/state")
  if [ "$said" = "${row#*|}" ]; then ok "curl, ${row%|*}"; else bad "curl, ${row%|*}: $said"; fi
done

echo "== Python"
if python3 examples/control_port.py >"$dir/python.txt" 2>&1; then ok "examples/control_port.py"; else bad "examples/control_port.py"; cat "$dir/python.txt"; fi

echo "== Chromium"
curl -fsS -o /dev/null "$COLB_EMULATOR_CONTROL/reset" -H 'Content-Type: application/json' -d '{}'
dump empty
shown empty 'id="live" class="tag good"[^>]*>live<' 'id="lbs-none" class="empty">None yet' 'id="tasks-none" class="empty">Nothing is' 'id="calls-none" class="empty">No calls'

start small
dump small
shown small '>shop-front<' '>database<' 'HTTP :80' 'UDP :53' '>shop.example/api<' 'ins-web2.*weight 20' 'class="tag good">healthy<' 'class="tag bad">unhealthy<' \
  'class="tag wait">checking<' '3/4 healthy' '<h3>tencent.clb</h3>' '<h3>aliyun.slb</h3>' '>edge<' 'class="tag wait">starting<' \
  'class="task" data-id="[^"]*"><div><b>CreateListener</b>' 'class="tag wait">will fail<' '<progress [^>]*value="[0-9]' 'never ends' \
  '<b>DeleteLoadBalancer</b>' 'class="tag bad">InvalidParameter.LBIdNotFound<' 'fault: refuse' 'class="tag good">ok<' '[0-9] (µs|ms)</td>' \
  '<h3>capitalonline.lb</h3>' \
  '<b>&lt;img src=x onerror=alert\(1\)&gt;</b>' '<b>&lt;img src=x onerror=alert\(2\)&gt;</b>'
if grep -q '<img' "$dir/small.html"; then bad "small: a name became an element"; else ok "small: names are texts"; fi
only_here small
browse small-light --window-size=1360,1500 --screenshot="$dir/small-light.png"
browse small-dark --window-size=1360,1500 --force-dark-mode --blink-settings=preferredColorScheme=0 --screenshot="$dir/small-dark.png"
browse small-narrow --window-size=520,1800 --screenshot="$dir/small-narrow.png"

if [ "$picture" = --picture ]; then browse picture --window-size=1180,860 --screenshot="$PWD/docs/emulator-page.png"; fi

# Of a cloud of its own: they change it. Debian's Python, as the module is Debian's.
start small
if timeout 300 /usr/bin/python3 tests/page/buttons.py "$dir/profile-buttons" >"$dir/buttons.txt" 2>&1; then
  cat "$dir/buttons.txt"
else
  bad "the page's buttons"
  cat "$dir/buttons.txt"
fi

start large
begin=$SECONDS
dump large
took=$((SECONDS - begin))
shown large 'id="lbs-count">500<' 'id="calls-count">10,?000<' '>lb-number-499<' '>lb-number-0<'
rows=$(grep -o '<tr class="call"' "$dir/large.html" | wc -l)
if [ "$rows" -eq 200 ]; then ok "large: 200 rows of 10,000 calls"; else bad "large: $rows rows"; fi
if [ "$took" -lt 60 ]; then ok "large: shown in $took s"; else bad "large: it took $took s"; fi
browse large --window-size=1360,1200 --screenshot="$dir/large.png"
for file in small-light small-dark small-narrow large; do
  if [ -s "$dir/$file.png" ]; then ok "$file.png"; else bad "no $file.png"; fi
done

echo "pictures: $dir"
[ "$failed" -eq 0 ]
