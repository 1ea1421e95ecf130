// colb: a cloud on loopback, for tests and for trying things out.
//
// One translation unit of the program includes <colb/emulator/src.hpp>, which holds the bodies; or, quicker
// to compile, that of each service it wants, such as <colb/emulator/tencent/clb/src.hpp>.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>
#include <colb/asio/any_io_executor.hpp>

#include <colb/credentials.hpp>

namespace colb::inline COLB_ABI {
class clock;
}

namespace colb::inline COLB_ABI::inner::emu {
class server;
}

namespace colb::inline COLB_ABI::emulator {

/// What goes wrong with a call. Unless said otherwise the request is executed all the same.
enum class fault_kind : std::uint8_t {
  refuse,            ///< Not executed; answered with the error `code` and `message`.
  delay,             ///< The answer is held back for `delay`, by the cloud's clock.
  drop_request,      ///< Not executed; the connection is reset before the body is read.
  drop_answer,       ///< The connection is reset instead of an answer.
  reset_connection,  ///< The next connection is reset when it is accepted, before TLS; `action` is not looked
                     ///< at.
  truncate_answer,   ///< Half of the body is sent, then the connection ends.
  garbage_http,      ///< The answer is not HTTP.
  garbage_json,      ///< The answer is HTTP 200 with a body that is not JSON.
  http_error,    ///< A gateway answers with HTTP `status` and a page of HTML; executed only if `execute` is
                 ///< set.
  fail_task,     ///< Accepted, but its task fails: nothing changes.
  endless_task,  ///< Accepted, but its task never ends; what it changes stays busy.
  close_after_answer  ///< Answered well; then the connection is closed though nothing announced it.
};

/// One entry of the fault plan. A call looks for the first entry that matches and is not used up.
struct fault {
  std::string action{};   ///< Which Action; empty: any.
  std::size_t skip = 0;   ///< How many matching calls are left alone first.
  std::size_t times = 1;  ///< How many matching calls it then hits.
  emulator::fault_kind kind = emulator::fault_kind::refuse;  ///< What happens to them.
  std::string code{};                 ///< refuse: the vendor's code; default: its internal error.
  std::string message{};              ///< refuse: what it says; default: a sentence on the emulator.
  std::chrono::milliseconds delay{};  ///< delay: for how long.
  int status = 502;                   ///< http_error: the HTTP status, 100 to 999.
  bool execute = false;               ///< http_error: whether the request takes effect.
};

/// Quotas; a request beyond one is refused as the vendor does.
struct quotas {
  std::int64_t load_balancers = 100;  ///< Public ones of a region, and as many private ones.
  std::int64_t listeners = 50;        ///< Of a load balancer.
  std::int64_t rules = 50;            ///< Of a listener.
  std::int64_t targets = 200;         ///< Of a listener or rule.
  std::int64_t snat_ips = 10;         ///< Of a load balancer.
};

/// What becomes of parameters and Actions that the emulator does not know.
enum class unknown : std::uint8_t {
  refuse,  ///< They are refused, as the vendor does.
  accept   ///< Parameters are passed over; Actions answer a success with a request ID (and a task that ends).
};

/// Which form of an API is spoken where the vendor's document and today's service differ: Actions and
/// parameters that only one of them has, and parameters that only one of them requires.
enum class edition : std::uint8_t {
  either,     ///< What one of the two takes is taken, what both refuse is refused.
  documents,  ///< As the documents have it.
  today       ///< As the vendors' SDKs of 2026 have it.
};

/// Thrown by a function given to `cloud::serve` to refuse the request.
struct refusal {
  std::string code;     ///< The vendor's, such as `InvalidParameter`.
  std::string message;  ///< For people.
};

/// What answers an Action of the user's own: from the request's parameters to the members of the answer, both
/// as they are on the wire but for the envelope; flat parameters are nested and stay texts.
using handler = std::function<boost::json::object(boost::json::object const&)>;

/// How the cloud behaves. The defaults suit a test that wants to be quick.
struct options {
  std::uint16_t port = 0;           ///< To listen on, at 127.0.0.1; 0: any free one.
  colb::credentials credentials{};  ///< That open the cloud; default: made from the seed.
  std::uint64_t seed = 1;  ///< Of IDs, keys and addresses: the same seed and calls give the same ones.
  std::shared_ptr<colb::clock> clock{};  ///< Time of signatures, tasks and health; default: the machine's.
  std::chrono::milliseconds task_time{
      200};  ///< How long a task takes; 0: done when asked about for the first time.
  std::chrono::milliseconds health_time{
      100};                              ///< How long a target needs to become healthy, one after another.
  std::vector<std::string> unhealthy{};  ///< Instance IDs and addresses of targets that never become healthy.
  bool rate_limit = true;                ///< Whether the documented requests a second are enforced.
  /// How far a request's timestamp may be off; 0: as documented: five minutes with Tencent CLB 3.0, two hours
  /// with API 2017, a quarter of an hour with the others.
  std::chrono::seconds clock_skew{};
  std::vector<std::string> regions{};  ///< Regions there are; empty: any with a well-formed name.
  bool ids_at_once = true;             ///< Whether a creation answers with IDs; if not, its task knows them.
  std::size_t classic = 0;             ///< Classic load balancers that are in a region when it is first used.
  emulator::quotas quotas{};           ///< See there.
  std::vector<emulator::fault> faults{};  ///< The fault plan to start with.
  std::size_t journal = 10'000;           ///< How many calls `calls()` keeps, the newest ones.
  /// Services to serve, such as `tencent.clb`, or vendors, such as `tencent`; empty: all that are linked.
  std::vector<std::string> services{};
  emulator::unknown unknown = emulator::unknown::refuse;  ///< See there.
  /// Where the vendors' metadata services of instances listen, by plain HTTP; nothing: nowhere; 0: any free
  /// port.
  std::optional<std::uint16_t> metadata_port{};
  std::string metadata_address = "127.0.0.1";  ///< The address that goes with it.
  std::string instance_role = "emulator";      ///< Bound to the instance; empty: none is.
  std::chrono::seconds role_key_life{21'600};  ///< Of the instance's keys; new ones at the half of it.
  bool metadata_handshake = false;  ///< Whether Alibaba's metadata service insists on its handshake.
  /// Where the control port listens, plain HTTP with `/_colb/` (docs/emulator-control.md); 0: any free one;
  /// unset: there is none.
  std::optional<std::uint16_t> control_port{};
  /// How much longer or shorter than `task_time` a task of Tencent's takes, as a share of it, 0 to 1: drawn
  /// by the seed for each; 0: all take the same.
  double task_spread = 0;
  /// Whether CLB 3.0 counts requests as the real one does: those that arrived within the last second,
  /// wherever it begins, for each host that was reached, Action and account. If not, by calendar seconds and
  /// region.
  bool rate_by_arrival = false;
  emulator::edition edition = emulator::edition::either;  ///< See there.
  /// Whether the six Actions of Tencent CLB 3.0 that the document calls synchronous and today's tools wait
  /// for, such as SetLoadBalancerSecurityGroups, start tasks; if not, they are done when they answer.
  bool hinted_tasks = false;
  /// Address to listen on; `0.0.0.0` and `::`: all of the machine's. Whoever reaches it needs the
  /// credentials.
  std::string bind = "127.0.0.1";
  /// More names and addresses that the certificate is good for, such as a container's.
  std::vector<std::string> names{};
  bool plain_http = false;  ///< Without TLS: for clients that cannot be told of a certificate.
  /// A file that the state is kept in: each change is there before it is answered, and a cloud with the same
  /// options goes on from it, its certificate authority and time included. Empty: memory only. POSIX only.
  std::string state{};
  std::chrono::hours certificate_lifetime{24};  ///< Of the certificate, an hour of the past included.
  /// For how long, by the cloud's clock, ended tasks and used client tokens are remembered. Afterwards a task
  /// is one that nobody knows, and a token buys again.
  std::chrono::hours memory{72};
  /// How many ended tasks each vendor's cloud remembers, and how many client tokens: the newest ones.
  std::size_t remembered = 10'000;
  /// How many bytes the calls that `calls()` keeps take together: the newest ones that fit, `journal` at
  /// most. One that is larger by itself is not kept.
  std::size_t journal_bytes = std::size_t{64} << 20;
};

/// A call as the cloud saw it.
struct call {
  std::string service{};                       ///< Such as `tencent.clb`.
  std::string action{};                        ///< Empty when the request named none.
  std::string region{};                        ///< Empty when the request named none.
  std::string request_id{};                    ///< Of the answer; empty when a fault prevented the execution.
  std::string client_token{};                  ///< The idempotency parameter, if it came with one.
  std::string body{};                          ///< As it arrived; of a GET its query.
  std::chrono::system_clock::time_point at{};  ///< When, by the cloud's clock.
  int status = 0;                              ///< HTTP status of the answer.
  std::string code{};                          ///< The error it was refused with; empty: it succeeded.
  std::uint64_t number = 0;                    ///< Counted from 1, across `reset` too.
  std::chrono::microseconds took{};            ///< How long the cloud needed, by the machine's clock.
  /// The answer's body, its first 4 KiB; kept only where there is a control port.
  std::string answer{};
  std::size_t answer_size = 0;                  ///< Bytes of the whole answer.
  std::optional<emulator::fault_kind> fault{};  ///< Of the fault plan, that it met.
};

/// How much there was to do.
struct counters {
  std::uint64_t connections = 0;  ///< Accepted, whatever became of them.
  std::uint64_t handshakes = 0;   ///< TLS handshakes that succeeded.
  std::uint64_t requests = 0;     ///< Calls that arrived, dropped ones included.
};

/// How far the emulator goes with an Action.
enum class coverage_kind : std::uint8_t {
  stateful,         ///< Changes or shows the state of the cloud.
  documented_shape  ///< Checks the request and answers in the documented shape, with made-up values.
};

struct coverage_row {
  std::string service;               ///< Such as `tencent.clb`.
  std::string action;                ///< Its wire name.
  emulator::coverage_kind coverage;  ///< See there.
  std::string limits{};              ///< What is enforced of its parameters, for people; empty: types only.
  std::string notes{};               ///< What else is enforced, and what is not.
};

/// Every Action that the linked services serve, by service, in the order of the services' headers.
std::vector<coverage_row> coverage();

/// A cloud that listens, on 127.0.0.1 unless told otherwise, from its construction to its destruction.
///
/// It runs on the given executor, on strands of its own: nothing happens unless somebody runs the
/// `io_context`. Once it is stopped or destroyed, `io_context::run` finishes; it may also outlive the
/// `io_context`. Its state lives in memory, and in a file if `options.state` names one. Thread safety: every
/// member may be called from any thread, construction and destruction aside.
class cloud {
 public:
  /// Starts listening.
  ///
  /// @param executor Of an `io_context` or thread pool; connections run on strands over it.
  /// @param options See there.
  /// @throws std::system_error when the port is taken, an address is not this machine's or OpenSSL fails;
  ///   std::invalid_argument when `options.services` names a service that is not linked, an address or name
  ///   is none, or an option is not what the state file was begun with; std::runtime_error when that file
  ///   cannot be used. All say what to do.
  explicit cloud(asio::any_io_executor executor, emulator::options options = {});
  cloud(cloud&&) noexcept = default;
  cloud& operator=(cloud&& other) noexcept;
  ~cloud();

  /// Where it listens: `https://127.0.0.1:port`, or as `options.bind` and `options.plain_http` say.
  std::string const& endpoint() const noexcept;
  std::uint16_t port() const noexcept;

  /// Where the metadata services listen: `http://127.0.0.1:port`; empty when they do not.
  std::string const& metadata_endpoint() const noexcept;

  /// Path of a file with the certificate (PEM) that makes a client trust the endpoint; removed with the
  /// cloud.
  ///
  /// The server's certificate is good for 127.0.0.1, ::1, localhost, the vendors' host names and
  /// `options.names`, for `options.certificate_lifetime`.
  std::string const& ca_file() const noexcept;
  /// What is in that file.
  std::string const& ca_pem() const noexcept;

  /// The credentials that open it.
  colb::credentials const& credentials() const noexcept;

  /// Adds to the fault plan.
  void inject(emulator::fault fault);
  /// Forgets the fault plan.
  void clear_faults();

  /// Has a function answer an Action, one that the emulator knows or not; the call is let in, signed and
  /// counted like any other. Waiting for it works: its task ends after `task_time`.
  ///
  /// @param service Such as `tencent.clb` or `clb`.
  /// @param action Its wire name.
  /// @param function Called one at a time, on the cloud's strands; it must not call the cloud. See there.
  /// @throws std::invalid_argument when the service is not served.
  void serve(std::string_view service, std::string_view action, emulator::handler function);

  /// Moves the cloud's time forward, as if `options.clock` went by: tasks end, targets become healthy,
  /// answers that are held back leave. Signatures go on being measured by `options.clock`, which their
  /// senders know.
  ///
  /// @param by Not negative; all of them together at most a hundred years.
  /// @throws std::invalid_argument otherwise.
  void advance(std::chrono::milliseconds by);
  /// Begins anew with the options that the cloud was made with: the same calls get the same IDs again. The
  /// journal is empty and counts on; functions given to `serve` stay.
  void reset();
  /// Ends a running task at once.
  ///
  /// @param id Of the task, as `state()` shows it.
  /// @param fail Whether what it was to change stays as it was.
  /// @return false: no such task runs.
  bool end_task(std::string_view id, bool fail = true);
  /// What there is: load balancers with listeners, rules, targets and health, running tasks, the time, as
  /// `GET /_colb/state` answers (docs/emulator-control.md).
  boost::json::object state();
  /// Where the control port is: `http://127.0.0.1:port`; empty when there is none.
  std::string const& control_endpoint() const noexcept;

  /// The latest calls, oldest first.
  std::vector<emulator::call> calls() const;
  emulator::counters counters() const;

  /// Stops listening and closes all connections; the state stays for inspection. No effect when called again.
  /// A state file is complete and can be loaded once this has returned; what changes from here on is not in
  /// it.
  void stop();

 private:
  std::shared_ptr<colb::inner::emu::server> server_;
};

}  // namespace colb::inline COLB_ABI::emulator
