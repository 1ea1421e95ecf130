// colb: what one client signs with: bodies.
#pragma once

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/run.hpp>
#include <colb/asio/this_coro.hpp>

#include <colb/engine/client_keys.hpp>
#include <colb/engine/secrets.hpp>
#include <colb/engine/share.hpp>
#include <colb/engine/source.hpp>
#include <colb/engine/trail.hpp>
#include <colb/engine/vendor_sources.hpp>
#include <colb/error.hpp>
#include <colb/resilience/skew.hpp>
#include <colb/transport/exchange.hpp>
#include <colb/transport/http.hpp>
#include <colb/transport/network.hpp>
#include <colb/transport/pool.hpp>

namespace colb::inline COLB_ABI::inner {

/// What must not be quoted of a question to a source of keys, whatever the answer says: tokens and
/// signatures, in the forms that they go out in.
inline std::vector<secrets> secrets_of(request const& asked) {
  std::vector<secrets> out;
  auto const add = [&](std::string_view token) {
    credentials who;
    who.token = token;
    out.emplace_back(who, asked);
  };
  add({});  // the signatures
  for (auto const& [name, value] : asked.headers) {
    if (name.ends_with("oken")) add(value);
  }
  for (std::string_view const text : {std::string_view(asked.body), std::string_view(asked.target)}) {
    for (std::string_view const name : {"SecurityToken=", "OIDCToken=", "\"WebIdentityToken\":\""}) {
      auto const at = text.find(name);
      if (at == text.npos) continue;
      std::string_view const value = text.substr(at + name.size());
      add(value.substr(0, value.find_first_of("&\"")));
    }
  }
  return out;
}

/// What a client brings along to its source of keys; a renewal keeps it alive.
class client_asking final : public asking {
 public:
  client_asking(client_options const& options, vendor_sources const& of, asio::any_io_executor executor,
                asio::any_io_executor client_strand, std::shared_ptr<colb::clock> time, random_source random,
                std::shared_ptr<dialer> by, asio::any_io_executor (*strands)(asio::any_io_executor const&))
      : executor_(std::move(executor)),
        strands_(strands),
        tls_{options.tls.ca_file, options.tls.verify, options.tls.context.get(), true},
        bounds_(options.timeouts),
        names_(options.resolver),
        proxy_(options.proxy),
        user_agent_(options.user_agent),
        random_(std::move(random)),
        by_(std::move(by)) {
    what = options.credentials;
    vendor = &of;
    strand = std::move(client_strand);
    clock = std::move(time);
    here = &world::real();
  }

  clock::wall_time now() const override { return clock->now() + correction(); }
  std::uint64_t chance() const override { return random_(); }
  void correct(std::chrono::seconds by) { correction_.store(by.count(), std::memory_order_relaxed); }

  std::chrono::seconds correction() const noexcept {
    return std::chrono::seconds(correction_.load(std::memory_order_relaxed));
  }

  /// On the strand, or before anything runs on it; so is the next.
  void tell_to(std::weak_ptr<announcer> whom) { told_ = std::move(whom); }
  bool is_new(std::uint64_t serial) const noexcept {
    return std::exchange(last_told_, serial) != serial && serial != 0;
  }

  void renewed(asking_ptr self, key_ptr keys) const override {
    struct news {
      client_asking const& to;
      asking_ptr kept;
      key_ptr keys;
    };
    post_to(strand, share<news>(news{*this, std::move(self), std::move(keys)}), [](void* at, std::uint64_t) {
      auto const& fresh = *static_cast<news*>(at);
      auto const whom = fresh.to.told_.lock();
      if (!whom || !fresh.to.is_new(fresh.keys->serial)) return;
      colb::event told;
      told.kind = event_kind::credentials_renewed;
      told.why = fresh.keys->from;
      whom->tell(told);
    });
  }

  void not_renewed(asking_ptr self, std::string why) const override {
    struct news {
      client_asking const& to;
      asking_ptr kept;
      std::string why;
    };
    post_to(strand, share<news>(news{*this, std::move(self), std::move(why)}), [](void* at, std::uint64_t) {
      auto const& bad = *static_cast<news*>(at);
      auto const whom = bad.to.told_.lock();
      if (!whom) return;
      colb::event told;
      told.kind = event_kind::credentials_not_renewed;
      told.why = bad.why;
      whom->tell(told);
    });
  }

  asio::any_io_executor renewal_executor() const override {
    if (by_) return strand;
    return strands_(executor_);
  }

  asio::awaitable<finding> hold(std::unique_ptr<conversation> what_about,
                                asio::any_io_executor on) const override {
    if (!what_about) co_return finding::broken("this vendor has no such service");
    timeouts bounds = bounds_;
    constexpr std::chrono::milliseconds whole(10'000);
    auto const limit = what_about->step_limit().count() > 0 ? what_about->step_limit() : whole;
    for (auto* const each : {&bounds.resolve, &bounds.connect, &bounds.tls, &bounds.request}) {
      if (each->count() <= 0 || *each > limit) *each = limit;
    }
    pool_limits small;
    small.max_body = 64 * 1024;
    small.max_connections = 1;
    small.max_idle = 1;
    std::shared_ptr<dialer> by = by_;
    // Metadata services are for this machine alone: no proxy can know its role.
    proxy_options const proxy = what_about->direct() ? proxy_options() : proxy_;
    if (!by) by = share<net_dialer>(on, clock, bounds, tls_, names_, proxy);
    auto const connections = share<pool>(on, std::move(by), clock, bounds, small, true);
    std::vector<secrets> hidden;
    for (;;) {
      std::optional<request> message = what_about->next();
      if (!message) break;
      for (secrets& each : secrets_of(*message)) hidden.push_back(std::move(each));
      message->headers.emplace_back("User-Agent", user_agent_);
      auto const deadline = later(clock->ticks(), limit);
      exchange_result answer = co_await exchange(connections, what_about->to(), *message, deadline);
      wipe(message->body);
      for (auto& header : message->headers) wipe(header.second);
      if (failure const* const failed = std::get_if<failure>(&answer)) {
        bool const reached = failed->reached_server || failed->response_started;
        what_about->failed(reached, failed->detail);
      } else {
        auto& received = std::get<response>(answer);
        what_about->answered(received.status, received.body);
        wipe(received.body);
      }
    }
    finding out = what_about->result();
    for (secrets const& each : hidden) each.mask(out.why);
    co_return out;
  }

 private:
  asio::any_io_executor executor_;
  asio::any_io_executor (*strands_)(asio::any_io_executor const&);
  tls_settings tls_;
  timeouts bounds_;
  std::shared_ptr<resolver> names_;
  proxy_options proxy_;
  std::string user_agent_;
  random_source random_;
  std::shared_ptr<dialer> by_;
  std::atomic<std::int64_t> correction_{0};
  std::weak_ptr<announcer> told_{};
  mutable std::uint64_t last_told_ = 0;  ///< Serial of the keys.
};

COLB_DECL client_keys::client_keys(client_options& options, vendor_sources const& vendor,
                                   asio::any_io_executor executor, asio::any_io_executor strand,
                                   std::shared_ptr<colb::clock> clock, random_source random,
                                   std::shared_ptr<dialer> by,
                                   asio::any_io_executor (*strands)(asio::any_io_executor const&))
    : vendor_(vendor),
      who_(share<client_asking>(options, vendor, std::move(executor), std::move(strand), std::move(clock),
                                std::move(random), std::move(by), strands)) {
  credentials& given = options.credentials;
  if (!given.id.empty() || !given.key.empty() || !given.provider) {
    if (given.id.empty() || given.key.empty()) {
      throw std::invalid_argument(
          ".credentials has no id or no key: give {.id = …, .key = …}, or one of the sources, such as "
          "credentials::from_environment() and the vendor's environment variables");
    }
    auto fixed = share<held_keys>();
    fixed->keys.id = given.id;
    fixed->keys.key = given.key;
    fixed->keys.token = given.token;
    fixed->from = "the program";
    fixed_ = std::move(fixed);
    wipe(who_->what.key);
    wipe(who_->what.token);
    return;
  }
  cache_ = given.provider->caches().of(vendor);
  auto const outlook = cache_->look(who_);
  if (!outlook.problem.empty())
    throw std::invalid_argument(".credentials: there are none: " + outlook.problem);
  if (options.region.empty()) options.region = outlook.region;
}

COLB_DECL client_keys::~client_keys() = default;

COLB_DECL key_ptr client_keys::at_once() { return cache_ ? cache_->try_get(who_) : fixed_; }

COLB_DECL asio::awaitable<key_ptr> client_keys::get(clock::tick deadline) {
  return cache_->get(who_, deadline);
}

COLB_DECL clock::wall_time client_keys::now() const { return who_->now(); }

COLB_DECL void client_keys::tell_to(std::weak_ptr<announcer> who) { who_->tell_to(std::move(who)); }

COLB_DECL asio::awaitable<identity> client_keys::who_am_i(key_ptr keys) {
  moment when;
  when.now = now();
  when.chance[0] = who_->chance();
  when.chance[1] = who_->chance();
  issued_credentials with;
  with.id = keys->keys.id;
  with.key = keys->keys.key;
  with.token = keys->keys.token;
  auto talk = vendor_.ask_identity(with, keys->sts, when);
  wipe(with);
  error_info info;
  info.action = "GetCallerIdentity";
  if (!talk) {
    info.condition = condition::unsupported;
    info.detail =
        std::string(vendor_.vendor()) + " has no call for who one is; the keys come from " + keys->from;
    throw error(std::move(info));
  }
  finding const found = co_await who_->hold(std::move(talk), who_->strand);
  if (found.is != finding::state::found) {
    auto const state = co_await asio::this_coro::cancellation_state;
    bool const cancelled = state.cancelled() != asio::cancellation_type::none;
    info.condition = cancelled      ? condition::cancelled
                     : found.passes ? condition::unavailable
                                    : condition::authentication;
    info.detail = "keys from " + keys->from + ": " + found.why;
    throw error(std::move(info));
  }
  identity out;
  out.source = keys->from;
  out.account = found.account;
  out.arn = found.arn;
  out.user = found.user;
  out.temporary = keys->temporary;
  out.expires = keys->expires;
  co_return out;
}

COLB_DECL bool client_keys::is_new(held_keys const& keys) noexcept { return who_->is_new(keys.serial); }

COLB_DECL std::chrono::seconds client_keys::correction() const noexcept { return who_->correction(); }

COLB_DECL asio::awaitable<repair> client_keys::mend(signing_repairs& done, std::string_view code,
                                                    std::string_view message, key_ptr used,
                                                    clock::wall_time at, std::optional<std::string_view> date,
                                                    clock::tick deadline) {
  blame const what = vendor_.blames(code, message);
  if (what.clock && date && !done.clock) {
    auto const theirs = parse_http_date(*date);
    auto const correction =
        theirs ? clock_correction(*theirs, at, who_->clock->now(), what.window) : std::nullopt;
    if (correction) {
      done.clock = true;
      who_->correct(*correction);
      co_return repair::clock;
    }
  }
  if (what.nonce && !done.nonce) {
    done.nonce = true;
    co_return repair::nonce;
  }
  if (what.keys && cache_ && !done.keys && cache_->refused(who_, used)) {
    done.keys = true;
    key_ptr other;
    try {
      other = co_await cache_->get(who_, deadline);
    } catch (error const&) {
      // The refusal says more than that there are no other keys.
    }
    if (other && other != used) co_return repair::keys;
  }
  co_return repair::none;
}

}  // namespace colb::inline COLB_ABI::inner
