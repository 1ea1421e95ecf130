#!/usr/bin/env bash
# colb: what must not compile does not, and says why.
# usage: run.sh CXX [FLAGS...]
# Each file names the message it has to fail with: "// expect: <extended regex>", and "// expect-clang:" where
# Clang's differs. control.cpp has to compile.
set -u
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
compiler=("$@" -std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
compiler+=(-fsyntax-only -fdiagnostics-color=never)

is_clang=false
if "$@" --version 2>/dev/null | grep -qi clang; then is_clang=true; fi

failures=0
fail() {
  echo "FAILED: $1"
  failures=$((failures + 1))
}

if ! output=$("${compiler[@]}" "$here/control.cpp" 2>&1); then
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
  elif output=$("${compiler[@]}" "$file" 2>&1); then
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
