// colb: drives the emulator's Alibaba Cloud SLB in process: signed requests in, parsed answers out.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <colb/clock.hpp>
#include <colb/codec/percent.hpp>
#include <colb/emulator/core.hpp>
#include <colb/sign/rpc.hpp>
#include <colb/sign/rpc_parameters.hpp>

namespace colb_test {

namespace json = boost::json;

/// One emulated cloud and a client of Alibaba Cloud SLB that can only sign. Time is moved by hand.
struct slb_driver {
  std::shared_ptr<colb::manual_clock> clock = std::make_shared<colb::manual_clock>();
  colb::inner::emu::core core{[this] {
    colb::emulator::options options;
    options.clock = clock;
    return options;
  }()};
  int nonce = 0;

  using parameters = std::vector<colb::codec::parameter>;

  parameters common(std::string action) {
    return {{"Action", std::move(action)},
            {"Version", "2014-05-15"},
            {"AccessKeyId", core.credentials().id},
            {"SignatureMethod", "HMAC-SHA1"},
            {"SignatureVersion", "1.0"},
            {"SignatureNonce", "nonce-" + std::to_string(++nonce)},
            {"Timestamp", colb::inner::rpc_timestamp(clock->now())}};
  }
  static void put(parameters& all, std::string name, std::string value) {
    std::erase_if(all, [&](auto const& each) { return each.first == name; });
    if (!value.empty()) all.emplace_back(std::move(name), std::move(value));
  }

  colb::inner::emu::request request(parameters all, std::string method = "GET") const {
    all.emplace_back("Signature", colb::sign::sign_rpc(method, all, core.credentials().key + '&'));
    colb::inner::emu::request r;
    r.method = method;
    r.headers = {{"Host", "127.0.0.1"}};
    std::string const text = colb::codec::form_encode(all);
    r.target = method == "POST" ? "/" : "/?" + text;
    if (method == "POST") r.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    if (method == "POST") r.body = text;
    return r;
  }

  struct seen {
    int status;
    std::string code;
    json::object body;
  };
  seen send(parameters all, std::string method = "GET") {
    put(all, "Format", "JSON");
    return send(request(std::move(all), std::move(method)));
  }
  seen send(colb::inner::emu::request const& r) {
    auto const answer = core.handle(r);
    auto body = json::parse(answer.body).as_object();
    auto const* const code = body.if_contains("Code");
    return {answer.status, code ? json::value_to<std::string>(*code) : std::string(), std::move(body)};
  }
  seen call(std::string action, parameters more = {}) {
    auto all = common(std::move(action));
    all.emplace_back("RegionId", "cn-hangzhou");
    for (auto& each : more) put(all, each.first, each.second);
    return send(std::move(all));
  }
  std::string balancer() {
    return json::value_to<std::string>(call("CreateLoadBalancer").body.at("LoadBalancerId"));
  }
};

}  // namespace colb_test
