// colb: what can go wrong, the same across vendors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <colb/engine/share.hpp>
#include <colb/engine/task_handle.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// What became of one of the resources that a request named.
struct outcome {
  std::string resource{};  ///< Its ID.
  std::string code{};      ///< The vendor's code; empty: it was served.
  std::string message{};   ///< The vendor's own words.
  std::optional<colb::task>
      task{};  ///< What goes on for it in the cloud, where the service starts a task for each.

  bool ok() const noexcept { return code.empty(); }
};

/// What an error means, whatever the vendor calls it. `error.code() == condition::throttled` and so on.
///
/// A code may meet two conditions: a change that timed out after it was sent is both `timed_out` and
/// `outcome_unknown`.
enum class condition : std::uint8_t {
  authentication = 1,    ///< The credentials are wrong, expired, or the signature or clock is off.
  permission,            ///< The credentials are good and may not do this.
  throttled,             ///< Too many requests; later it may work.
  quota_exceeded,        ///< A quota of the account is used up.
  not_found,             ///< What the request names does not exist.
  conflict,              ///< The resource is busy or in the wrong state; later it may work.
  invalid_request,       ///< The request is wrong: a parameter, the Action, the configuration of the client.
  insufficient_balance,  ///< The account cannot pay for it.
  sold_out,              ///< The cloud has no more of it.
  unavailable,           ///< The service failed inside, or cannot be reached.
  unsupported,           ///< The service does not do this here.
  task_failed,           ///< The request was accepted and its task then failed.
  timed_out,             ///< A time limit of the client passed.
  outcome_unknown,       ///< The change may or may not have happened: look before repeating it.
  malformed_response,    ///< The answer is not what the protocol says.
  cancelled,             ///< The caller cancelled the operation.
  dns,                   ///< The host name could not be resolved.
  tls,                   ///< The TLS handshake or the verification of the server failed.
  partial_success,       ///< Of several resources some were served and some not: see `error::outcomes()`.
  proxy                  ///< The proxy refused, or could not be reached: nothing was sent to the service.
};

namespace inner {

inline constexpr int also_outcome_unknown = 0x100;

/// The condition as a few words.
char const* sentence(condition c);

std::error_category const& condition_category();
std::error_category const& error_category();

/// All that an error says.
struct error_info {
  colb::condition condition = condition::unavailable;
  bool outcome_unknown = false;  ///< An attempt may have changed something that nobody saw.
  std::string vendor_code{};
  std::string vendor_message{};
  std::string request_id{};
  int http_status = 0;
  std::string action{};
  int attempts = 0;
  std::optional<colb::task> task{};
  std::error_code cause{};
  std::string detail{};  ///< What the client itself has to say; never a secret.
  std::vector<outcome> outcomes{};
  bool may_pass = false;        ///< It may pass by itself: a wait goes on over it.
  std::exception_ptr thrown{};  ///< What a part of the program threw, when that is the cause.
};

/// A text from outside, fit for one line of a log or a terminal: control characters, separators of lines and
/// marks of the direction of writing become blanks, what is no UTF-8 becomes U+FFFD.
/// @param most bytes of it; the rest is left out.
std::string printable(std::string_view text, std::size_t most);

/// What `error::what()` says.
std::string describe_error(error_info const& info);

}  // namespace inner

inline std::error_condition make_error_condition(condition c) noexcept {
  return {static_cast<int>(c), inner::condition_category()};
}

}  // namespace colb::inline COLB_ABI

template <>
struct std::is_error_condition_enum<colb::condition> : std::true_type {};

namespace colb::inline COLB_ABI {

/// Every failure of a call, a wait or a page.
///
/// `code()` compares with `condition` across vendors (and with `std::errc::timed_out` and
/// `operation_canceled`); `what()` is one readable line. Neither holds a secret. Copies share their data and
/// do not throw.
class error : public std::system_error {
 public:
  explicit error(inner::error_info info)
      : std::system_error(
            static_cast<int>(info.condition) | (info.outcome_unknown ? inner::also_outcome_unknown : 0),
            inner::error_category()),
        data_(inner::share<data const>(std::move(info))) {}

  char const* what() const noexcept override { return data_->text.c_str(); }

  /// The vendor's own code, such as `InvalidParameter.PortCheckFailed`; empty when no vendor spoke.
  std::string const& vendor_code() const noexcept { return data_->info.vendor_code; }
  /// The vendor's own words.
  std::string const& vendor_message() const noexcept { return data_->info.vendor_message; }
  /// What the vendor's support asks for; empty when there was no answer.
  std::string const& request_id() const noexcept { return data_->info.request_id; }
  /// Of the last answer; 0 when there was none.
  int http_status() const noexcept { return data_->info.http_status; }
  /// The Action that failed.
  std::string const& action() const noexcept { return data_->info.action; }
  /// How many requests were tried.
  int attempts() const noexcept { return data_->info.attempts; }
  /// The task that failed, or that goes on although the client gave up waiting for it.
  std::optional<colb::task> const& task() const noexcept { return data_->info.task; }
  /// What became of each resource, where the service tells: of `condition::partial_success` all of them.
  std::vector<outcome> const& outcomes() const noexcept { return data_->info.outcomes; }
  /// The error below, of the system, Asio or OpenSSL; empty when there is none.
  std::error_code const& cause() const noexcept { return data_->info.cause; }

  /// What a part of the program threw (a predicate, a resolver, a source of randomness), where that is what
  /// failed; otherwise null.
  std::exception_ptr const& thrown() const noexcept { return data_->info.thrown; }

  /// For colb's own code: everything at once.
  inner::error_info const& info() const noexcept { return data_->info; }

 private:
  struct data {
    inner::error_info info;
    std::string text;
    explicit data(inner::error_info i) : info(std::move(i)), text(inner::describe_error(info)) {}
  };
  std::shared_ptr<data const> data_;
};

/// The error inside an exception pointer, or null when it is another exception or none.
///
/// The pointer stays valid as long as `failure` (or a copy of it) does.
error const* get_error(std::exception_ptr const& failure) noexcept;

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/error.ipp>
#endif
