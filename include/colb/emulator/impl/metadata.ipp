// colb: bodies of what the emulated metadata services have in common. Included in one translation unit; see
// src.hpp.
#pragma once

#include <chrono>
#include <utility>

#include <colb/codec/percent.hpp>
#include <colb/emulator/metadata.hpp>

namespace colb::inline COLB_ABI::inner::emu {

temporary_keys const& metadata::keys_of_role(std::string_view vendor, std::string_view id_prefix,
                                             std::string role) {
  auto const life = env_.options.role_key_life;
  if (!current_ || current_->expires - env_.now() <= life / 2)
    current_ = env_.shared<keyring>()->issue(vendor, id_prefix, life, std::move(role), "instance");
  return *current_;
}

std::optional<std::string> metadata::rest_of(std::string_view path, std::string_view beginning) {
  if (!path.starts_with(beginning)) return std::nullopt;
  return codec::percent_decode(path.substr(beginning.size()), false);
}

std::string metadata::region_or(std::string_view usual) const {
  auto const& all = env_.options.regions;
  return all.empty() ? std::string(usual) : all.front();
}

}  // namespace colb::inline COLB_ABI::inner::emu
