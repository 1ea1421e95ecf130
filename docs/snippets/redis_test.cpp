// The snippets of docs/lanes.md that need a Redis, as tests.
#include <memory>
#include <string>

#include <asio/io_context.hpp>

#include <colb/ext/redis.hpp>
#include <colb/tencent/clb/client.hpp>

#include "catch.hpp"
#include "ext/redis_server.hpp"

TEST_CASE("docs: a fleet over one Redis", "[docs][redis]") {
  colb::test::redis_server server;
  asio::io_context io;
  std::string const url = server.url();
  colb::credentials const keys{.id = "id", .key = "key"};
  // --8<-- [start:fleet]
  colb::redis_options where;
  where.url = url;                       // redis://fleet:p%40ss@cache.internal:6379/2, or rediss:// for TLS
  where.scope = "account-100012345678";  // the same in every process that uses this account

  colb::client_options options;
  options.region = "ap-guangzhou";
  options.credentials = keys;
  options.coordinator = std::make_shared<colb::redis>(io.get_executor(), where);
  colb::tencent::clb::client client(io.get_executor(), options);
  // --8<-- [end:fleet]
  CHECK(options.coordinator);
}
