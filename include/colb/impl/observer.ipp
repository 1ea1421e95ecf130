// colb: the bodies of observer.hpp.
#pragma once

#include <cstddef>

#include <colb/observer.hpp>

namespace colb::inline COLB_ABI {

namespace observer_text {

template <std::size_t N, class Enum>
constexpr std::string_view name(std::string_view const (&names)[N], Enum which, std::size_t first = 0) {
  auto const at = static_cast<std::size_t>(which) - first;
  return at < N ? names[at] : std::string_view("unknown");
}

}  // namespace observer_text

COLB_DECL std::string_view to_string(event_kind kind) noexcept {
  static constexpr std::string_view names[] = {"operation_started",
                                               "lane_queued",
                                               "lane_entered",
                                               "lane_left",
                                               "rate_queued",
                                               "paced",
                                               "attempt_started",
                                               "credentials_renewed",
                                               "connection_opened",
                                               "connection_resumed",
                                               "connection_reused",
                                               "sent",
                                               "answered",
                                               "failed",
                                               "clock_corrected",
                                               "repeating",
                                               "looked",
                                               "operation_ended",
                                               "connection_closed",
                                               "coordinator_lost",
                                               "credentials_not_renewed"};
  return observer_text::name(names, kind);
}

COLB_DECL std::string_view to_string(operation_kind kind) noexcept {
  static constexpr std::string_view names[] = {"call",   "call_and_wait", "wait", "wait_until",
                                               "finish", "page",          "check"};
  return observer_text::name(names, kind);
}

COLB_DECL std::string_view to_string(task_state state) noexcept {
  static constexpr std::string_view names[] = {"running", "succeeded", "failed", "unknown", "missing"};
  return observer_text::name(names, state);
}

COLB_DECL std::string_view to_string(condition c) noexcept {
  static constexpr std::string_view names[] = {"authentication",
                                               "permission",
                                               "throttled",
                                               "quota_exceeded",
                                               "not_found",
                                               "conflict",
                                               "invalid_request",
                                               "insufficient_balance",
                                               "sold_out",
                                               "unavailable",
                                               "unsupported",
                                               "task_failed",
                                               "timed_out",
                                               "outcome_unknown",
                                               "malformed_response",
                                               "cancelled",
                                               "dns",
                                               "tls",
                                               "partial_success",
                                               "proxy"};
  return observer_text::name(names, c, 1);
}

}  // namespace colb::inline COLB_ABI
