#!/usr/bin/env bash
# colb: what must not compile does not, and says why.
# usage: run.sh CXX [FLAGS...]
# Each file names the message it has to fail with: "// expect: <extended regex>", and "// expect-clang:" where
# Clang's differs. control.cpp has to compile.
# What they include is compiled once, but for those that set it up by a #define before.
set -u
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../says.sh"
compiler=("$@" -std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
compiler+=(-DCOLB_SEPARATE_COMPILATION -fdiagnostics-color=never)  # declarations refuse, not bodies

is_clang=false
if says clang "$@" --version; then is_clang=true; fi

failures=0
fail() {
  echo "FAILED: $1"
  failures=$((failures + 1))
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n '/^#include <colb\//p' "$here"/*.cpp | sort -u >"$work/all.hpp"
once=()
if $is_clang; then
  "${compiler[@]}" -x c++-header "$work/all.hpp" -o "$work/all.pch" && once=(-include-pch "$work/all.pch")
else
  "${compiler[@]}" -x c++-header "$work/all.hpp" -o "$work/all.hpp.gch" && once=(-include "$work/all.hpp" -Winvalid-pch)
fi
[ ${#once[@]} -gt 0 ] || fail "what they include does not compile"

# compile FILE: its messages are in $output
compile() {
  local with=("${once[@]}")
  ! grep -q '^#define' "$1" || with=()
  output=$("${compiler[@]}" -fsyntax-only "${with[@]}" "$1" 2>&1)
}

if ! compile "$here/control.cpp"; then
  echo "$output"
  fail "control.cpp does not compile"
fi

for file in "$here"/*.cpp; do
  name=$(basename "$file")
  [ "$name" = control.cpp ] && continue
  expected=$(sed -n 's|^// expect: ||p' "$file")
  if $is_clang && grep -q '^// expect-clang: ' "$file"; then
    expected=$(sed -n 's|^// expect-clang: ||p' "$file")
  fi
  if [ -z "$expected" ]; then
    fail "$name names no message"
  elif compile "$file"; then
    fail "$name compiles"
  elif ! grep -Eq -- "$expected" <<<"$output"; then
    echo "$output"
    fail "$name does not fail with \"$expected\""
  else
    echo "ok: $name"
  fi
done

[ "$failures" -eq 0 ] || exit 1
echo "all of compile_fail behave"
