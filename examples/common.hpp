// What the example programs share: the cloud they work on, Ctrl-C. Their command line: command_line.hpp.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <colb/client_options.hpp>
#include <colb/emulator.hpp>
#include <colb/error.hpp>

#include "command_line.hpp"
#include "progress.hpp"

namespace example {

/// The real cloud, or an emulated one inside the program.
class cloud {
 public:
  cloud(asio::io_context& io, place const& where, colb::emulator::options options = {}) : where_(where) {
    if (!where.emulated()) return;
    emulated_.emplace(io.get_executor(), std::move(options));
    std::printf("emulated cloud at %s\n", emulated_->endpoint().c_str());
  }

  bool emulated() const { return emulated_.has_value(); }

  /// What a client of a region is to be told.
  colb::client_options options(std::string region) const {
    colb::client_options options;
    options.region = std::move(region);
    options.endpoint = where_.endpoint;
    options.tls.ca_file = where_.ca_file;
    options.credentials = colb::credentials::from_environment();
    if (emulated_) {
      options.endpoint = emulated_->endpoint();
      options.tls.ca_file = emulated_->ca_file();
      options.credentials = emulated_->credentials();
      options.wait.min_delay = std::chrono::milliseconds(50);  // its tasks take 0.2 s
    }
    return options;
  }

  void stop() {
    if (emulated_) emulated_->stop();
  }

 private:
  place where_;
  std::optional<colb::emulator::cloud> emulated_{};
};

/// Runs pieces of work side by side until all have ended; Ctrl-C cancels them.
///
/// @returns what each ended with, in their order; null: well.
inline std::vector<std::exception_ptr> run(asio::io_context& io, std::vector<asio::awaitable<void>> work,
                                           cloud& cloud, progress& show) {
  std::vector<std::exception_ptr> ends(work.size());
  std::vector<asio::cancellation_signal> stops(work.size());
  std::size_t left = work.size();
  asio::signal_set interrupt(io, SIGINT, SIGTERM);
  interrupt.async_wait([&](std::error_code ec, int) {
    if (ec) return;
    for (auto& stop : stops) stop.emit(asio::cancellation_type::terminal);
  });
  for (std::size_t i = 0; i < work.size(); ++i) {
    asio::co_spawn(io, std::move(work[i]),
                   asio::bind_cancellation_slot(stops[i].slot(), [&, i](std::exception_ptr end) {
                     ends[i] = std::move(end);
                     if (--left > 0) return;
                     show.stop();
                     interrupt.cancel();
                     cloud.stop();
                   }));
  }
  io.run();
  return ends;
}

/// The same for a single piece.
inline std::exception_ptr run(asio::io_context& io, asio::awaitable<void> work, cloud& cloud,
                              progress& show) {
  std::vector<asio::awaitable<void>> all;
  all.push_back(std::move(work));
  return run(io, std::move(all), cloud, show).front();
}

/// Why a piece of work failed, in one line.
inline std::string reason(std::exception_ptr const& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (std::exception const& e) {
    return e.what();
  }
}

/// Says why a piece of work failed, and which task goes on in the cloud.
/// @param wait_with the command that takes it up again.
inline void explain(std::exception_ptr const& failure, char const* wait_with = nullptr) {
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", reason(failure).c_str());
  colb::error const* const e = colb::get_error(failure);
  if (!e || !e->task() || e->code() == colb::condition::task_failed) return;
  std::string const task = to_string(*e->task());
  std::fprintf(stderr, "still running in the cloud: %s\n", task.c_str());
  if (wait_with) std::fprintf(stderr, "  wait for it with: %s %s\n", wait_with, task.c_str());
}

}  // namespace example
