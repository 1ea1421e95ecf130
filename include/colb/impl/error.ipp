// colb: the bodies of error.hpp.
#pragma once

#include <exception>
#include <string>
#include <system_error>

#include <colb/error.hpp>
#include <colb/task.hpp>

namespace colb::inline COLB_ABI {

namespace inner {

COLB_DECL char const* sentence(condition c) {
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
    case condition::proxy:
      return "the proxy did not connect";
  }
  return "unknown condition";
}

class condition_category_t final : public std::error_category {
 public:
  char const* name() const noexcept override { return "colb.condition"; }
  std::string message(int value) const override { return sentence(static_cast<condition>(value)); }
};

COLB_DECL std::error_category const& condition_category() {
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

COLB_DECL std::error_category const& error_category() {
  static error_category_t const category;
  return category;
}

COLB_DECL std::string describe_error(error_info const& info) {
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

COLB_DECL error const* get_error(std::exception_ptr const& failure) noexcept {
  if (!failure) return nullptr;
  try {
    std::rethrow_exception(failure);
  } catch (error const& e) {
    return &e;
  } catch (...) {
    return nullptr;
  }
}

}  // namespace colb::inline COLB_ABI
