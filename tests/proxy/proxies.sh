#!/usr/bin/env bash
# Through real proxies, each with its own configuration and port: tinyproxy, squid (plain and over TLS), microsocks;
# with right, wrong and no password, not there, and killed in mid-call. Needs their Debian packages: tinyproxy-bin,
# squid-openssl, microsocks, openssl. What is not there is skipped, and said so. Traffic stays on loopback.
#
#   tests/proxy/proxies.sh [COMPILER]
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
. tests/says.sh
compiler=${1:-g++}
dir=$(mktemp -d)
chmod 755 "$dir"
proxies=()
cleanup() {
  [ ${#proxies[@]} -eq 0 ] || kill "${proxies[@]}" 2>/dev/null
  rm -rf "$dir"
}
trap cleanup EXIT

$compiler -std=c++20 -O0 -DASIO_STANDALONE -Iinclude tests/proxy/through.cpp -o "$dir/through" -lssl -lcrypto -pthread ||
  exit 1

failed=0
# expect NAME PATTERN ARGUMENT ...: what the program prints has to match.
expect() {
  local name=$1 pattern=$2
  shift 2
  local said
  said=$(timeout 30 "$dir/through" "$@" 2>&1)
  if [[ $said =~ $pattern ]] && [[ $said != *s3cret* ]]; then
    echo "ok: $name"
  else
    echo "FAILED: $name: $said" >&2
    failed=1
  fi
}

port=$((20000 + RANDOM % 10000))
# start COMMAND ...: in the background; waits until something listens on $port.
start() {
  "$@" >"$dir/log" 2>&1 &
  proxies+=($!)
  disown
  for _ in $(seq 100); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
    sleep 0.1
  done
  echo "FAILED: $1 does not start: $(cat "$dir/log")" >&2
  failed=1
  return 1
}

# killed NAME PATTERN URL [CA]: the last proxy that was started dies under an exchange.
killed() {
  local name=$1 pattern=$2
  shift 2
  [ $# -gt 1 ] || set -- "$1" "$dir/proxy.pem"
  timeout 30 "$dir/through" "$@" hang >"$dir/said" 2>&1 &
  local program=$!
  for _ in $(seq 100); do
    grep -q hanging "$dir/said" && break
    sleep 0.1
  done
  sleep 0.2
  kill -9 "${proxies[-1]}" 2>/dev/null
  # What it started for connections has to go with it.
  pkill -9 -P "${proxies[-1]}" 2>/dev/null
  wait "$program"
  if [[ $(cat "$dir/said") =~ $pattern ]]; then
    echo "ok: $name"
  else
    echo "FAILED: $name: $(cat "$dir/said")" >&2
    failed=1
  fi
}

openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/proxy.key" -out "$dir/proxy.pem" -days 2 -subj /CN=proxy \
  -addext subjectAltName=IP:127.0.0.1 2>/dev/null
chmod 644 "$dir/proxy.key"

expect "no proxy there" "^proxy: .*proxy 127.0.0.1:$port: .*refused" "http://me:s3cret@127.0.0.1:$port"
expect "no SOCKS there" "^proxy: .*proxy 127.0.0.1:$port: .*refused" "socks5h://me:s3cret@127.0.0.1:$port"

if command -v tinyproxy >/dev/null; then
  port=$((port + 1))
  printf '%s\n' "Port $port" "Listen 127.0.0.1" "Timeout 60" "Allow 127.0.0.1" "BasicAuth me s3cret" >"$dir/tinyproxy.conf"
  if start tinyproxy -d -c "$dir/tinyproxy.conf"; then
    expect "tinyproxy" '^ok$' "http://me:s3cret@127.0.0.1:$port"
    expect "tinyproxy, no scheme" '^ok$' "me:s3cret@127.0.0.1:$port"
    expect "tinyproxy, wrong password" '^proxy lasting: .*401.*not accepted' "http://me:wrong@127.0.0.1:$port"
    expect "tinyproxy, no password" '^proxy lasting: .*407.*wants user and password' "http://127.0.0.1:$port"
    killed "tinyproxy, killed" 'receive.* reached' "http://me:s3cret@127.0.0.1:$port"
  fi
else
  echo "skipped: tinyproxy (package tinyproxy-bin)"
fi

if command -v squid >/dev/null && says openssl squid -v; then
  port=$((port + 1))
  tls_port=$((port + 1))
  printf 'me:%s\n' "$(openssl passwd -apr1 s3cret)" >"$dir/passwd"
  cat >"$dir/squid.conf" <<END
https_port 127.0.0.1:$tls_port tls-cert=$dir/proxy.pem tls-key=$dir/proxy.key
http_port 127.0.0.1:$port
auth_param basic program /usr/lib/squid/basic_ncsa_auth $dir/passwd
auth_param basic realm test
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
cache deny all
access_log none
cache_log stdio:/dev/null
cache_store_log none
pid_filename none
netdb_filename none
END
  if start squid -N -f "$dir/squid.conf"; then
    expect "squid" '^ok$' "http://me:s3cret@127.0.0.1:$port"
    expect "squid, wrong password" '^proxy lasting: .*407.*not accepted' "http://me:wrong@127.0.0.1:$port"
    expect "squid, no password" '^proxy lasting: .*407.*wants user and password' "http://127.0.0.1:$port"
    expect "squid over TLS" '^ok$' "https://me:s3cret@127.0.0.1:$tls_port" "$dir/proxy.pem"
    expect "squid over TLS, wrong password" '^proxy lasting: .*407' "https://me:wrong@127.0.0.1:$tls_port" "$dir/proxy.pem"
    expect "squid over TLS, not trusted" '^proxy lasting: .*certificate verify failed' "https://me:s3cret@127.0.0.1:$tls_port"
    killed "squid over TLS, killed" 'receive.* reached' "https://me:s3cret@127.0.0.1:$tls_port"
  fi
else
  echo "skipped: squid (package squid-openssl)"
fi

if command -v microsocks >/dev/null; then
  port=$((port + 2))
  if start microsocks -i 127.0.0.1 -p "$port" -u me -P s3cret; then
    expect "microsocks" '^ok$' "socks5h://me:s3cret@127.0.0.1:$port"
    expect "microsocks with an address" '^ok$' "socks5://me:s3cret@127.0.0.1:$port"
    expect "microsocks, wrong password" '^proxy lasting: .*not accepted' "socks5h://me:wrong@127.0.0.1:$port"
    expect "microsocks, no password" '^proxy lasting: .*wants authentication' "socks5h://127.0.0.1:$port"
    expect "microsocks is no HTTP proxy" '^proxy' "http://127.0.0.1:$port"
    killed "microsocks, killed" 'receive.* reached' "socks5h://me:s3cret@127.0.0.1:$port"
  fi
else
  echo "skipped: microsocks (package microsocks)"
fi
exit $failed
