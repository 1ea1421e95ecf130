// colb: what Alibaba Cloud's APIs in the emulator have in common: how they refuse, and their way in.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include <colb/emulator/base.hpp>
#include <colb/emulator/keys.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

// ---- how Alibaba Cloud refuses

[[noreturn]] inline void missing(std::string const& parameter) {
  refuse("MissingParameter", "The input parameter " + parameter +
                                 " that is mandatory for processing this request is not supplied.");
}
[[noreturn]] inline void not_valid(std::string const& parameter) {
  refuse("InvalidParameter", "The specified parameter " + parameter + " is not valid.");
}

/// The keys that an ID and a token stand for; refuses those that open nothing.
keyring::finding open_with(environment& environment, std::string_view access_key_id, std::string_view token);

/// What goes with every request, whichever way it came.
struct common_parameters {
  std::string action{};
  std::string version{};
  std::string timestamp{};
  std::string nonce{};
  std::string access_key_id{};
  std::string token{};
};

/// Used up nonces, shared by all APIs of a cloud.
class nonces {
 public:
  explicit nonces(environment& environment) : env_(environment) {}
  /// Once the signature is known to be right: a forged request must not use up a nonce.
  void use(std::string const& nonce);

 private:
  environment& env_;
  std::set<std::string> seen_{};
  std::deque<std::pair<std::int64_t, std::set<std::string>::iterator>> oldest_first_{};
};

/// An RPC API: parameters signed by HMAC-SHA1, or headers by ACS3.
class rpc_api : public api {
 public:
  std::optional<std::string> action_of(request const& request, bool has_body) const final;

 protected:
  /// @param host What refusals name.
  rpc_api(environment& environment, emu::tables const& tables, std::span<note const> notes,
          std::string_view host);

  static bool is_form(request const& request);
  static bool is_acs3(request const& request);
  static std::optional<std::vector<codec::parameter>> parameters_of(request const& request);

  answer refused(refusal const& refused, request const& request, emulator::call& entry) final;
  /// As the sender wants it.
  static answer respond(request const& request, std::string const& root, boost::json::object members,
                        std::string const& request_id);
  virtual int status_of(std::string_view code, std::string_view message) const = 0;

  /// A new request ID, as the vendor writes them.
  std::string new_request_id();
  /// Checks identity, signature and time, and takes the common parameters out.
  common_parameters let_in(request const& request, std::vector<codec::parameter>& parameters);
  /// Takes the common parameters of a request out that needs no signature.
  common_parameters let_in_unsigned(std::vector<codec::parameter>& parameters) const;

 private:
  void check_time(std::string const& timestamp) const;
  keyring::finding check_common(common_parameters const& common) const;
  common_parameters let_in_by_parameters(request const& request, std::vector<codec::parameter>& parameters);
  common_parameters let_in_by_header(request const& request, std::vector<codec::parameter>& parameters);

  std::string_view host_;
  std::shared_ptr<nonces> nonces_;
};

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
