# shellcheck shell=bash
# says PATTERN COMMAND...: whether the command succeeds and writes what the pattern matches. Sourced by scripts. Instead
# of a pipe into grep -q, which ends at the first match: the command is then killed by its next write, and the pipe fails.
says() {
  local said
  said=$("${@:2}") && grep -qE -- "$1" <<<"$said"
}
