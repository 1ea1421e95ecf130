// colb: what the emulated metadata services of instances have in common.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <colb/emulator/keys.hpp>
#include <colb/emulator/service.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// A metadata service: plain HTTP, nothing is signed.
class metadata : public service {
 public:
  std::vector<std::string> host_names() const final { return {}; }
  std::vector<emulator::coverage_row> coverage() const final { return {}; }
  bool plain() const final { return true; }

 protected:
  explicit metadata(environment& environment) : env_(environment) {}

  static answer text(int status, std::string body) {
    return {status, "text/plain", std::move(body), std::nullopt};
  }
  /// The instance's keys: the same ones until half of their life is over.
  temporary_keys const& keys_of_role(std::string_view vendor, std::string_view id_prefix, std::string role);
  /// What follows a path's beginning, percent-decoded; nothing when it begins otherwise.
  static std::optional<std::string> rest_of(std::string_view path, std::string_view beginning);
  /// The region that the instance is in.
  std::string region_or(std::string_view usual) const;

  environment& env_;

 private:
  std::optional<temporary_keys> current_{};
};

}  // namespace colb::inline COLB_ABI::inner::emu
