// What the example programs show while they wait: a moving line on a terminal, plain lines in a pipe.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

#include <unistd.h>

#include <asio/any_io_executor.hpp>
#include <asio/steady_timer.hpp>

/// Used on one thread.
class progress {
 public:
  explicit progress(asio::any_io_executor executor)
      : tick_(std::move(executor)), terminal_(::isatty(STDOUT_FILENO) == 1) {}
  progress(progress const&) = delete;
  progress& operator=(progress const&) = delete;
  ~progress() { stop(); }

  /// Shows what is waited for from now on.
  void begin(std::string what) {
    stop();
    what_ = std::move(what);
    started_ = clock::now();
    if (terminal_) {
      draw();
    } else {
      std::printf("%s ...\n", what_.c_str());
      std::fflush(stdout);
    }
  }

  /// Replaces the words after the name of what is waited for.
  void note(std::string state) { state_ = std::move(state); }

  /// Prints a line of its own while the waiting goes on.
  void say(std::string_view text) {
    if (terminal_) std::printf("\r\x1b[K");
    std::printf("%.*s\n", static_cast<int>(text.size()), text.data());
    std::fflush(stdout);
  }

  /// It is done; `outcome` says with what result.
  void done(std::string_view outcome) {
    double const seconds = elapsed();
    std::string const what = what_;
    stop();
    std::printf("%s: %.*s (%.1f s)\n", what.c_str(), static_cast<int>(outcome.size()), outcome.data(),
                seconds);
    std::fflush(stdout);
  }

  /// Clears the moving line; before anything else is printed.
  void stop() {
    tick_.cancel();
    if (terminal_ && !what_.empty()) std::printf("\r\x1b[K");
    what_.clear();
    state_.clear();
  }

 private:
  using clock = std::chrono::steady_clock;

  double elapsed() const { return std::chrono::duration<double>(clock::now() - started_).count(); }

  void draw() {
    constexpr char wheel[] = {'|', '/', '-', '\\'};
    turn_ = (turn_ + 1) % 4;
    std::printf("\r\x1b[K%c %s %s %.1f s", wheel[turn_], what_.c_str(), state_.c_str(), elapsed());
    std::fflush(stdout);
    tick_.expires_after(std::chrono::milliseconds(100));
    tick_.async_wait([this](std::error_code ec) {
      if (!ec && !what_.empty()) draw();
    });
  }

  asio::steady_timer tick_;
  bool terminal_;
  std::string what_{};
  std::string state_{};
  clock::time_point started_{};
  unsigned turn_ = 0;
};
