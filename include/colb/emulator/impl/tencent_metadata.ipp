// colb: Tencent Cloud's metadata service in the emulator. Included in one translation unit; see src.hpp.
#pragma once

#include <chrono>
#include <memory>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <colb/emulator/metadata.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

class metadata_service final : public metadata {
 public:
  explicit metadata_service(environment& environment) : metadata(environment) {}

  std::string_view name() const override { return "tencent.metadata"; }
  bool serves(request const& head) const override {
    auto const path = head.path();
    return path.starts_with(keys) || path == region;
  }
  std::optional<std::string> action_of(request const& request, bool) const override {
    if (request.path() == region) return "region";
    return request.path() == keys ? "role" : "keys";
  }

  answer handle(request const& request, emulator::fault const*, emulator::call&) override {
    if (request.method != "GET") return text(405, "");
    if (request.path() == region) return text(200, region_or("ap-guangzhou"));
    auto const& role = env_.options.instance_role;
    auto const asked = rest_of(request.path(), keys);
    if (role.empty() || !asked || (!asked->empty() && *asked != role)) return text(404, "");
    if (asked->empty()) return text(200, role);
    auto const& given = keys_of_role("tencent", "AKID", "qcs::cam::uin/100000000001:roleName/" + role);
    auto const end =
        std::chrono::duration_cast<std::chrono::seconds>(given.expires.time_since_epoch()).count();
    boost::json::object const answer{{"TmpSecretId", given.id},
                                     {"TmpSecretKey", given.key},
                                     {"ExpiredTime", end},
                                     {"Token", given.token},
                                     {"Expiration", iso_date_and_time(end)},
                                     {"Code", "Success"}};
    return text(200, boost::json::serialize(answer));
  }

 private:
  static constexpr std::string_view keys = "/latest/meta-data/cam/security-credentials/";
  static constexpr std::string_view region = "/latest/meta-data/placement/region";
};

namespace {
service_entry const metadata_entry{"tencent.metadata", 4,
                                   [](environment& environment) -> std::unique_ptr<service> {
                                     return std::make_unique<metadata_service>(environment);
                                   }};
}  // namespace

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
