# shellcheck shell=bash
# The emulated cloud as a program, for scripts; sourced by them.

# start_emulator PROGRAM [OPTION ...]: starts the program colb-emulator, takes over the variables that it prints, and
# stops it when the script ends.
start_emulator() {
  local lines line
  exec {lines}< <(exec "$@")
  emulator_pid=$!
  trap 'kill "$emulator_pid" 2>/dev/null || true' EXIT
  line=
  while [[ $line != '# ready: '* ]]; do
    read -r -u "$lines" line || { echo "the emulator does not start" >&2; exit 1; }
    eval "$line"
  done
  unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY  # a proxy of the machine is not for 127.0.0.1
}

# npm_packages NAME PACKAGE ...: fetches them once into build/interop/NAME, which becomes NODE_PATH. Ends the script with
# 77, "skipped", where they cannot be had.
npm_packages() {
  local folder=$PWD/build/interop/$1
  shift
  command -v node >/dev/null && command -v npm >/dev/null || { echo "skipped: there is no node with npm"; exit 77; }
  if [ "$(cat "$folder/packages" 2>/dev/null)" != "$*" ]; then
    mkdir -p "$folder"
    npm install --fetch-retries 5 --prefix "$folder" --no-audit --no-fund --ignore-scripts "$@" >"$folder/npm.log" 2>&1 ||
      { echo "skipped: npm cannot get $*, see $folder/npm.log"; exit 77; }
    echo "$*" >"$folder/packages"
  fi
  export NODE_PATH=$folder/node_modules
}
