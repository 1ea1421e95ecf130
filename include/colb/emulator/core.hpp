// colb: the emulated cloud without its network: routing, the fault plan and the journal.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <colb/emulator/service.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// Thread safety: every member may be called from any thread.
class core {
 public:
  explicit core(emulator::options options);
  ~core();

  /// Executes a whole request. Faults of connections are in `answer::play`, for the caller to play.
  answer handle(request const& request);

  /// The fault that a request meets, decided once for each request.
  struct plan_t {
    bool decided = false;
    std::optional<emulator::fault> fault{};
  };
  /// Decides, unless the Action is not known before the body has been read.
  plan_t decide(request const& request, bool has_body);
  answer handle(request const& request, plan_t const& plan);

  /// Counts a connection; true: reset it.
  bool connection_accepted();
  void handshake_done();

  void inject(emulator::fault fault);
  void clear_faults();
  void serve(std::string_view service, std::string_view action, emulator::handler function);
  std::vector<emulator::call> calls() const;
  emulator::counters counters() const;

  colb::credentials const& credentials() const { return environment_.options.credentials; }
  std::shared_ptr<colb::clock> const& clock() const { return environment_.clock(); }
  std::vector<std::string> host_names() const;
  std::vector<emulator::coverage_row> coverage() const;

 private:
  struct planned {
    emulator::fault fault;
    std::size_t seen = 0;
  };

  service* route(request const& request) const;
  std::optional<emulator::fault> pick(std::string const& action, bool connecting);
  answer execute(request const& request, plan_t const& plan, emulator::call& entry);

  mutable std::mutex mutex_;
  environment environment_;
  std::vector<std::unique_ptr<service>> services_;
  std::deque<planned> faults_{};
  std::deque<emulator::call> calls_{};
  emulator::counters counters_{};
};

}  // namespace colb::inline COLB_ABI::inner::emu
