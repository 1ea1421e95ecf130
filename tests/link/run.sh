#!/usr/bin/env bash
# Checks that files of a program that disagree on how colb is built do not link, and that those that agree do; and that
# tables which one file has on request, and waits that belong to a service, are in no other.
#   tests/link/run.sh COMPILER [FLAGS...]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
compiler=("$@")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

once=(-DCOLB_SEPARATE_COMPILATION)
echo '#include <colb/engine/link.hpp>' >user.cpp
echo '#include <colb/engine/link.hpp>
int main() {}' >main.cpp
echo '#include <colb/engine/impl/link.ipp>' >bodies.cpp
mkdir -p other/asio other/boost newer/colb
sed -E 's/(define ASIO_VERSION) .*/\1 999900/' <<<'#define ASIO_VERSION 0' >other/asio/version.hpp
echo '#include_next <boost/version.hpp>' >other/boost/version.hpp
sed 's/define COLB_ABI .*/define COLB_ABI v9_9/' "$root/include/colb/version.hpp" >newer/colb/version.hpp

compile() { # OUT SOURCE FLAGS...
  "${compiler[@]}" -std=c++20 -DASIO_STANDALONE -c -o "$1" "$2" "${@:3}" -I "$root/include"
}
compile main_once.o main.cpp "${once[@]}"
compile main_inline.o main.cpp
compile user_once.o user.cpp "${once[@]}"
compile user_inline.o user.cpp
compile bodies.o bodies.cpp "${once[@]}"
compile user_asio.o user.cpp "${once[@]}" -I other
compile user_boost.o user.cpp "${once[@]}" -DCOLB_USE_BOOST_ASIO
compile user_newer.o user.cpp "${once[@]}" -I newer

failed=0
links() { # TITLE OBJECTS...
  "${compiler[@]}" -o program "${@:2}" 2>errors || { echo "does not link: $1"; cat errors; failed=1; }
}
refuses() { # TITLE WORD OBJECTS...
  if "${compiler[@]}" -o program "${@:3}" 2>errors; then
    echo "links: $1"
    failed=1
  elif ! grep -q "$2" errors; then
    echo "$1: no word of $2"
    cat errors
    failed=1
  fi
}
links 'all compiled once' main_once.o user_once.o bodies.o
links 'all header-only' main_inline.o user_inline.o
refuses 'compiled once without the bodies' compiled_once main_once.o user_once.o
refuses 'one file header-only' is_compiled_once_in_one_file main_once.o user_inline.o bodies.o
refuses 'all but the bodies and one file header-only' is_compiled_once_in_one_file main_inline.o user_once.o bodies.o
refuses 'another Asio' with_asio_999900 main_once.o user_asio.o bodies.o
refuses 'another flavour of Asio' boost_asio_with main_once.o user_boost.o bodies.o
refuses 'another colb' colb_v9_9_with main_once.o user_newer.o bodies.o

# Tables on request: who uses an Action has none of its own, and finds them.
tables=$root/tests/link/tables
tables_in() { # OBJECT...: the service's
  nm -C --defined-only "$@" | grep -E 'inner::(type_info_of|field_table|action_info_of|make_type_info|table_maker).*tencent' || true
}
compile here.o "${tables}_here.cpp"
compile calls.o "${tables}_user.cpp" "${once[@]}"
compile prints.o "${tables}_user.cpp"
[ -n "$(tables_in here.o)" ] || { echo 'tables are not where they are to be'; failed=1; }
if tables_in calls.o prints.o | grep .; then echo 'tables are where they are not to be'; failed=1; fi
if nm -C --defined-only calls.o | grep follow_operation; then echo "waits by a service's rules are where it is called"; failed=1; fi
libraries=(-lboost_json -lssl -lcrypto -pthread)
refuses 'tables left out' tables_of prints.o "${libraries[@]}"
links 'tables elsewhere' prints.o here.o "${libraries[@]}"
said=$(./program)
wanted='{"LoadBalancerId":"lb-1","Ports":[80],"Protocol":"TCP"}{"ListenerIds":["lbl-1"],"RequestId":""}'
[ "$said" = "$wanted" ] || { echo "with tables elsewhere: $said"; failed=1; }

for mode in '' "${once[*]}"; do # shellcheck disable=SC2086
  used=$("${compiler[@]}" -std=c++20 -DASIO_STANDALONE $mode -I "$root/include" -MM "$root/include/colb/client.hpp")
  grep -q colb/engine/link.hpp <<<"$used" || { echo "client.hpp does not include link.hpp ($mode), but: $used"; failed=1; }
done
exit $failed
