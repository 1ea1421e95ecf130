// colb: the emulated cloud without its network: routing, the fault plan and the journal.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include <colb/emulator/service.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// A fault of the plan, and how many calls it has met.
struct planned {
  emulator::fault fault;
  std::size_t seen = 0;
};

/// What may happen to a cloud's state.
enum class event_kind : std::uint8_t {
  call,      ///< `request` was executed.
  look,      ///< The state was looked at, which let happen what was due.
  advance,   ///< The clock was moved by `by`.
  end_task,  ///< The task `id` was ended.
  reset,     ///< It began anew; what came before counts no more.
  plan       ///< Only the fault plan changed.
};

/// Something that changed the cloud's state, or may have. All of them in their order, repeated by a new cloud
/// with the same options, make the same state.
struct event {
  event_kind what = event_kind::call;
  moment at{};                 ///< When, by the cloud's clocks.
  std::uint64_t requests = 0;  ///< How many requests had drawn a number before.
  inner::emu::request request{};
  std::optional<emulator::fault> fault{};                   ///< call: what the service was told of.
  std::shared_ptr<boost::json::object const> own_answer{};  ///< call: of a function of the user's.
  inner::emu::answer answer{};                              ///< call: what it came to.
  std::chrono::milliseconds by{};                           ///< advance
  std::string id{};                                         ///< end_task
  bool fail = false;                                        ///< end_task
  std::optional<std::vector<planned>> plan{};               ///< The fault plan, if it has changed since.
};

/// Told of every event before anything of it is answered, one at a time.
class recorder {
 public:
  virtual ~recorder() = default;
  /// @throws std::exception when the event cannot be kept; the cloud then answers no call any more.
  virtual void record(event const& happened) = 0;
  /// The cloud stops; `standing` tells no more than the time and the number of requests.
  virtual void close(event const& standing) = 0;
};

/// Thread safety: every member may be called from any thread, but `repeat` and `record_to`, which come first.
class core {
 public:
  explicit core(emulator::options options);
  core(core const&) = delete;
  core& operator=(core const&) = delete;
  ~core();

  /// Has an event happen again.
  /// @return the answer of a call.
  answer repeat(event const& happened);
  /// Goes on after the last repeated event, and tells of everything from now on.
  void record_to(std::shared_ptr<recorder> recorder);
  /// Tells the recorder of the end, and of nothing more. No effect when called again.
  void stop_recording();

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

  /// Moves the time forward. @throws std::invalid_argument when it is negative or too much.
  void advance(std::chrono::milliseconds by);
  /// Begins anew, with the same options; functions given to `serve` stay, numbers of calls go on.
  void reset();
  /// Has a function called whenever the time was moved. To be set before anything else may happen.
  void when_moved(std::function<void()> function) { moved_ = std::move(function); }
  /// How often it began anew.
  std::uint64_t resets() const { return resets_; }
  /// Ends a running task at once. False: no such task runs.
  bool end_task(std::string_view id, bool fail);
  /// What `GET /_colb/state` answers.
  boost::json::object state();
  /// The calls with higher numbers, oldest first, and whether more follow.
  using call_list = std::vector<std::shared_ptr<emulator::call const>>;
  std::pair<call_list, bool> calls_after(std::uint64_t number, std::size_t limit) const;
  /// The fault plan, used-up entries too, and how many calls each has met, `skip`ped ones included.
  std::vector<std::pair<emulator::fault, std::size_t>> faults() const;

  emulator::options const& options() const { return options_; }
  colb::credentials const& credentials() const { return options_.credentials; }
  moved_clock const& clock() const { return clock_; }
  std::vector<std::string> host_names() const;
  std::vector<emulator::coverage_row> coverage() const;

 private:
  service* route(request const& request) const;
  std::optional<emulator::fault> pick(std::string const& action, bool connecting);
  answer execute(request const& request, plan_t const& plan, emulator::call& entry);

  bool end_task_of(std::string_view id, bool fail);
  answer call_service(service& service, request const& request, emulator::fault const* fault,
                      emulator::call& entry);
  void tell(event happened);
  void tell_of_plan();

  void begin();
  void keep(emulator::call entry);

  emulator::options const options_;
  moved_clock clock_;
  mutable std::mutex mutex_;
  std::unique_ptr<environment> environment_{};
  std::vector<std::unique_ptr<service>> services_{};
  std::deque<planned> faults_{};
  bool plan_changed_ = false;
  std::shared_ptr<recorder> recorder_{};
  std::string broken_{};  // why nothing can be recorded any more
  std::deque<std::shared_ptr<emulator::call const>> calls_{};
  std::size_t calls_bytes_ = 0;
  std::uint64_t last_call_ = 0;
  std::atomic<std::uint64_t> resets_{0};
  emulator::counters counters_{};
  std::function<void()> moved_ = [] {};
};

}  // namespace colb::inline COLB_ABI::inner::emu
