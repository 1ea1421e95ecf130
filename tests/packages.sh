# shellcheck shell=bash
# Installs Debian packages that are missing; sourced by the two commands. Needs root or sudo only if something is missing.

# need PACKAGE ...     With COLB_INSTALL=no nothing is looked at or installed: a package build has seen to it.
need() {
  [ "${COLB_INSTALL:-}" != no ] || return 0
  local missing=()
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" = 'install ok installed' ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "these packages are missing, and there is no sudo: ${missing[*]}" >&2; return 1; }
    as_root=(sudo)
  fi
  echo "installing: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# What building colb takes.
# shellcheck disable=SC2034  # used by those who source this
build_packages=(g++ meson ninja-build pkg-config libasio-dev libboost1.81-dev libboost-json1.81-dev libssl-dev
  libcli11-dev)  # the last one for the command lines of the examples
