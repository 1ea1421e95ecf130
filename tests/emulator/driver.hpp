// colb: drives the emulator's core in process: signed requests in, parsed answers out, time moved by hand.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>

#include <colb/clock.hpp>
#include <colb/emulator/core.hpp>
#include <colb/sign/tc3.hpp>
#include <colb/sign/tencent_v1.hpp>

namespace colb_test {

using namespace std::chrono_literals;
namespace emu = colb::inner::emu;
namespace emulator = colb::emulator;
namespace json = boost::json;

inline emulator::options with(std::shared_ptr<colb::manual_clock> clock, emulator::options options) {
  options.clock = std::move(clock);
  return options;
}

/// One emulated cloud and a client that can only sign.
class driver {
 public:
  explicit driver(emulator::options options = {})
      : clock(std::make_shared<colb::manual_clock>()), core(with(clock, std::move(options))) {}

  std::shared_ptr<colb::manual_clock> clock;
  emu::core core;
  std::string region = "ap-guangzhou";

  std::int64_t now() const {
    return std::chrono::floor<std::chrono::seconds>(clock->now().time_since_epoch()).count();
  }

  emu::request post(std::string const& action, std::string body) const {
    emu::request request;
    request.method = "POST";
    request.target = "/";
    request.headers = {{"Host", "127.0.0.1:9"},
                       {"Content-Type", "application/json; charset=utf-8"},
                       {"X-TC-Action", action},
                       {"X-TC-Version", "2018-03-17"},
                       {"X-TC-Timestamp", std::to_string(now())},
                       {"X-TC-Region", region}};
    if (!core.credentials().token.empty())
      request.headers.emplace_back("X-TC-Token", core.credentials().token);
    request.body = std::move(body);
    return signed_by(std::move(request), core.credentials());
  }

  emu::request signed_by(emu::request request, colb::credentials const& credentials) const {
    std::string const query(request.query());
    colb::sign::tc3_request const what{
        .secret_id = credentials.id,
        .secret_key = credentials.key,
        .service = "clb",
        .host = request.header("Host"),
        .method = request.method,
        .canonical_query = query,
        .content_type = request.header("Content-Type"),
        .payload = request.body,
        .timestamp = std::stoll("0" + std::string(request.header("X-TC-Timestamp")))};
    request.headers.emplace_back("Authorization", colb::sign::sign_tc3(what));
    return request;
  }

  json::object send(emu::request const& request) {
    auto const answer = core.handle(request);
    if (answer.status != 200) return {{"status", answer.status}};
    return json::parse(answer.body).as_object().at("Response").as_object();
  }

  /// What is in "Response".
  json::object call(std::string const& action, std::string body = "{}") {
    return send(post(action, std::move(body)));
  }

  /// The code that a call is refused with; empty when it is not.
  std::string code(std::string const& action, std::string body = "{}") {
    return code_of(call(action, std::move(body)));
  }
  static std::string code_of(json::object const& response) {
    auto const* const error = response.if_contains("Error");
    return error ? text(error->at("Code")) : std::string();
  }
  static std::string message_of(json::object const& response) {
    auto const* const error = response.if_contains("Error");
    return error ? text(error->at("Message")) : std::string();
  }
  static std::string text(json::value const& value) { return json::value_to<std::string>(value); }

  /// Runs a change to its end.
  json::object done(std::string const& action, std::string body) {
    auto response = call(action, std::move(body));
    if (response.contains("Error")) throw std::runtime_error(json::serialize(response));
    clock->advance(1s);
    return response;
  }

  std::int64_t task(std::string const& id) {
    return call("DescribeTaskStatus", R"({"TaskId":")" + id + R"("})").at("Status").as_int64();
  }

  std::string make_balancer(std::string more = "") {
    auto const made = done("CreateLoadBalancer", R"({"LoadBalancerType":"OPEN")" + more + '}');
    return text(made.at("LoadBalancerIds").at(0));
  }
  std::string make_listener(std::string const& lb, std::string const& protocol, int port,
                            std::string more = "") {
    auto const made =
        done("CreateListener", R"({"LoadBalancerId":")" + lb + R"(","Ports":[)" + std::to_string(port) +
                                   R"(],"Protocol":")" + protocol + '"' + more + '}');
    return text(made.at("ListenerIds").at(0));
  }
  std::string make_rule(std::string const& lb, std::string const& listener, std::string const& domain,
                        std::string const& url, std::string more = "") {
    auto const made = done("CreateRule", R"({"LoadBalancerId":")" + lb + R"(","ListenerId":")" + listener +
                                             R"(","Rules":[{"Domain":")" + domain + R"(","Url":")" + url +
                                             '"' + more + "}]}");
    return text(made.at("LocationIds").at(0));
  }
};

/// `{"a":"b"}` out of names and texts; a text that starts with one of `[{` or a digit stays as it is.
inline std::string body(std::vector<std::pair<std::string, std::string>> const& members) {
  std::string out = "{";
  for (auto const& [name, value] : members) {
    if (out.size() > 1) out += ',';
    out += '"' + name + "\":";
    bool const raw =
        !value.empty() && (value[0] == '[' || value[0] == '{' || value == "true" || value == "false" ||
                           value.find_first_not_of("0123456789") == value.npos);
    out += raw ? value : '"' + value + '"';
  }
  return out + '}';
}

}  // namespace colb_test
