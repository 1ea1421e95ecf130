// colb: Alibaba Cloud's metadata service in the emulator. Included in one translation unit; see src.hpp.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <colb/codec/json.hpp>
#include <colb/emulator/metadata.hpp>

namespace colb::inline COLB_ABI::inner::emu {
std::string drawn(std::mt19937_64& from, std::string_view alphabet, std::size_t count);  // of core.ipp
}

namespace colb::inline COLB_ABI::inner::emu::aliyun {

class metadata_service final : public metadata {
 public:
  explicit metadata_service(environment& environment)
      : metadata(environment), random_(environment.options.seed ^ 0x6d657461) {}

  std::string_view name() const override { return "aliyun.metadata"; }
  bool serves(request const& head) const override {
    auto const path = head.path();
    return path == handshake || path.starts_with(keys) || path == region;
  }
  std::optional<std::string> action_of(request const& request, bool) const override {
    if (request.path() == handshake) return "handshake";
    if (request.path() == region) return "region";
    return request.path() == keys ? "role" : "keys";
  }

  answer handle(request const& request, emulator::fault const*, emulator::call&) override {
    if (request.path() == handshake) return shake_hands(request);
    if (request.method != "GET") return text(405, "");
    auto const token = request.header("X-aliyun-ecs-metadata-token");
    if (token.empty() ? env_.options.metadata_handshake : !is_good(token)) return text(403, "");
    if (request.path() == region) return text(200, region_or("cn-hangzhou"));
    auto const& role = env_.options.instance_role;
    auto const asked = rest_of(request.path(), keys);
    if (role.empty() || !asked || (!asked->empty() && *asked != role)) return text(404, "");
    if (asked->empty()) return text(200, role + '\n');
    auto const& given = keys_of_role("aliyun", "STS.NT", "acs:ram::1000000000000001:role/" + role);
    boost::json::object const answer{{"AccessKeyId", given.id},
                                     {"AccessKeySecret", given.key},
                                     {"Expiration", iso(given.expires)},
                                     {"SecurityToken", given.token},
                                     {"LastUpdated", iso(given.expires - env_.options.role_key_life)},
                                     {"Code", "Success"}};
    return text(200, boost::json::serialize(answer));
  }

 private:
  static constexpr std::string_view handshake = "/latest/api/token";
  static constexpr std::string_view keys = "/latest/meta-data/ram/security-credentials/";
  static constexpr std::string_view region = "/latest/meta-data/region-id";

  using time = std::chrono::system_clock::time_point;

  static std::string iso(time at) {
    return iso_date_and_time(std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count());
  }

  bool is_good(std::string_view token) const {
    auto const found = handshakes_.find(token);
    return found != handshakes_.end() && env_.now() < found->second;
  }

  answer shake_hands(request const& request) {
    if (request.method != "PUT") return text(405, "");
    auto const seconds =
        codec::detail::parse_number<std::int64_t>(request.header("X-aliyun-ecs-metadata-token-ttl-seconds"));
    if (!seconds || *seconds < 1 || *seconds > 21'600) return text(400, "");
    std::erase_if(handshakes_, [&](auto const& each) { return each.second <= env_.now(); });
    constexpr std::size_t most = 10'000;
    if (handshakes_.size() >= most) handshakes_.erase(handshakes_.begin());
    auto token = drawn(random_, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 56);
    env_.change();
    handshakes_[token] = env_.now() + std::chrono::seconds(*seconds);
    return text(200, std::move(token));
  }

  std::mt19937_64 random_;
  std::map<std::string, time, std::less<>> handshakes_{};
};

namespace {
service_entry const metadata_entry{"aliyun.metadata", 5,
                                   [](environment& environment) -> std::unique_ptr<service> {
                                     return std::make_unique<metadata_service>(environment);
                                   }};
}  // namespace

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
