// What a program that uses colb is compared with: the same libraries, and a timer.
#include <asio.hpp>
#include <asio/ssl.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/json.hpp>
asio::awaitable<void> wait() {
  asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(1));
  co_await timer.async_wait(asio::use_awaitable);
}
int main() {
  asio::io_context io;
  asio::co_spawn(io, wait(), asio::detached);
  io.run();
}
