// colb: who looks up host names: the bodies.
#pragma once

#include <colb/engine/share.hpp>
#include <colb/transport/resolver.hpp>

#include <algorithm>
#include <thread>
#include <utility>

#if !defined(_WIN32)
#include <pthread.h>
#include <signal.h>
#endif

#include <colb/asio/io_context.hpp>
#include <colb/asio/ip/tcp.hpp>

namespace colb::inline COLB_ABI {

COLB_DECL void resolver::cancel(std::string const&) {}

COLB_DECL std::shared_ptr<resolver> const& system_resolver::shared() {
  static std::shared_ptr<resolver> const instance = inner::share<system_resolver>();
  return instance;
}

COLB_DECL void system_resolver::resolve(std::string const& host, answer done) {
  // Signals are for the application's threads.
#if !defined(_WIN32)
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
#endif
  std::error_code ec;
  try {
    std::thread(look_up, host, done).detach();
  } catch (std::system_error const& e) {
    ec = e.code();
  }
#if !defined(_WIN32)
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
#endif
  if (ec) done(ec, {});
}

COLB_DECL void system_resolver::look_up(std::string const& host, answer const& done) {
  addresses found;
  inner::error_code ec;
  try {
    asio::io_context context(1);
    asio::ip::tcp::resolver system(context);
    for (auto const& entry : system.resolve(host, std::string(), ec)) {
      auto const address = entry.endpoint().address();
      if (std::ranges::find(found, address) == found.end()) found.push_back(address);
    }
  } catch (inner::system_error const& e) {
    ec = e.code();
  }
  done(ec, std::move(found));
}

}  // namespace colb::inline COLB_ABI
