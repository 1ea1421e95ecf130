// What the pages on testing, the emulator, credentials, proxies and moving from API 2017 show.
#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ssl/context.hpp>
#include <asio/ssl/verify_context.hpp>
#include <boost/json/object.hpp>

#include <colb/clock.hpp>
#include <colb/credentials.hpp>
#include <colb/emulator.hpp>
#include <colb/proxy.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb_2017/client.hpp>

#include "catch.hpp"

namespace clb = colb::tencent::clb;

namespace {

asio::awaitable<void> my_program(clb::client& client) {
  clb::CreateLoadBalancer buy{.LoadBalancerType = "OPEN"};
  co_await client.call_and_wait(buy);
}

// --8<-- [start:provider]
struct my_keys : colb::credentials_provider {
  asio::awaitable<colb::issued_credentials> issue() override;  // id, key, token, expires
};
// --8<-- [end:provider]
asio::awaitable<colb::issued_credentials> my_keys::issue() {
  co_return colb::issued_credentials{"id", "key"};
}

// Those that need a machine of their own are compiled only.
[[maybe_unused]] void where_keys_come_from(asio::io_context& io) {
  {
    // --8<-- [start:environment]
    clb::client client(io.get_executor(),
                       {.region = "ap-guangzhou", .credentials = colb::credentials::from_environment()});
    // --8<-- [end:environment]
  }
  // --8<-- [start:profile]
  auto keys = colb::credentials::from_profile();  // the tools' variable, else the file's own default
  auto other = colb::credentials::from_profile("staging");  // a profile
  auto file = colb::credentials::from_profile("", "/etc/app/credentials");
  // --8<-- [end:profile]
  // --8<-- [start:instance_role]
  auto role = colb::credentials::from_instance_role();
  clb::client client(io.get_executor(), {.region = "ap-guangzhou", .credentials = role});
  // --8<-- [end:instance_role]
  // --8<-- [start:assume_role]
  auto admin =
      colb::credentials::assume_role(colb::credentials::from_environment(),
                                     {.role_arn = "qcs::cam::uin/1:roleName/ops", .session_name = "deploy"});
  auto pod = colb::credentials::from_web_identity();  // from TKE_… or ALIBABA_CLOUD_OIDC_…
  // --8<-- [end:assume_role]
  // --8<-- [start:process]
  auto vault = colb::credentials::from_process("/usr/local/bin/keys --for 'load balancers'");
  // --8<-- [end:process]
}

[[maybe_unused]] void through_a_proxy(asio::any_io_executor executor) {
  // --8<-- [start:proxy]
  clb::client client(executor, {.region = "ap-guangzhou",
                                .credentials = colb::credentials::from_environment(),
                                .proxy = colb::proxy_options::from_environment()});
  // --8<-- [end:proxy]
}

// Each recipe is tried in tests/unit/transport_tls_test.cpp.
[[maybe_unused]] auto a_context_of_ones_own(std::array<unsigned char, 32> pin) {
  // --8<-- [start:tls]
  auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  tls->set_default_verify_paths();

  // A client certificate.
  tls->use_certificate_chain_file("client.pem");
  tls->use_private_key_file("client.key", asio::ssl::context::pem);

  // A minimum version (colb's own is 1.2).
  SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_3_VERSION);

  // Pinning: the server's public key, by its SHA-256.
  tls->set_verify_callback([pin](bool good, asio::ssl::verify_context& at) {
    if (X509_STORE_CTX_get_error_depth(at.native_handle()) != 0) return good;
    unsigned char digest[32];
    unsigned size = sizeof digest;
    X509_pubkey_digest(X509_STORE_CTX_get_current_cert(at.native_handle()), EVP_sha256(), digest, &size);
    return good && std::equal(digest, digest + size, pin.begin(), pin.end());
  });
  // --8<-- [end:tls]
  return tls;
}

[[maybe_unused]] void of_both_apis(asio::any_io_executor executor) {
  // --8<-- [start:both_apis]
  colb::client_options options{.region = "ap-guangzhou",
                               .credentials = colb::credentials::from_environment()};
  colb::tencent::clb_2017::client old_api(executor, options);
  colb::tencent::clb::client new_api(executor, options);
  // --8<-- [end:both_apis]
}

asio::awaitable<std::string> asks_who_it_is(clb::client& client) {
  // --8<-- [start:check]
  colb::identity who = co_await client.check();  // source, account, arn, user, temporary, expires
  // --8<-- [end:check]
  co_return who.arn;
}

asio::awaitable<std::string> adds_up(clb::client& client, boost::json::object numbers) {
  clb::any_action ask{.Action = "AddUp"};
  ask.Parameters = std::move(numbers);
  auto const added = co_await client.call(ask);
  co_return std::to_string(added.Response.at("Sum").as_int64());
}

/// What `chain` gives, or the error's text.
std::string result(asio::io_context& io, asio::awaitable<std::string> chain) {
  std::optional<std::string> text;
  asio::co_spawn(io, std::move(chain), [&](std::exception_ptr failure, std::string value) {
    auto const* const e = colb::get_error(failure);
    text = e ? e->what() : value;
  });
  while (!text) io.run_one();
  return *text;
}

}  // namespace

TEST_CASE("the emulator as its page shows it: Actions of one's own, temporary keys", "[docs]") {
  asio::io_context io;
  // --8<-- [start:options]
  colb::emulator::options how;
  how.task_time = std::chrono::milliseconds(50);
  // --8<-- [end:options]
  // --8<-- [start:metadata]
  how.metadata_port = 0;  // any free one; without it nobody listens
  // --8<-- [end:metadata]
  // --8<-- [start:cloud]
  colb::emulator::cloud cloud(io.get_executor(), how);
  clb::client client(io.get_executor(), {.region = "ap-guangzhou",
                                         .credentials = cloud.credentials(),
                                         .endpoint = cloud.endpoint(),
                                         .tls = {.ca_file = cloud.ca_file()}});
  // --8<-- [end:cloud]
  // --8<-- [start:keys]
  auto role = colb::credentials::from_instance_role({}, {.endpoint = cloud.metadata_endpoint()});
  auto taken = colb::credentials::assume_role(
      cloud.credentials(), {.role_arn = "qcs::cam::uin/1:roleName/ops", .endpoint = cloud.endpoint()});
  // --8<-- [end:keys]
  // --8<-- [start:serve]
  cloud.serve("clb", "AddUp", [](boost::json::object const& in) -> boost::json::object {
    if (!in.contains("A")) throw colb::emulator::refusal{"InvalidParameter", "A is missing."};
    return {{"Sum", in.at("A").as_int64() + in.at("B").as_int64()}};
  });
  // --8<-- [end:serve]
  CHECK(result(io, adds_up(client, {{"A", 40}, {"B", 2}})) == "42");
  for (auto const* const source : {&role, &taken}) {
    clb::client temporary(io.get_executor(), {.region = "ap-guangzhou",
                                              .credentials = *source,
                                              .endpoint = cloud.endpoint(),
                                              .tls = {.ca_file = cloud.ca_file()}});
    // The other one's STS is the vendor's own.
    if (source == &taken) CHECK(result(io, asks_who_it_is(temporary)).starts_with("qcs::"));
    CHECK(result(io, adds_up(temporary, {{"A", 40}, {"B", 2}})) == "42");
    CHECK(result(io, adds_up(temporary, {{"B", 2}})).find("A is missing.") != std::string::npos);
  }
  // --8<-- [start:own]
  auto own = colb::credentials::from(std::make_shared<my_keys>());
  // --8<-- [end:own]
  clb::client stranger(io.get_executor(), {.region = "ap-guangzhou",
                                           .credentials = own,
                                           .endpoint = cloud.endpoint(),
                                           .tls = {.ca_file = cloud.ca_file()}});
  CHECK(result(io, adds_up(stranger, {{"A", 1}})).find("AuthFailure") != std::string::npos);
}

TEST_CASE("a program is tested on the emulated cloud, without waiting", "[docs]") {
  // --8<-- [start:emulator]
  asio::io_context io;
  auto clock = std::make_shared<colb::manual_clock>();
  colb::emulator::cloud cloud(io.get_executor(), {.clock = clock});
  clb::client client(io.get_executor(), {.region = "ap-guangzhou",
                                         .credentials = cloud.credentials(),
                                         .endpoint = cloud.endpoint(),
                                         .tls = {.ca_file = cloud.ca_file()},
                                         .clock = clock});
  // --8<-- [end:emulator]
  // --8<-- [start:fault]
  cloud.inject({.action = "CreateLoadBalancer", .kind = colb::emulator::fault_kind::drop_answer});
  // --8<-- [end:fault]
  // --8<-- [start:clock]
  std::optional<std::exception_ptr> ended;
  asio::co_spawn(io, my_program(client), [&](std::exception_ptr failure) { ended = failure; });
  while (!ended) {
    if (io.poll() == 0) clock->advance_to_next();
  }
  // --8<-- [end:clock]
  CHECK(*ended == nullptr);
  CHECK(cloud.calls().size() >= 3);  // the purchase twice, with one token, and a look at its task
}
