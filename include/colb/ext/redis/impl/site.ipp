// colb: the bodies of site.hpp.
#pragma once

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

#include <colb/codec/percent.hpp>
#include <colb/ext/redis/site.hpp>

namespace colb::inline COLB_ABI::inner {

namespace redis_text {

[[noreturn]] inline void refuse_url(std::string_view why) {
  throw std::invalid_argument(".url: " + std::string(why) +
                              "; write redis://[[user]:password@]host[:port][/database], or rediss://…");
}

inline std::string decoded(std::string_view text) {
  auto out = codec::percent_decode(text, false);
  if (!out) refuse_url("a % in user or password is not followed by two digits");
  return *std::move(out);
}

/// Without a port it is Redis' own.
inline std::string with_port(std::string_view place) {
  std::string out(place);
  auto const colon = out.find(':', out.starts_with('[') ? std::min(out.find(']'), out.size()) : 0);
  if (colon == out.npos) out += ":6379";
  return out;
}

}  // namespace redis_text

COLB_DECL redis_site parse_redis_url(std::string_view url) {
  using namespace redis_text;
  redis_site out;
  auto const scheme = url.substr(0, std::min(url.find("://"), url.size()));
  if (scheme != "redis" && scheme != "rediss") refuse_url("it begins with neither redis:// nor rediss://");
  url.remove_prefix(scheme.size() + 3);
  // The last one: a password may be written with a bare @.
  if (auto const at = url.rfind('@'); at != url.npos) {
    std::string_view const who = url.substr(0, at);
    url.remove_prefix(at + 1);
    auto const colon = who.find(':');
    if (colon == who.npos) refuse_url("there is a user without a password");
    out.has_password = true;
    out.user = decoded(who.substr(0, colon));
    out.password = decoded(who.substr(colon + 1));
  }
  if (url.find_first_of("?#") != url.npos) refuse_url("there is no ? or # in it");
  if (auto const slash = url.find('/'); slash != url.npos) {
    std::string_view const number = url.substr(slash + 1);
    url = url.substr(0, slash);
    auto const [end, ec] = std::from_chars(number.data(), number.data() + number.size(), out.database);
    bool const whole = ec == std::errc() && end == number.data() + number.size();
    if (!number.empty() && (!whole || out.database < 0)) refuse_url("the database is not a number");
  }
  try {
    out.to = parse_endpoint("https://" + with_port(url));
  } catch (std::invalid_argument const&) {
    refuse_url("host or port are wrong");
  }
  out.to.tls = scheme == "rediss";
  return out;
}

COLB_DECL std::string redis_words(redis_site const& of, std::string_view text) {
  std::string out(text);
  for (std::string const* const secret : {&of.password, &of.user}) {
    if (secret->empty()) continue;
    for (auto at = out.find(*secret); at != out.npos; at = out.find(*secret, at + 3))
      out.replace(at, secret->size(), "***");
  }
  out.resize(std::min<std::size_t>(out.size(), 200));
  for (char& c : out)
    if (c < 0x20 || c > 0x7e) c = '.';
  return out;
}

}  // namespace colb::inline COLB_ABI::inner
