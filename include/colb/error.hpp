// colb: what can go wrong, the same across vendors.
#pragma once

#include <cstdint>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <colb/task.hpp>

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
  partial_success        ///< Of several resources some were served and some not: see `error::outcomes()`.
};

namespace inner {

inline constexpr int also_outcome_unknown = 0x100;

inline char const* sentence(condition c) {
  switch (c) {
    case condition::authentication:
      return "the credentials or the signature were refused";
    case condition::permission:
      return "the credentials may not do this";
    case condition::throttled:
      return "too many requests";
    case condition::quota_exceeded:
      return "a quota is used up";
    case condition::not_found:
      return "it does not exist";
    case condition::conflict:
      return "the resource is busy or in the wrong state";
    case condition::invalid_request:
      return "the request is wrong";
    case condition::insufficient_balance:
      return "the account's balance is too low";
    case condition::sold_out:
      return "sold out";
    case condition::unavailable:
      return "the service is unavailable";
    case condition::unsupported:
      return "not supported here";
    case condition::task_failed:
      return "the task failed";
    case condition::timed_out:
      return "timed out";
    case condition::outcome_unknown:
      return "it is unknown whether the change happened";
    case condition::malformed_response:
      return "the answer is malformed";
    case condition::cancelled:
      return "cancelled";
    case condition::dns:
      return "the host name was not resolved";
    case condition::tls:
      return "TLS failed";
    case condition::partial_success:
      return "done for some of the resources only";
  }
  return "unknown condition";
}

class condition_category_t final : public std::error_category {
 public:
  char const* name() const noexcept override { return "colb.condition"; }
  std::string message(int value) const override { return sentence(static_cast<condition>(value)); }
};

inline std::error_category const& condition_category() {
  static condition_category_t const category;
  return category;
}

class error_category_t final : public std::error_category {
 public:
  char const* name() const noexcept override { return "colb"; }
  std::string message(int value) const override {
    std::string text = sentence(static_cast<condition>(value & 0xff));
    if (value & also_outcome_unknown) {
      text += "; ";
      text += sentence(condition::outcome_unknown);
    }
    return text;
  }
  bool equivalent(int value, std::error_condition const& other) const noexcept override {
    if (other.category() == condition_category()) {
      return other.value() == (value & 0xff) ||
             ((value & also_outcome_unknown) &&
              other.value() == static_cast<int>(condition::outcome_unknown));
    }
    if (other == std::errc::timed_out) return (value & 0xff) == static_cast<int>(condition::timed_out);
    if (other == std::errc::operation_canceled)
      return (value & 0xff) == static_cast<int>(condition::cancelled);
    return false;
  }
};

inline std::error_category const& error_category() {
  static error_category_t const category;
  return category;
}

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
};

inline std::string describe_error(error_info const& info) {
  std::string text = info.action.empty() ? std::string("colb") : info.action;
  text += ": ";
  if (!info.vendor_code.empty()) {
    text += info.vendor_code;
    if (!info.vendor_message.empty()) {
      text += ": ";
      text += info.vendor_message;
    }
    text += " [";
    text += sentence(info.condition);
    text += ']';
  } else {
    text += sentence(info.condition);
  }
  if (!info.detail.empty()) {
    text += ": ";
    text += info.detail;
  }
  for (outcome const& one : info.outcomes) {
    if (one.ok()) continue;
    text += "; ";
    text += one.resource + ": " + one.code;
    if (!one.message.empty()) text += ": " + one.message;
  }
  if (info.outcome_unknown && info.condition != condition::outcome_unknown) {
    text += "; ";
    text += sentence(condition::outcome_unknown);
  }
  std::string facts;
  auto const add = [&facts](std::string const& fact) {
    facts += facts.empty() ? " (" : ", ";
    facts += fact;
  };
  if (info.http_status != 0 && info.http_status != 200) add("HTTP " + std::to_string(info.http_status));
  if (!info.request_id.empty()) add("request " + info.request_id);
  if (info.attempts > 1) add(std::to_string(info.attempts) + " attempts");
  if (info.task) add("task " + to_string(*info.task));
  if (!facts.empty()) facts += ')';
  text += facts;
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return text;
}

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
        data_(std::make_shared<data const>(std::move(info))) {}

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
inline error const* get_error(std::exception_ptr const& failure) noexcept {
  if (!failure) return nullptr;
  try {
    std::rethrow_exception(failure);
  } catch (error const& e) {
    return &e;
  } catch (...) {
    return nullptr;
  }
}

inline std::string to_string(task const& task) {
  auto const append = [](std::string& out, std::string_view part) {
    constexpr char hex[] = "0123456789ABCDEF";
    for (char c : part) {
      bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                         c == '-' || c == '_' || c == '.';
      if (plain) {
        out += c;
      } else {
        out += '%';
        out += hex[static_cast<unsigned char>(c) >> 4];
        out += hex[static_cast<unsigned char>(c) & 15];
      }
    }
  };
  std::string out = "colb1";
  for (std::string_view part : {std::string_view(task.service), std::string_view(task.version),
                                std::string_view(task.region), std::string_view(task.action)}) {
    append(out += ':', part);
  }
  for (std::string const& id : task.ids) append(out += ':', id);
  return out;
}

inline task task::parse(std::string_view text) {
  auto const refuse = [] {
    inner::error_info info;
    info.condition = condition::invalid_request;
    info.detail =
        "this text is not a task: give what colb::to_string(task) wrote "
        "(colb1:service:version:region:Action:id)";
    throw error(std::move(info));
  };
  auto const digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
  };
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ':') {
      parts.emplace_back();
    } else if (text[i] != '%') {
      parts.back() += text[i];
    } else {
      int const high = i + 2 < text.size() ? digit(text[i + 1]) : -1;
      int const low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) refuse();
      parts.back() += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (parts.size() < 6 || parts[0] != "colb1" || parts[1].empty() || parts[4].empty()) refuse();
  return {std::move(parts[1]), std::move(parts[2]), std::move(parts[3]), std::move(parts[4]),
          std::vector<std::string>(std::make_move_iterator(parts.begin() + 5),
                                   std::make_move_iterator(parts.end()))};
}

}  // namespace colb::inline COLB_ABI
