#!/usr/bin/env bash
# Every way of getting colb: a program is built against only what it gives, and deploys on the emulated cloud.
#   run.sh EMULATOR [ROUTE ...]    EMULATOR: the program colb-emulator
# Routes, all but debian by default: pkgconfig subproject config compiled subdirectory conan vcpkg xmake wrapdb debian
set -euo pipefail
emulator=$(realpath "$1")
shift
cd "$(dirname "$0")/../.."
top=$PWD
work=$top/build/install
routes=("$@")
[ ${#routes[@]} -gt 0 ] || routes=(pkgconfig subproject config compiled subdirectory conan vcpkg xmake wrapdb)
app=$top/packaging/conan/test_package/test_package.cpp
rm -rf "$work"
mkdir -p "$work"
unset PKG_CONFIG_PATH
. tests/emulator.sh
. tests/says.sh

start_emulator "$emulator" --task-time 20 --health-time 20

deploys() {
  says '^deployed lb-' "$1" || { echo "$2: it does not deploy" >&2; exit 1; }
  echo "ok $2"
}

install_colb() {
  [ -d "$work/prefix" ] && return
  meson setup "$work/colb" --prefix "$work/prefix" -Dtests=disabled -Dexamples=disabled -Demulator=disabled >/dev/null
  meson install -C "$work/colb" >/dev/null
}

# The release, as one command makes it.
release() {
  [ -n "${archive:-}" ] && return
  git clone -q "$top" "$work/clone"
  meson setup "$work/clone/build" "$work/clone" -Dtests=disabled -Dexamples=disabled -Demulator=disabled >/dev/null
  meson dist -C "$work/clone/build" --no-tests >/dev/null
  archive=$(echo "$work"/clone/build/meson-dist/colb-*.tar.xz)
  mkdir -p "$work/release"
  tar -C "$work/release" -xf "$archive" --strip-components=1
}

cmake_app() {  # NAME SOURCE ARGUMENT ...
  local name=$1 source=$2
  shift 2
  cmake -S "$source" -B "$work/$name" "$@" >"$work/$name.log" 2>&1 &&
    cmake --build "$work/$name" >>"$work/$name.log" 2>&1 || { tail -n 30 "$work/$name.log"; exit 1; }
}

route_pkgconfig() {
  install_colb
  local flags
  flags=$(PKG_CONFIG_PATH=$work/prefix/share/pkgconfig pkg-config --cflags --libs colb)
  # shellcheck disable=SC2086
  g++ -std=c++20 "$app" -o "$work/app.pkgconfig" $flags
  deploys "$work/app.pkgconfig" pkgconfig
}

route_subproject() {
  mkdir -p "$work/consumer/subprojects"
  cp "$app" "$work/consumer/app.cpp"
  cp tests/install/consumer.meson.build "$work/consumer/meson.build"
  ln -s "$top" "$work/consumer/subprojects/colb"
  meson setup "$work/consumer/build" "$work/consumer" >/dev/null
  ninja -C "$work/consumer/build" app >/dev/null
  if [ -e "$work/consumer/build/subprojects/colb/tests" ]; then
    echo "a subproject must not build its tests" >&2
    exit 1
  fi
  deploys "$work/consumer/build/app" subproject
}

route_config() {
  install_colb
  cmake_app config tests/install -DROUTE=config -DCMAKE_PREFIX_PATH="$work/prefix"
  deploys "$work/config/app" config
  # Without Asio it says what is missing.
  if cmake -S tests/install -B "$work/no-asio" -DROUTE=config -DCMAKE_PREFIX_PATH="$work/prefix" \
    -DCOLB_ASIO_INCLUDE_DIR=COLB_ASIO_INCLUDE_DIR-NOTFOUND -DCMAKE_FIND_ROOT_PATH=/nowhere \
    -DCMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY >"$work/no-asio.log" 2>&1; then
    echo "config: found Asio where there is none" >&2
    exit 1
  fi
}

route_compiled() {
  install_colb
  cmake_app compiled tests/install -DROUTE=compiled -DCMAKE_PREFIX_PATH="$work/prefix"
  deploys "$work/compiled/app" compiled
}

route_subdirectory() {
  cmake_app subdirectory tests/install -DROUTE=subdirectory -DCOLB_SOURCE="$top"
  deploys "$work/subdirectory/app" subdirectory
}

route_conan() {
  release
  python3 packaging/test/conan_stub.py packaging/conan "$work/release" "$work/conan-prefix" gcc
  cmake_app conan packaging/conan/test_package -DCMAKE_PREFIX_PATH="$work/conan-prefix"
  deploys "$work/conan/test_package" conan
}

route_vcpkg() {
  release
  cmake -DPORT="$top/packaging/vcpkg/colb" -DARCHIVE_FILE="$archive" -DPREFIX="$work/vcpkg-prefix" -DWORK="$work/vcpkg-work" \
    -P packaging/test/vcpkg_stub.cmake
  cmake_app vcpkg tests/install -DROUTE=config -DCMAKE_PREFIX_PATH="$work/vcpkg-prefix"
  deploys "$work/vcpkg/app" vcpkg
}

route_xmake() {
  release
  mkdir -p "$work/xmake-prefix"
  lua5.4 packaging/test/xmake_stub.lua packaging/xmake/packages/c/colb/xmake.lua "$work/release" "$work/xmake-prefix"
  # asio, boost and openssl3 are xmake's to bring: what they link with is not in the recipe.
  eval "g++ -std=c++20 '$app' -o '$work/app.xmake' $(cat "$work/xmake-prefix/flags") -lssl -lcrypto -pthread"
  deploys "$work/app.xmake" xmake
}

route_wrapdb() {
  release
  local consumer=$work/wrapdb name
  name=$(basename "$archive")
  mkdir -p "$consumer/subprojects/packagecache"
  cp "$app" "$consumer/app.cpp"
  cp tests/install/consumer.meson.build "$consumer/meson.build"
  cp "$archive" "$consumer/subprojects/packagecache/"
  sed -e "s|@VERSION@|$(sed -n 's/^colb-\(.*\)\.tar\.xz$/\1/p' <<<"$name")|" -e "s|@URL@|https://releases.invalid/$name|" \
    -e "s|@SHA256@|$(sha256sum "$archive" | cut -d' ' -f1)|" packaging/wrapdb/colb.wrap >"$consumer/subprojects/colb.wrap"
  meson setup "$consumer/build" "$consumer" --force-fallback-for=colb >"$work/wrapdb.log" 2>&1 ||
    { tail -n 20 "$work/wrapdb.log"; exit 1; }
  ninja -C "$consumer/build" app >/dev/null
  deploys "$consumer/build/app" wrapdb
}

# The package, unpacked beside the system: only what it holds is found.
route_debian() {
  bash packaging/debian/build.sh "$work/debian"
  local root=$work/debian-root flags deb
  for deb in "$work"/debian/*.deb; do dpkg-deb -x "$deb" "$root"; done
  flags=$(PKG_CONFIG_PATH=$root/usr/share/pkgconfig pkg-config --define-variable=prefix="$root/usr" --cflags --libs colb)
  # shellcheck disable=SC2086
  g++ -std=c++20 "$app" -o "$work/app.debian" $flags
  deploys "$work/app.debian" "debian, pkg-config"
  cmake_app debian-cmake tests/install -DROUTE=config -DCMAKE_PREFIX_PATH="$root/usr"
  deploys "$work/debian-cmake/app" "debian, CMake"
  says '^colb-emulator ' "$root/usr/bin/colb-emulator" --version || { echo "colb-emulator does not run" >&2; exit 1; }
  [ -s "$root/usr/share/doc/colb-doc/html/actions/tencent-clb/CreateListener.html" ] || { echo "colb-doc has no pages" >&2; exit 1; }
}

for route in "${routes[@]}"; do "route_$route"; done
