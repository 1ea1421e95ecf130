#!/usr/bin/env bash
# A fresh Debian 12, made with this machine's own apt sources, and in it what the README promises of one:
#   fresh.sh              the first command, and the site, which is built there without a network
#   fresh.sh COMMAND ...  that command in a bare clone, such as: fresh.sh bash tests/run.sh tsan
# Needs root. Takes some minutes and 3 GB below $TMPDIR.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
need mmdebstrap git
[ "$(id -u)" -eq 0 ] || { echo "a chroot is made by root" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
chmod 755 "$work"
root=$work/debian
sources=()
for each in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
  [ -s "$each" ] && sources+=("$each")
done
options=()
for each in $(grep -lE '^ *Acquire' /etc/apt/apt.conf.d/* || true); do options+=(--aptopt="$each"); done
mmdebstrap --quiet --variant=apt "${options[@]}" bookworm "$root" "${sources[@]}"
git clone -q . "$root/colb"
cp /etc/resolv.conf /etc/hosts "$root/etc/"

# inside [--net] COMMAND ...: with processes of its own; --net takes the network away.
inside() {
  local without=()
  if [ "$1" = --net ]; then without=(--net); shift; fi
  unshare "${without[@]}" --mount --pid --fork --mount-proc="$root/proc" \
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    bash -c 'cd /colb && "$@"' inside "$@"
}

if [ $# -gt 0 ]; then
  inside "$@"
  exit
fi
inside bash examples/run.sh
echo "ok the first command"
inside bash -c '. tests/packages.sh && need mkdocs mkdocs-material python3-pymdownx doxygen'
# shellcheck disable=SC2016
inside --net bash -c '[ "$(grep -c : /proc/net/dev)" -le 1 ] && COLB_INSTALL=no bash docs/build.sh'
echo "ok the site"
