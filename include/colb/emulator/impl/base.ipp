// colb: bodies of what the emulated APIs have in common. Included in one translation unit; see src.hpp.
#pragma once

#include <charconv>
#include <chrono>
#include <exception>

#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/emulator/base.hpp>

namespace colb::inline COLB_ABI::inner::emu {

void read(source const& from, type_info const& type, void* object, words const& words) {
  codec::read_options options;
  options.strict = true;
  options.max_memory = std::size_t{64} * 1024 * 1024;
  auto const error = from.flat
                         ? codec::detail::read_flat(from.parameters, type, object, options)
                         : codec::detail::read(from.json.empty() ? "{}" : from.json, type, object, options);
  using reason = codec::read_error::reason;
  switch (error.why) {
    case reason::none:
      return;
    case reason::missing_member:
      return words.missing(error.path);
    case reason::unknown_member:
      return words.unknown(error.path);
    case reason::ill_typed:
      return words.ill_typed(error.path);
    case reason::malformed:
      return words.malformed();
    case reason::too_large:
      return words.too_large();
  }
}

std::string value_of(std::vector<codec::parameter> const& parameters, std::string_view name) {
  for (auto const& [key, value] : parameters) {
    if (key == name) return value;
  }
  return {};
}

std::string take(std::vector<codec::parameter>& parameters, std::string_view name) {
  auto value = value_of(parameters, name);
  std::erase_if(parameters, [&](auto const& parameter) { return parameter.first == name; });
  return value;
}

std::string dotted(std::uint32_t address) {
  return std::to_string(address >> 24) + '.' + std::to_string(address >> 16 & 255) + '.' +
         std::to_string(address >> 8 & 255) + '.' + std::to_string(address & 255);
}

std::uint32_t number_of(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (char const c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::optional<std::int64_t> seconds_of(std::string_view text, char between, std::string_view after) {
  std::string const form = std::string("dddd-dd-dd") + between + "dd:dd:dd" + std::string(after);
  if (text.size() != form.size()) return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i) {
    bool const digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == 'd' ? !digit : text[i] != form[i]) return std::nullopt;
  }
  auto const number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + size, value);
    return value;
  };
  std::chrono::year_month_day const day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!day.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 60) return std::nullopt;
  return std::int64_t{std::chrono::sys_days(day).time_since_epoch().count()} * 86'400 + number(11, 2) * 3600 +
         number(14, 2) * 60 + number(17, 2);
}

// ---- api

answer api::handle(request const& request, emulator::fault const* fault, emulator::call& entry) {
  refusal why;
  try {
    return run(request, fault, entry);
  } catch (refusal const& refused) {
    why = refused;
  } catch (std::exception const& e) {
    why = {std::string(internal_error_), std::string("The emulator failed: ") + e.what()};
  }
  entry.code = why.code;
  return refused(why, request, entry);
}

std::vector<emulator::coverage_row> api::coverage() const {
  std::vector<emulator::coverage_row> rows;
  for (auto const* const each : ordered_) {
    rows.push_back({std::string(name()), std::string(each->name), each->coverage});
  }
  return rows;
}

void api::refuse_if_told(emulator::fault const* fault) const {
  if (!fault || fault->kind != emulator::fault_kind::refuse) return;
  refuse(fault->code.empty() ? std::string(internal_error_) : fault->code,
         fault->message.empty() ? "The emulator was told to refuse this." : fault->message);
}

bool api::region_exists(std::string_view region) const {
  auto const& known = env_.options.regions;
  if (!known.empty()) return contains(known, region);
  auto const dash = region.find('-');
  return dash != region.npos && dash >= 2 && dash + 1 < region.size() &&
         region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == region.npos;
}

bool api::too_far_off(std::int64_t seconds) const {
  auto const now = env_.unix_time();
  auto const skew = env_.options.clock_skew.count();
  return seconds > now + skew || seconds < now - skew;
}

}  // namespace colb::inline COLB_ABI::inner::emu
