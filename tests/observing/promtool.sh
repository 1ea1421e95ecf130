#!/usr/bin/env bash
# Whether the figures are what Prometheus takes: `promtool check metrics` on the text format, and a scrape of OpenMetrics
# by a real Prometheus, in which every sample is then found.
#   bash tests/observing/promtool.sh METRICS_EXAMPLE
# Needs Debian's prometheus and curl, and python3.
set -euo pipefail
. "$(dirname "$0")/../says.sh"
example=$(realpath "$1")
work=$(mktemp -d)
cleanup() {
  # shellcheck disable=SC2046  # one word each
  kill $(jobs -p) 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

until_true() { # SECONDS COMMAND...
  local left=$(($1 * 5))
  shift
  until "$@"; do
    left=$((left - 1))
    [ $left -gt 0 ] || return 1
    sleep 0.2
  done
}

figures=$(free_port) server=$(free_port)
"$example" --port "$figures" --seconds 120 >"$work/example.log" 2>&1 &
# The last of what the example changes is over once it lists.
is_busy() { says 'operations_total.*DescribeLoadBalancers.*colb_operation="call"' curl -fs "http://127.0.0.1:$figures/metrics"; }
until_true 60 is_busy || { cat "$work/example.log"; echo "the example serves nothing" >&2; exit 1; }

curl -fsS "http://127.0.0.1:$figures/metrics" >"$work/text"
promtool check metrics <"$work/text" >"$work/judgement" 2>&1 || { cat "$work/judgement"; exit 1; }
[ ! -s "$work/judgement" ] || { cat "$work/judgement"; echo "promtool has something to say" >&2; exit 1; }
echo "promtool: $(grep -vc '^#' "$work/text") samples, nothing to say"

cat >"$work/prometheus.yml" <<CONF
global: {scrape_interval: 1s}
scrape_configs:
  - job_name: colb
    static_configs: [{targets: ['127.0.0.1:$figures']}]
CONF
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" \
  --web.listen-address="127.0.0.1:$server" >"$work/prometheus.log" 2>&1 &
is_up() { says '"1"\]' curl -fs "http://127.0.0.1:$server/api/v1/query?query=up"; }
until_true 60 is_up || { tail "$work/prometheus.log"; echo "prometheus does not scrape" >&2; exit 1; }

curl -fsS -H 'Accept: application/openmetrics-text;version=1.0.0' "http://127.0.0.1:$figures/metrics" >"$work/open"
[ "$(tail -n 1 "$work/open")" = '# EOF' ]
sleep 2 # a scrape after that
python3 - "$server" "$work/open" <<'PYTHON'
import json
import sys
import urllib.parse
import urllib.request

at = f"http://127.0.0.1:{sys.argv[1]}/api/v1/"


def ask(path, **what):
    with urllib.request.urlopen(at + path + "?" + urllib.parse.urlencode(what)) as answer:
        return json.load(answer)["data"]


samples = [line.rsplit(" ", 1)[0] for line in open(sys.argv[2], encoding="utf-8") if not line.startswith("#")]
missing = [sample for sample in samples if not ask("query", query=sample)["result"]]
for sample in missing:
    print("not found:", sample)
units = {each["unit"] for each in ask("targets/metadata")}
print(f"prometheus: {len(samples) - len(missing)} of {len(samples)} samples found, units {sorted(units - {''})}")
sys.exit(bool(missing) or not samples or "seconds" not in units)  # units: it was OpenMetrics that was read
PYTHON
