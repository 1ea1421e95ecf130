// colb: says whether COLB_TEMPORARIES_DIE_TWICE is right about this compiler.
#include <colb/config.hpp>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>

#include "catch.hpp"

namespace {

int destroyed = 0;

struct counted {
  counted(int) {}
  counted(counted const&) = default;
  ~counted() { ++destroyed; }
};
struct request {
  counted member;
};

asio::awaitable<void> take(request const&) { co_await asio::post(asio::use_awaitable); }

asio::awaitable<void> in_place() { co_await take(request{.member = 1}); }
asio::awaitable<void> named() {
  request const one{.member = 1};
  co_await take(one);
}

int count(asio::awaitable<void> body) {
  destroyed = 0;
  asio::io_context io;
  asio::co_spawn(io, std::move(body), asio::detached);
  io.run();
  return destroyed;
}

}  // namespace

TEST_CASE("compiler_bug: temporaries of an expression with co_await") {
  CHECK(count(named()) == 1);
#if COLB_TEMPORARIES_DIE_TWICE
  // Were this 1, the compiler is well and the bound in config.hpp has to move.
  CHECK(count(in_place()) == 2);
#else
  CHECK(count(in_place()) == 1);
#endif
}
