#!/usr/bin/env bash
# Builds and runs the tests. Ends with one line: N passed, N failed.
#   bash tests/run.sh [--all] [PART ...] [-- ARGUMENTS OF THE TEST PROGRAM]
#   bash tests/run.sh current ASIO_DIR BOOST_DIR    the tests with another Asio and Boost, by hand
# Parts that run by default:
#   tsan      the threaded tests with ThreadSanitizer (g++)
#   asan      all tests with AddressSanitizer and UBSan (g++)
#   clang     all tests with clang 16, the emulator's coverage table, and whether the examples compile, those of
#             earlier releases (tests/compat) too
#   headers   each public header alone
#   refusals  what must not compile
#   fuzz      each fuzzer for a moment
#   install   a program that uses colb installed, and as a subproject
#   interop   the vendors' Node.js SDKs, a Go client of Debian's, and colb-emulator itself by curl
# Parts that run with --all, when their files have changed (--changed), or by name:
#   routes    the other ways of getting colb: CMake, Conan, vcpkg, xmake, WrapDB
#   debian    the Debian packages: built from what is committed, lintian, a program built with what they hold
#   compilers clang 19, libc++, C++23
#   proxies   real ones: tinyproxy, squid, microsocks
#   observing figures as Prometheus and promtool take them
#   cares     the resolver on c-ares, with AddressSanitizer
#   redis     processes that agree through a Redis, with AddressSanitizer; four of them in real time
#   fault     the whole sweep: a fault at every byte of a conversation, hostile answers, a soak of 100,000 calls
#   boost     colb on Boost.Asio, and a program that uses both flavours
#   lint      licences (reuse), spelling (codespell), shell scripts (shellcheck)
#   page      the emulator's control port and its page: curl, Python, headless Chromium
#   site      the documentation: links, anchors, nothing from other hosts, its search finds Actions (headless Chromium)
# --changed: the default parts, the others whose files differ from the parent commit, and one more in turn.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
. tests/packages.sh

default_parts=(tsan asan clang headers refusals fuzz install interop)
# Each with the files that it is about.
declare -A more_parts=(
  [routes]='CMakeLists.txt meson.build packaging tests/install'
  [debian]='packaging/debian meson.build'
  [lint]='.'
  [site]='docs tests/site'
  [page]='include/colb/emulator/control.hpp include/colb/emulator/control_page.html include/colb/emulator/impl/control.ipp include/colb/emulator/impl/control_server.ipp tests/page docs/emulator-control.md examples/control_port.py'
  [proxies]='include/colb/transport/proxy.hpp include/colb/transport/impl/proxy.ipp include/colb/transport/impl/tunnel.ipp include/colb/transport/impl/network.ipp tests/proxy'
  [observing]='include/colb/metrics.hpp include/colb/impl/metrics.ipp examples/metrics.cpp tests/observing'
  [cares]='include/colb/ext/cares.hpp include/colb/transport/resolver.hpp tests/ext/cares_test.cpp'
  [redis]='include/colb/ext/redis include/colb/ext/redis.hpp include/colb/coordinator.hpp include/colb/engine/coordination.hpp include/colb/engine/impl/coordination.ipp tests/ext examples/fleet.cpp docs/snippets/redis_test.cpp'
  [fault]='include/colb/transport include/colb/engine include/colb/resilience tests/fault'
  [boost]='include/colb/asio include/colb/config.hpp include/colb/version.hpp include/colb/engine/link.hpp tests/boost'
  [compilers]='include/colb/config.hpp include/colb/engine/reflect.hpp include/colb/required.hpp'
)

changed_parts() {
  local part names=() turn
  mapfile -t names < <(printf '%s\n' "${!more_parts[@]}" | sort)
  turn=$((16#$(git rev-parse --short=6 HEAD) % ${#names[@]}))
  for part in "${names[@]}"; do
    # shellcheck disable=SC2086
    if [ "$part" = "${names[turn]}" ] || ! git diff --quiet HEAD~1 HEAD -- ${more_parts[$part]} 2>/dev/null; then
      echo "$part"
    fi
  done
}

parts=()
while [ $# -gt 0 ]; do
  case "$1" in
    --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    --all) mapfile -t -O ${#parts[@]} parts < <(printf '%s\n' "${default_parts[@]}" "${!more_parts[@]}"); shift ;;
    --changed) mapfile -t -O ${#parts[@]} parts < <(printf '%s\n' "${default_parts[@]}"; changed_parts); shift ;;
    current) current_asio=$2 current_boost=$3; parts+=(current); shift 3 ;;
    --) shift; break ;;
    *) parts+=("$1"); shift ;;
  esac
done
[ ${#parts[@]} -gt 0 ] || parts=("${default_parts[@]}")
arguments=("$@")

need "${build_packages[@]}" catch2 clang-16 libclang-rt-16-dev || exit 1

passed=0 failed=0 where="" what_failed=""
# count PASSED FAILED [LOG]: the end of the log is said again before the last line, when most has scrolled away.
count() {
  passed=$((passed + $1)) failed=$((failed + $2))
  [ "$2" -eq 0 ] || what_failed+="-- $where: $2 failed"$'\n'${3:+$(tail -n 60 "$3")$'\n'}
}
say() { where=$*; printf '\n== %s (%d s so far)\n' "$*" "$SECONDS"; }
own='-DASIO_STANDALONE -Iinclude -Itests'
strict='-std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror'
clang_needs='-DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE'

# run_tests NAME PROGRAM: runs a Catch2 program and counts its test cases.
run_tests() {
  "$2" "${arguments[@]}" >"$2.log" 2>&1
  count_tests "$1" "$2.log" $?
}

# run_shared NAME PROGRAM: the same in shares of the test cases, two at a time, since a test uses one core; whole where
# there are arguments.
run_shared() {
  if [ ${#arguments[@]} -gt 0 ]; then run_tests "$1" "$2"; return; fi
  local shares=8 all share
  # Names as patterns: a comma is between two of them, unless it is escaped.
  "$2" --list-test-names-only | sed -e '/^$/d' -e 's/[],["\\]/\\&/g' >"$2.names"
  all=$(wc -l <"$2.names")
  split -n "r/$shares" --numeric-suffixes=1 -a 1 "$2.names" "$2.share."
  # shellcheck disable=SC2016
  seq "$shares" | xargs -P 2 -I{} bash -c '"$0" --input-file "$0.share.$1" >"$0.$1.log" 2>&1; echo $? >"$0.$1.status"' "$2" {}
  local before=$((passed + failed))
  for share in $(seq "$shares"); do
    count_tests "$1, share $share of $shares" "$2.$share.log" "$(cat "$2.$share.status")"
  done
  if [ $((passed + failed - before)) -ne "$all" ]; then
    echo "$1: $((passed + failed - before)) of $all test cases ran"
    count 0 1
  fi
}

# count_tests NAME LOG STATUS
count_tests() {
  local log=$2 status=$3 line cases bad
  line=$(grep -aE '^(All tests passed|test cases:)' "$log" | tail -n 1)
  if [ "$status" -ne 0 ] && [[ $line =~ ^All\ tests\ passed ]]; then
    # A sanitizer has something to say that no test saw.
    count 0 1 "$log"
    grep -aE 'ERROR|WARNING|SUMMARY' "$log" | head -n 40
    echo "$1: all tests passed, and the program ended with status $status"
  elif [[ $line =~ ^All\ tests\ passed.*\ in\ ([0-9]+)\ test\ case ]]; then
    count "${BASH_REMATCH[1]}" 0
    echo "$1: ${BASH_REMATCH[1]} test cases passed"
  elif [[ $line =~ ^test\ cases:\ *([0-9]+) ]]; then
    cases=${BASH_REMATCH[1]}
    bad=$(sed -nE 's/.*\| *([0-9]+) failed.*/\1/p' <<<"$line")
    bad=${bad:-0}
    [ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
    count $((cases - bad)) "$bad" "$log"
    tail -n 60 "$log"
  else
    count 0 1 "$log"
    tail -n 60 "$log"
    echo "$1: ended with status $status and no summary"
  fi
}

# build NAME TARGETS MESON-OPTIONS...: configures once and builds; a failure counts as one failed test.
build() {
  local name=$1 targets=$2
  shift 2
  if [ ! -f "build/$name/build.ninja" ]; then
    local linker=()  # gold takes a third of the time; newer systems lack it
    ! command -v ld.gold >/dev/null || linker=(CXX_LD=gold)
    env "${linker[@]}" meson setup "build/$name" -Dtests=enabled -Dwerror=true "$@" >/dev/null ||
      { echo "meson failed"; count 0 1; return 1; }
  fi
  # shellcheck disable=SC2086
  ninja -C "build/$name" $targets || { echo "$name: the build failed"; count 0 1; return 1; }
}

# each_alone NAME COMPILER FILE...: compiles every file by itself, two at a time, and counts. A FILE may have arguments
# of its own after its name.
each_alone() {
  local name=$1 out good bad
  export compiler=$2
  shift 2
  check_one() {
    local said
    # shellcheck disable=SC2086
    if said=$($compiler "$@" 2>&1); then echo "ok $1"; else echo "FAILED $1"; head -n 20 <<<"$said"; fi
  }
  export -f check_one
  out=$(printf '%s\n' "$@" | xargs -P 2 -I{} bash -c 'check_one {}')
  grep -v '^ok ' <<<"$out"
  good=$(grep -c '^ok ' <<<"$out") bad=$(grep -c '^FAILED ' <<<"$out")
  echo "$name: $good passed, $bad failed"
  count "$good" "$bad"
}

part_headers() {
  say "each public header alone"
  local headers
  mapfile -t headers < <(python3 tests/headers.py include)
  [ ${#headers[@]} -gt 0 ] || { count 0 1; return; }
  each_alone headers "g++ $strict $own -fsyntax-only -x c++ /dev/null -include" "${headers[@]}"
}

part_refusals() {
  say "what must not compile"
  mkdir -p build
  # shellcheck disable=SC2086
  bash tests/compile_fail/run.sh g++ -std=c++20 $own >build/refusals.gcc.txt 2>&1 &
  # shellcheck disable=SC2086
  bash tests/compile_fail/run.sh clang++-16 $clang_needs -std=c++20 $own >build/refusals.clang.txt 2>&1
  wait
  local out
  for out in build/refusals.gcc.txt build/refusals.clang.txt; do
    grep -v '^ok: ' "$out"
    count "$(grep -c '^ok: ' "$out")" "$(grep -c '^FAILED: ' "$out")"
  done
  local links  # builds that disagree
  bash tests/link/run.sh g++ &
  links=$!
  # shellcheck disable=SC2086
  if bash tests/link/run.sh clang++-16 $clang_needs; then count 1 0; else count 0 1; fi
  if wait "$links"; then count 1 0; else count 0 1; fi
}

# build_asan TARGETS
build_asan() {
  # What the vptr check would find ends in AddressSanitizer too. UBSan traps: its messages are a third of the code. A test
  # that ends with SIGILL says more when it is built without that argument.
  CXX=g++ build asan "$1" -Doptimization=0 -Ddebug=false -Dcpp_args="-fno-sanitize=vptr -fsanitize-undefined-trap-on-error \
    --param=asan-instrumentation-with-call-threshold=0 --param=asan-use-after-return=0" \
    -Db_sanitize=address,undefined -Db_lundef=false -Dexamples=disabled -Demulator=disabled || return
}

part_asan() {
  say "g++ with AddressSanitizer and UBSan"
  build_asan "tests/colb-tests tests/colb-thread-tests" || return
  run_shared asan build/asan/tests/colb-tests
  run_tests "asan, threads" build/asan/tests/colb-thread-tests
}

part_clang() {
  say "clang 16"
  CXX=clang++-16 build clang "tests/colb-tests tests/colb-thread-tests tests/coverage-table" -Doptimization=0 \
    -Ddebug=false -Dexamples=enabled -Demulator=enabled || return
  run_shared clang build/clang/tests/colb-tests
  run_tests "clang, threads" build/clang/tests/colb-thread-tests
  if build/clang/tests/coverage-table docs/emulator-coverage.md; then count 1 0; else count 0 1; fi
  local examples=(examples/*.cpp) earlier=(tests/compat/*/*.cpp)
  # All bodies once; without them fewer headers come along, and it is quicker.
  printf '#include <colb/%s.hpp>\n' tencent/clb tencent/clb_2017 tencent/sts aliyun/slb aliyun/sts capitalonline/lb emulator >build/clang/all.cpp
  # Programs of earlier releases may earn warnings.
  each_alone "clang, header-only, and the examples" "clang++-16 $strict $clang_needs -DASIO_STANDALONE -Iinclude -fsyntax-only" build/clang/all.cpp \
    "${examples[@]/%/ -DCOLB_SEPARATE_COMPILATION}" "${earlier[@]/%/ -DCOLB_SEPARATE_COMPILATION -Wno-everything}"
}

part_tsan() {
  say "g++ with ThreadSanitizer: the threaded tests"
  CXX=g++ build tsan tests/colb-thread-tests -Doptimization=0 -Ddebug=false -Db_sanitize=thread \
    -Db_lundef=false -Dexamples=disabled -Demulator=disabled -Donly_thread_tests=true \
    -Dcpp_args=-DASIO_DISABLE_FENCED_BLOCK || return
  export TSAN_OPTIONS="suppressions=$PWD/tests/threads/tsan.supp"
  run_tests tsan build/tsan/tests/colb-thread-tests
}

part_fuzz() {
  say "fuzzers, a moment each"
  mkdir -p build/fuzz
  fuzz_one() {
    local name seeds=() level=-O1
    name=$(basename "$1" .cpp)
    ! grep -q /emulator/impl/ "$1" || level=-O0  # at -O1 these two would compile for longer than all fuzzers run
    [ -d "tests/fuzz/seeds/$name" ] && seeds=("$PWD/tests/fuzz/seeds/$name")
    mkdir -p "build/fuzz/$name.corpus"  # what it finds: the next run starts from there
    # shellcheck disable=SC2086
    if { { [ -x "build/fuzz/$name" ] && [ -z "$(find include "$1" -newer "build/fuzz/$name" -print -quit)" ]; } ||
      clang++-16 -std=c++20 $level $clang_needs $own -fsanitize=fuzzer,address,undefined "$1" -o "build/fuzz/$name" \
        -lboost_json -lssl -lcrypto -pthread; } >"build/fuzz/$name.log" 2>&1 &&
      (cd build/fuzz && "./$name" -runs=20000 -max_total_time=10 -verbosity=0 "$name.corpus" "${seeds[@]}") \
        >>"build/fuzz/$name.log" 2>&1; then
      echo "ok $name"
    else
      tail -n 20 "build/fuzz/$name.log"
      echo "FAILED $name"
    fi
  }
  export -f fuzz_one
  export own clang_needs
  local out
  # Those with the emulator's bodies first: they take longest.
  out=$({ grep -l '/emulator/impl/' tests/fuzz/*.cpp; grep -L '/emulator/impl/' tests/fuzz/*.cpp; } |
    xargs -P 2 -I{} bash -c 'fuzz_one {}')
  echo "$out"
  count "$(grep -c '^ok ' <<<"$out")" "$(grep -c '^FAILED ' <<<"$out")"
}

part_install() {
  say "installed, and as a subproject"
  emulator_program || return
  if bash tests/install/run.sh "$emulator" pkgconfig subproject; then count 2 0; else count 0 1; fi
}

part_routes() {
  say "the other ways of getting colb"
  need cmake lua5.4 git || { count 0 1; return; }
  emulator_program || return
  if bash tests/install/run.sh "$emulator" config compiled subdirectory conan vcpkg xmake wrapdb; then count 7 0; else count 0 1; fi
}

part_debian() {
  say "the Debian packages"
  need cmake || { count 0 1; return; }
  emulator_program || return
  if bash tests/install/run.sh "$emulator" debian; then count 1 0; else count 0 1; fi
}

part_lint() {
  say "licences, spelling, shell scripts"
  need reuse codespell shellcheck git || { count 0 1; return; }
  local files scripts
  mapfile -t files < <(git ls-files ':!tests/catalog')
  mapfile -t scripts < <(git ls-files '*.sh' .ci/run)
  if reuse lint -q; then count 1 0; else reuse lint; count 0 1; fi
  if codespell "${files[@]}"; then count 1 0; else count 0 1; fi
  if shellcheck "${scripts[@]}"; then count 1 0; else count 0 1; fi
  # Kills what still writes: see tests/says.sh.
  if grep -lPz '\|\s*grep (-\S+ )*--?\w*[qm]' "${scripts[@]}"; then
    echo "these pipe into grep -q: use says"
    count 0 1
  else
    count 1 0
  fi
}

part_site() {
  say "the documentation"
  need mkdocs mkdocs-material python3-pymdownx linkchecker nodejs chromium python3 || { count 0 1; return; }
  if bash tests/site/run.sh; then count 1 0; else count 0 1; fi
}

part_compilers() {
  say "clang 19, libc++ and C++23"
  need clang-19 libc++-19-dev libc++abi-19-dev || { count 0 1; return; }
  mkdir -p build/compilers
  local program=packaging/conan/test_package/test_package.cpp once=build/compilers/boost_json.cpp
  echo '#include <boost/json/src.hpp>' >$once  # Debian's library is built for the other standard library
  try() {  # NAME COMPILER ARGUMENT ...
    local name=$1
    shift
    if "$@" -o "build/compilers/$name" >"build/compilers/$name.log" 2>&1 && "build/compilers/$name" >/dev/null; then
      echo "ok $name"
      count 1 0
    else
      head -n 20 "build/compilers/$name.log"
      echo "FAILED $name"
      count 0 1
    fi
  }
  # shellcheck disable=SC2086
  {
    try gcc-c++23 g++ ${strict/c++20/c++23} $own $program -lboost_json -lssl -lcrypto -pthread
    try clang19 clang++-19 $strict $clang_needs $own $program -lboost_json -lssl -lcrypto -pthread
    try clang19-c++23 clang++-19 ${strict/c++20/c++23} $clang_needs $own $program -lboost_json -lssl -lcrypto -pthread
    try libc++ clang++-19 -stdlib=libc++ -std=c++20 $clang_needs $own $program $once -lssl -lcrypto -pthread
  }
}

part_current() {
  say "g++ with Asio at $current_asio and Boost at $current_boost"
  CXX=g++ CXXFLAGS="-I$current_asio -I$current_boost" build current "tests/colb-tests tests/colb-thread-tests" \
    -Doptimization=0 -Ddebug=false -Dexamples=disabled -Demulator=disabled || return
  run_tests current build/current/tests/colb-tests
  run_tests "current, threads" build/current/tests/colb-thread-tests
}

# The emulated cloud as a program, for the parts that need one.
emulator_program() {
  built_program programs/colb-emulator || return
  emulator=$program
}

example_program() { built_program "examples/$1"; }

built_program() {
  local build=build/clang
  [ -f "$build/build.ninja" ] || build=build/examples
  [ -f "$build/build.ninja" ] ||
    meson setup "$build" -Doptimization=0 -Ddebug=false -Dtests=disabled -Dexamples=enabled -Demulator=enabled >/dev/null
  ninja -C "$build" "$1" >/dev/null || { echo "$1 does not build"; count 0 1; return 1; }
  program=$PWD/$build/$1
}

part_boost() {
  say "Boost.Asio, and both flavours in one program"
  local strays
  if strays=$(grep -rnE '#include <(boost/)?asio' include/colb --exclude-dir=asio --exclude-dir=ext); then
    echo "not by colb/asio/:"
    echo "$strays"
    count 0 1
  fi
  CXX=g++ build boost tests/both-flavours -Doptimization=0 -Ddebug=false -Dasio=boost -Dexamples=disabled || return
  if build/boost/tests/both-flavours; then count 1 0; else count 0 1; fi
}

part_interop() {
  say "the vendors' Node.js SDKs, a Go client, colb-emulator by curl"
  command -v npm >/dev/null || need nodejs npm || { count 0 1; return; }
  emulator_program || return
  local script
  for script in tests/interop/*.sh; do
    bash "$script" "$emulator"
    case $? in
      0) count 1 0 ;;
      77) echo "skipped: $script"; [ -z "${CI:-}" ] || count 0 1 ;;  # in CI a skip is a failure
      *) count 0 1 ;;
    esac
  done
}

part_page() {
  say "the emulator's control port and its page"
  need chromium chromium-driver curl python3 python3-selenium || { count 0 1; return; }
  if [ ! -f build/clang/build.ninja ]; then
    CXX=clang++-16 build clang tests/page-scene -Doptimization=0 -Ddebug=false -Dexamples=enabled || return
  else
    ninja -C build/clang tests/page-scene || { echo "the scene does not build"; count 0 1; return; }
  fi
  if bash tests/page/run.sh "$PWD/build/clang/tests/page-scene"; then count 1 0; else count 0 1; fi
}

part_proxies() {
  say "real proxies"
  need tinyproxy-bin squid-openssl microsocks openssl || { count 0 1; return; }
  if bash tests/proxy/proxies.sh; then count 1 0; else count 0 1; fi
}

part_observing() {
  say "figures, and who takes them"
  need prometheus curl python3 || { count 0 1; return; }
  example_program metrics || return
  if bash tests/observing/promtool.sh "$program"; then count 1 0; else count 0 1; fi
}

part_cares() {
  say "the resolver on c-ares"
  need libc-ares-dev || { count 0 1; return; }
  mkdir -p build/cares
  # shellcheck disable=SC2086
  if g++ $strict $own -fsanitize=address,undefined -fno-sanitize=vptr tests/ext/cares_test.cpp tests/catch_main.cpp \
    -o build/cares/cares_test -lcares -lboost_json -lssl -lcrypto -pthread; then
    run_tests cares build/cares/cares_test
  else
    count 0 1
  fi
}

part_redis() {
  say "a fleet over Redis"
  need redis-server redis-tools libhiredis-dev libcli11-dev || { count 0 1; return; }
  each_alone "headers of redis" "g++ $strict $own -fsyntax-only -x c++ /dev/null -include" colb/ext/redis.hpp
  # A tree that was configured before hiredis was there has no such target.
  [ ! -f build/asan/build.ninja ] || meson setup --reconfigure build/asan >/dev/null
  build_asan tests/redis-tests || return
  run_tests redis build/asan/tests/redis-tests
  mkdir -p build/fuzz
  # shellcheck disable=SC2086
  if clang++-16 -std=c++20 -O1 $clang_needs $own -fsanitize=fuzzer,address,undefined tests/ext/redis_reply_fuzz.cpp \
    -o build/fuzz/redis_reply -lhiredis && build/fuzz/redis_reply -runs=100000 -max_total_time=10 -verbosity=0; then
    count 1 0
  else
    count 0 1
  fi
  [ ! -f build/clang/build.ninja ] || meson setup --reconfigure build/clang >/dev/null
  example_program fleet || return
  if bash tests/ext/fleet.sh "$program"; then count 1 0; else count 0 1; fi
}

part_fault() {
  say "a fault at every byte"
  if bash tests/fault/run.sh; then count 1 0; else count 0 1; fi
}

# Parts that leave one of two cores idle most of the time: next to each other in the list they run side by side.
declare -A light=([install]=1 [interop]=1)

# beside PART PART
beside() {
  local said=build/beside.txt
  emulator_program || return  # what both need
  bash tests/run.sh "$1" >$said 2>&1 &
  "part_$2"
  wait
  where=$1
  head -n -2 $said
  if [[ $(tail -n 1 $said) =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    count "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" $said
  else
    count 0 1 $said
  fi
}

for part in "${parts[@]}"; do
  if ! declare -F "part_$part" >/dev/null; then
    echo "no such part: $part (there are: ${default_parts[*]} ${!more_parts[*]})" >&2
    exit 2
  fi
done
while [ ${#parts[@]} -gt 0 ]; do
  if [ ${#parts[@]} -gt 1 ] && [ "${light[${parts[0]}]:-}${light[${parts[1]}]:-}" = 11 ]; then
    beside "${parts[0]}" "${parts[1]}"
    parts=("${parts[@]:2}")
  else
    "part_${parts[0]}"
    parts=("${parts[@]:1}")
  fi
done

echo
[ -z "$what_failed" ] || printf '== what failed\n%s\n' "$what_failed"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
