// Files, answers and commands that hold keys: whatever stands in them, they are read or refused.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <colb/aliyun/sources.hpp>
#include <colb/credentials.hpp>
#include <colb/engine/key_cache.hpp>
#include <colb/resilience/skew.hpp>
#include <colb/tencent/sources.hpp>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view const text(reinterpret_cast<char const*>(data) + 1, size - 1);
  colb::inner::world here;
  here.variable = [](std::string const& name) -> std::optional<std::string> {
    if (name == "HOME") return "/home/u";
    return std::nullopt;
  };
  here.read = [&](std::string const&) {
    colb::inner::world::file file;
    file.there = true;
    file.text = text;
    return file;
  };
  colb::inner::vendor_sources const& vendor =
      data[0] & 1 ? colb::aliyun::sources() : colb::tencent::sources();
  auto const profile = colb::credentials::from_profile("", data[0] & 2 ? "/f" : "");
  auto plans = colb::inner::resolve(profile, vendor, here);
  (void)colb::inner::reasons(plans);
  (void)vendor.read_keys(text, true);
  colb::inner::plan plan;
  plan.kind = colb::inner::plan::what::instance_role;
  auto const talk = vendor.ask_metadata(plan);
  for (int steps = 0; talk->next(); ++steps) {
    if (steps > 3) __builtin_trap();
    talk->answered(200, text);
  }
  (void)talk->result();
  (void)colb::inner::split_words(text);
  (void)colb::inner::parse_iso_time(text);
  (void)colb::inner::parse_http_date(text);
  return 0;
}
