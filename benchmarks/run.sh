#!/usr/bin/env bash
# Measures colb beside libcurl's multi interface and wrk, against one nginx on loopback that answers a fixed reply over TLS,
# and prints ratios. Installs what it needs from Debian's packages. Takes a minute or two.
#   bash benchmarks/run.sh [CALLS] [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
need "${build_packages[@]}" libcurl4-openssl-dev nginx-light wrk openssl

calls=${1:-20000} rounds=${2:-5} port=18443
build=build/benchmarks
[ -f "$build/build.ninja" ] ||
  meson setup "$build" -Dbuildtype=release -Dtests=disabled -Dexamples=disabled -Dbenchmarks=enabled \
    -Dwerror="${WERROR:-false}"
ninja -C "$build"

work=$(mktemp -d)
trap 'kill "$(cat "$work/nginx.pid" 2>/dev/null)" 2>/dev/null || true; rm -rf "$work"' EXIT
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
mkdir "$work/html"
cp benchmarks/reply.json "$work/html/index.json"
cat >"$work/nginx.conf" <<CONF
worker_processes 1;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 10000000;
  client_body_temp_path $work/body;
  server {
    listen 127.0.0.1:$port ssl;
    ssl_certificate $work/cert.pem;
    ssl_certificate_key $work/key.pem;
    default_type application/json;
    location / { return 200 '$(tr -d '\n' <benchmarks/reply.json)'; }
  }
}
CONF
nginx -c "$work/nginx.conf" -p "$work"

printf 'wrk.method = "POST"\nwrk.body = "{\\"LoadBalancerIds\\":[\\"lb-6efswuxa\\"]}"\n' >"$work/post.lua"
for ((round = 1; round <= rounds; ++round)); do
  for concurrency in 1 32; do
    "$build/benchmarks/bench_colb" "https://127.0.0.1:$port" "$work/cert.pem" "$concurrency" "$calls"
    "$build/benchmarks/bench_curl" "https://127.0.0.1:$port" "$work/cert.pem" "$concurrency" "$calls"
    wrk -t1 -c"$concurrency" -d3s -s "$work/post.lua" "https://127.0.0.1:$port/" |
      awk -v c="$concurrency" '/Requests\/sec/ { print "wrk", c, $2, 0 }'
  done
  "$build/benchmarks/bench_codec" benchmarks/reply.json 100000
done | tee "$work/results"

awk '
  { key = $1 " " $2; n[key]++; rate[key, n[key]] = $3; cpu[key, n[key]] = $4 }
  function median(values, key, count,   i, j, t, v) {
    for (i = 1; i <= count; i++) v[i] = values[key, i]
    for (i = 1; i <= count; i++) for (j = i + 1; j <= count; j++) if (v[j] < v[i]) { t = v[i]; v[i] = v[j]; v[j] = t }
    return v[int((count + 1) / 2)]
  }
  function line(title, a, b) { printf "%-58s %6.2f\n", title, a / b }
  END {
    print "\nmedian ratios"
    split("1 32", levels, " ")
    for (l = 1; l <= 2; l++) {
      c = levels[l]
      line("calls a second, colb / libcurl, " c " concurrent", median(rate, "colb " c, n["colb " c]), median(rate, "curl " c, n["curl " c]))
      line("CPU time a call, colb / libcurl, " c " concurrent", median(cpu, "colb " c, n["colb " c]), median(cpu, "curl " c, n["curl " c]))
      line("calls a second, colb / wrk, " c " concurrent", median(rate, "colb " c, n["colb " c]), median(rate, "wrk " c, n["wrk " c]))
    }
    line("CPU time of reading a reply, struct / document tree", median(cpu, "struct 1", n["struct 1"]), median(cpu, "tree 1", n["tree 1"]))
  }' "$work/results"
