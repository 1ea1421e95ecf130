#!/usr/bin/env bash
# Puts the emulator's page into the header that holds it. A test compares the two.
#   bash tests/page/embed.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=include/colb/emulator
{
  cat <<'HEAD'
// colb: the page at /_colb/ of the emulator's control port. Made from control_page.html by
// tests/page/embed.sh.
#pragma once

#include <string_view>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner::emu {

// clang-format off
HEAD
  printf 'inline constexpr std::string_view control_page = R"colb_page('
  cat "$folder/control_page.html"
  cat <<'TAIL'
)colb_page";
// clang-format on

}  // namespace colb::inline COLB_ABI::inner::emu
TAIL
} >"$folder/control_page.hpp"
