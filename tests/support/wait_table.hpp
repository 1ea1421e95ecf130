// colb: what looks answer and what a wait makes of it, as tables: a script in the place of the cloud, under a
// clock that nobody waits for.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/error.hpp>
#include <colb/task.hpp>

#include "catch.hpp"
#include "support/virtual_cloud.hpp"

namespace colb::test {

/// An answer that is not 200.
inline std::string with_status(int status, std::string const& body, std::string const& headers = {}) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// The Action of a request, wherever its API puts it.
inline std::string action_of(inner::emu::request const& r) {
  if (auto const header = r.header("X-TC-Action"); !header.empty()) return std::string(header);
  std::string const all =
      '&' + r.target.substr(std::min(r.target.find('?') + 1, r.target.size())) + '&' + r.body;
  auto const at = all.find("&Action=");
  return at == all.npos ? std::string() : all.substr(at + 8, all.find('&', at + 1) - at - 8);
}

/// One case.
struct wait_row {
  char const* what;
  /// What the looks are answered, one after the other, the last one from then on; empty: the connection
  /// breaks.
  std::vector<std::string> looks;
  std::optional<condition> ends{};  ///< Nothing: well.
  std::string says{};               ///< Stands in the error's text.
  std::size_t count = 0;            ///< Requests of looks; 0: whatever there are.
};

/// How a wait went.
struct wait_run {
  std::exception_ptr failure{};
  std::vector<std::string> looks{};  ///< Targets and bodies.
  std::vector<std::string> actions{};
  clock::duration taken{};
};

/// Runs `work(client)` with a script in the place of the cloud: the change is answered with `accepted`,
/// all else are looks.
template <class Client, class Work>
wait_run run_by_script(std::string_view change, std::string const& accepted,
                       std::vector<std::string> const& looks, client_options options, Work const& work) {
  virtual_cloud<Client> vendor({}, std::move(options));
  wait_run out;
  vendor.intercept = [&](wire& w, inner::emu::request const& r) {
    std::string const action = action_of(r);
    if (action == change) {
      w.say(accepted.starts_with("HTTP/") ? accepted : reply(accepted));
      return true;
    }
    std::string const& says = looks.at(std::min(out.looks.size(), looks.size() - 1));
    out.actions.push_back(action);
    out.looks.push_back(r.target + ' ' + r.body);
    if (says.empty()) {
      w.break_off();
    } else {
      w.say(says.starts_with("HTTP/") ? says : reply(says));
    }
    return true;
  };
  auto const begin = vendor.clock->ticks();
  out.failure = vendor.run(work(*vendor.client));
  out.taken = vendor.clock->ticks() - begin;
  return out;
}

/// Starts a change, and waits for what it started.
template <class Client, class A>
wait_run follow_by_script(A const& change, std::string const& accepted, std::vector<std::string> const& looks,
                          client_options options = {}) {
  auto const work = [&change](Client& client) -> asio::awaitable<void> {
    co_await client.call_and_wait(change);
  };
  return run_by_script<Client>(inner::type_name<A>(), accepted, looks, std::move(options), work);
}

/// Waits for a task.
template <class Client>
wait_run wait_by_script(task const& about, std::vector<std::string> const& looks,
                        client_options options = {}) {
  auto const work = [&about](Client& client) -> asio::awaitable<void> { co_await client.wait(about); };
  return run_by_script<Client>("none", {}, looks, std::move(options), work);
}

/// Whether the wait ended as the row says; every failure keeps the handle.
inline void check_row(wait_row const& row, wait_run const& ran) {
  CAPTURE(row.what);
  error const* const e = get_error(ran.failure);
  std::string const text = e ? e->what() : "";
  CAPTURE(text);
  CHECK((ran.failure == nullptr) == !row.ends);
  if (ran.failure && !e) std::rethrow_exception(ran.failure);
  if (e && row.ends) {
    CHECK(e->code() == *row.ends);
    CHECK(e->task());
    CHECK(text.find(row.says) != text.npos);
  }
  if (row.count > 0) CHECK(ran.looks.size() == row.count);
}

template <class Client, class A>
void check_waits(A const& change, std::string const& accepted, std::vector<wait_row> const& rows,
                 client_options const& options = {}) {
  for (wait_row const& row : rows)
    check_row(row, follow_by_script<Client>(change, accepted, row.looks, options));
}

/// `first` so many times, then `rest`.
inline std::vector<std::string> times(std::size_t n, std::string const& first,
                                      std::vector<std::string> rest) {
  std::vector<std::string> out(n, first);
  out.insert(out.end(), rest.begin(), rest.end());
  return out;
}

}  // namespace colb::test
