// colb: what Tencent's APIs in the emulator have in common: how they refuse, and API 3.0's way in.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <colb/emulator/base.hpp>
#include <colb/emulator/keys.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- how Tencent refuses

[[noreturn]] inline void missing(std::string const& parameter) {
  refuse("MissingParameter", "The request is missing a required parameter `" + parameter + "`.");
}
[[noreturn]] inline void bad_value(std::string const& parameter, std::string const& why) {
  refuse("InvalidParameterValue", "The value of parameter `" + parameter + "` is not valid: " + why + ".");
}

extern words const says;

/// The keys that an ID and a token stand for; refuses those that open nothing.
keyring::finding open_with(environment& environment, std::string_view secret_id, std::string_view token);

/// What the vendor calls common parameters, whichever way they came.
struct common_parameters {
  std::string action{};
  std::string version{};
  std::string timestamp{};
  std::string region{};
  std::string token{};
  std::string secret_id{};
};

/// An API 3.0: JSON signed with TC3, and the older way with signed parameters.
class api_3 : public api {
 public:
  std::optional<std::string> action_of(request const& request, bool has_body) const final;

 protected:
  /// @param scope What stands in the credential's scope.
  api_3(environment& environment, emu::tables const& tables, std::span<note const> notes,
        std::string_view scope, std::string_view version)
      : api(environment, "InternalError", tables, notes), service_(scope), version_(version) {}

  static bool is_form(request const& request);
  static answer respond(std::string members, std::string const& request_id);
  answer refused(refusal const& refused, request const& request, emulator::call& entry) final;

  /// Where the parameters are. Refuses methods and forms that there are not.
  source source_of(request const& request) const;
  /// Checks identity, signature and time, and takes the common parameters out.
  /// @param unsigned_action An Action that may come unsigned.
  common_parameters let_in(request const& request, source& from, std::string_view unsigned_action = {}) const;
  void check_version(common_parameters const& common) const;
  void check_region(std::string const& region) const;

 private:
  std::int64_t check_timestamp(std::string const& text) const;
  bool is_service(std::string_view name, std::string_view host) const;
  common_parameters let_in_by_header(request const& request, std::string_view unsigned_action) const;
  common_parameters let_in_by_parameters(request const& request,
                                         std::vector<codec::parameter>& parameters) const;

  std::string_view service_;
  std::string_view version_;
};

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
