// colb: an observer that keeps what it was told.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <colb/observer.hpp>
#include <colb/text_log.hpp>

namespace colb::test {

/// An event, with copies of its texts.
struct told {
  explicit told(event const& e)
      : facts(e),
        line(text_log::line(e)),
        action(e.action),
        service(e.service),
        region(e.region),
        vendor_code(e.vendor_code),
        request_id(e.request_id),
        why(e.why),
        task(e.task),
        host(e.host),
        resources(e.resources.begin(), e.resources.end()) {}

  /// Kind and what matters most of it, such as `answered 1 throttled`.
  std::string brief() const {
    std::string out(to_string(facts.kind));
    if (facts.attempt != 0) out += ' ' + std::to_string(facts.attempt);
    if (facts.condition) out.append(" ").append(to_string(*facts.condition));
    if (facts.kind == event_kind::looked) out.append(" ").append(to_string(facts.state));
    if (facts.kind == event_kind::connection_closed) out.append(" ").append(to_string(facts.closed));
    return out;
  }

  event facts;
  std::string line, action, service, region, vendor_code, request_id, why, task, host;
  std::vector<std::string> resources;
};

class recorder final : public observer {
 public:
  void on(event const& e) override {
    all.emplace_back(e);
    if (then) then(e);
  }

  /// What was told since the last time it was asked, in short.
  std::vector<std::string> briefs() {
    std::vector<std::string> out;
    for (; read_ < all.size(); ++read_) out.push_back(all[read_].brief());
    return out;
  }
  std::vector<told> of(event_kind kind) const {
    std::vector<told> out;
    for (told const& each : all)
      if (each.facts.kind == kind) out.push_back(each);
    return out;
  }

  std::vector<told> all{};
  std::function<void(event const&)> then{};

 private:
  std::size_t read_ = 0;
};

}  // namespace colb::test
