#!/usr/bin/env bash
# Measures colb beside wrk, libcurl, a bare Asio client, OpenSSL's digests and boost::json::parse, and prints a table of
# ratios with the marks to reach. The server is an nginx on loopback that answers a fixed reply over TLS. Installs what it
# needs from Debian's packages. Takes about ten minutes on two cores.
#   bash benchmarks/run.sh [CALLS [REPEATS]] [--write]
# CALLS: of each program (20000 by default); with fewer than 10000 the rows that take long are left out: compile times,
# size, instructions. REPEATS (5): rounds, all of what is compared taking turns; the median counts. --write puts the table
# into benchmarks/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh

numbers=() write=no
for argument in "$@"; do
  case "$argument" in
    --write) write=yes ;;
    [0-9]*) numbers+=("$argument") ;;
    *) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 2 ;;
  esac
done
calls=${numbers[0]:-20000} rounds=${numbers[1]:-5} port=18443
whole=no
if [ "$calls" -ge 10000 ]; then whole=yes; fi
# shellcheck disable=SC2154  # of packages.sh
need "${build_packages[@]}" libcurl4-openssl-dev nginx-light wrk openssl
[ "$whole" = no ] || need valgrind binutils

build=build/benchmarks
[ -f "$build/build.ninja" ] ||
  meson setup "$build" -Dbuildtype=release -Dtests=disabled -Dexamples=disabled -Demulator=disabled -Dbenchmarks=enabled \
    -Dwerror="${WERROR:-false}"
ninja -C "$build"
bin=$build/benchmarks

work=$(mktemp -d)
trap 'kill "$(cat "$work/nginx.pid" 2>/dev/null)" 2>/dev/null || true; rm -rf "$work"' EXIT
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
tr -d '\n' <benchmarks/reply.json >"$work/reply.json"
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
    location / { return 200 '$(cat "$work/reply.json")'; }
  }
}
CONF
nginx -c "$work/nginx.conf" -p "$work"
endpoint=https://127.0.0.1:$port
printf 'wrk.method = "POST"\nwrk.body = "{\\"LoadBalancerIds\\":[\\"lb-6efswuxa\\"]}"\n' >"$work/post.lua"

# note COMMAND ...: its lines are figures.
note() { "$@" | tee -a "$work/results"; }

# Each program measures itself and prints its figures.
calls_of_all() {
  local concurrency
  for concurrency in 1 32; do
    note "$bin/bench_colb" calls "$endpoint" "$work/cert.pem" "$concurrency" "$calls"
    note "$bin/bench_asio" 127.0.0.1 "$port" "$work/cert.pem" "$concurrency" "$calls"
    note "$bin/bench_curl" "$endpoint" "$work/cert.pem" "$concurrency" "$calls"
    wrk -t1 -c"$concurrency" -d"${seconds}s" -s "$work/post.lua" "$endpoint/" |
      awk -v c="$concurrency" '/Requests\/sec/ { print "wrk." c ".rate", $2 }' | tee -a "$work/results"
  done
}

seconds=1
if [ "$whole" = yes ]; then seconds=2; fi
waits=$((calls < 10000 ? calls : 10000))
for ((round = 1; round <= rounds; ++round)); do
  calls_of_all
  note "$bin/bench_sign" "$calls"
  note "$bin/bench_codec" "$work/reply.json" $((calls / 20))
  [ "$(nproc)" -lt 2 ] || note "$bin/bench_colb" threads "$work/cert.pem" "$work/key.pem" "$work/reply.json" "$calls"
done
note "$bin/bench_colb" allocations "$endpoint" "$work/cert.pem" "$((calls < 5000 ? calls : 5000))"
note "$bin/bench_transport" idle 200
note "$bin/bench_waits" 100
[ "$waits" = 100 ] || note "$bin/bench_waits" "$waits"
note "$bin/bench_waits" features "$calls"

# instructions CALLS: of the whole program that makes so many.
instructions() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bin/bench_colb" run "$endpoint" "$work/cert.pem" "$1" 2>&1 |
    awk '/Collected/ { print $NF }'
}

# user_seconds COMMAND ...
user_seconds() {
  local TIMEFORMAT=%U
  { time "$@" >&3 2>&3; } 3>/dev/null 2>&1
}

# size_of PROGRAM: linked and stripped.
size_of() {
  g++ "$work/$1.o" -o "$work/$1" -s -lboost_json -lssl -lcrypto -pthread
  echo "size.$1 $(stat -c %s "$work/$1")" | tee -a "$work/results"
}

if [ "$whole" = yes ]; then
  fewer=$(instructions 200)
  more=$(instructions 1200)
  echo "instructions $(((more - fewer) / 1000))" | tee -a "$work/results"

  compile=(g++ -std=c++20 -DASIO_STANDALONE -Iinclude)
  awk '/^```cpp/ { inside = 1; next } /^```/ && inside { exit } inside' README.md >"$work/readme.cpp"
  cp "$work/readme.cpp" "$work/once.cpp"
  cp benchmarks/timer.cpp "$work/timer.cpp"
  for ((round = 1; round <= 3 && round <= rounds; ++round)); do
    for level in 0 2; do
      for what in timer readme once; do
        flags=("-O$level")
        [ "$what" != once ] || flags+=(-DCOLB_SEPARATE_COMPILATION)
        seconds=$(user_seconds "${compile[@]}" "${flags[@]}" -c "$work/$what.cpp" -o "$work/$what.o")
        echo "compile.$what.O$level $seconds" | tee -a "$work/results"
        [ "$level" = 0 ] || [ "$what" = once ] || [ "$round" != 1 ] || size_of "$what"
      done
    done
  done
fi

{
  version() { dpkg-query -W -f '${Version}' "$1" 2>/dev/null || echo '?'; }
  echo "$(date -u +%F), $(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), Linux $(uname -r);" \
    "colb $(git describe --always --dirty 2>/dev/null || echo '?'), $(g++ --version | head -n 1)," \
    "Asio $(version libasio-dev), Boost $(version libboost1.81-dev), OpenSSL $(version libssl-dev)," \
    "libcurl $(version libcurl4-openssl-dev), nginx $(version nginx-light), wrk $(version wrk); \`run.sh $calls $rounds\`."
  echo
  awk -v waits="$waits" -f benchmarks/table.awk "$work/results"
} >"$work/table"
echo
cat "$work/table"

if [ "$write" = yes ]; then
  awk -v table="$work/table" '
    /<!-- end of the table -->/ { skipping = 0 }
    !skipping { print }
    /<!-- the table, by run.sh --write -->/ {
      skipping = 1
      print ""
      while ((getline text < table) > 0) print text
      print ""
    }' benchmarks/README.md >"$work/README.md"
  cp "$work/README.md" benchmarks/README.md
fi
