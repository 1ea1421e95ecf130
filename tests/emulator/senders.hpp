// colb: speaks to the emulator's core in each of the four APIs: parameters as JSON in, signed as the API
// signs, the parsed answer out. Time is moved by hand.
#pragma once

#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include <colb/clock.hpp>
#include <colb/codec/percent.hpp>
#include <colb/emulator/core.hpp>
#include <colb/sign/rpc.hpp>
#include <colb/sign/rpc_parameters.hpp>
#include <colb/sign/tc3.hpp>
#include <colb/sign/tencent_v1.hpp>

#include "paths.hpp"  // made by the build

namespace colb_test {

namespace json = boost::json;
namespace emu = colb::inner::emu;
using colb::codec::parameter;

inline std::string text_of(json::value const& value) {
  return value.is_string() ? json::value_to<std::string>(value) : json::serialize(value);
}
inline std::string text_of(json::object const& from, std::string_view key) {
  auto const* const value = from.if_contains(key);
  return value ? text_of(*value) : std::string();
}

inline json::object catalog(std::string const& name) {
  std::ifstream in(std::string(COLB_CATALOG_DIR) + '/' + name, std::ios::binary);
  std::string const text{std::istreambuf_iterator<char>(in), {}};
  return json::parse(text).as_object();
}

/// How a call ended: an empty code is success.
struct verdict {
  std::string code{};
  std::string message{};
  friend bool operator==(verdict const&, verdict const&) = default;
};

class speaker {
 public:
  explicit speaker(colb::emulator::options options) : core_(with(std::move(options))) {}
  virtual ~speaker() = default;

  std::shared_ptr<colb::manual_clock> const clock = std::make_shared<colb::manual_clock>();
  emu::core& core() { return core_; }

  virtual json::object call(std::string const& action, json::object const& parameters) = 0;
  virtual verdict verdict_of(json::object const& answer) const = 0;
  verdict send(std::string const& action, json::object const& parameters) {
    return verdict_of(call(action, parameters));
  }
  /// A call that has to succeed, and time for its task.
  json::object done(std::string const& action, json::object const& parameters) {
    auto answer = call(action, parameters);
    auto const said = verdict_of(answer);
    if (!said.code.empty()) throw std::runtime_error(action + ": " + said.code + ": " + said.message);
    clock->advance(std::chrono::seconds(1));
    return answer;
  }

 protected:
  colb::emulator::options with(colb::emulator::options options) const {
    options.clock = clock;
    options.rate_limit = false;
    return options;
  }
  std::string seconds() const {
    return std::to_string(std::chrono::floor<std::chrono::seconds>(clock->now().time_since_epoch()).count());
  }
  std::string next_nonce() { return std::to_string(++nonce_); }
  json::object parsed(emu::request const& request) {
    return json::parse(core_.handle(request).body).as_object();
  }
  static emu::request form(std::string target, std::vector<parameter> const& all) {
    emu::request r;
    r.method = "POST";
    r.target = std::move(target);
    r.headers = {{"Host", "127.0.0.1"}, {"Content-Type", "application/x-www-form-urlencoded"}};
    r.body = colb::codec::form_encode(all);
    return r;
  }
  /// `a.0.b=c`, lists counted from 0.
  static void flatten(std::vector<parameter>& out, std::string const& path, json::value const& value) {
    if (auto const* const object = value.if_object()) {
      for (auto const& member : *object)
        flatten(out, path.empty() ? std::string(member.key()) : path + '.' + std::string(member.key()),
                member.value());
    } else if (auto const* const list = value.if_array()) {
      for (std::size_t i = 0; i < list->size(); ++i) flatten(out, path + '.' + std::to_string(i), (*list)[i]);
    } else {
      out.emplace_back(path, text_of(value));
    }
  }

 private:
  emu::core core_;
  inline static int nonce_ = 0;  // of all: one cloud may take over another's state
};

/// JSON, signed by TC3.
class tencent_clb : public speaker {
 public:
  using speaker::speaker;
  json::object call(std::string const& action, json::object const& parameters) override {
    emu::request r;
    r.method = "POST";
    r.target = "/";
    r.headers = {{"Host", "127.0.0.1"},         {"Content-Type", "application/json; charset=utf-8"},
                 {"X-TC-Action", action},       {"X-TC-Version", "2018-03-17"},
                 {"X-TC-Timestamp", seconds()}, {"X-TC-Region", "ap-guangzhou"}};
    r.body = json::serialize(parameters);
    colb::sign::tc3_request const what{.secret_id = core().credentials().id,
                                       .secret_key = core().credentials().key,
                                       .service = "clb",
                                       .host = "127.0.0.1",
                                       .method = "POST",
                                       .canonical_query = "",
                                       .content_type = r.header("Content-Type"),
                                       .payload = r.body,
                                       .timestamp = std::stoll(seconds())};
    r.headers.emplace_back("Authorization", colb::sign::sign_tc3(what));
    return parsed(r).at("Response").as_object();
  }
  verdict verdict_of(json::object const& answer) const override {
    auto const* const error = answer.if_contains("Error");
    if (!error) return {};
    return {text_of(error->at("Code")), text_of(error->at("Message"))};
  }
};

class tencent_clb_2017 final : public speaker {
 public:
  using speaker::speaker;
  json::object call(std::string const& action, json::object const& parameters) override {
    std::vector<parameter> all{{"Action", action},
                               {"Region", "gz"},
                               {"Timestamp", seconds()},
                               {"Nonce", next_nonce()},
                               {"SecretId", core().credentials().id}};
    flatten(all, {}, parameters);
    std::string const path = "/v2/index.php";
    all.emplace_back("Signature",
                     colb::sign::sign_v1(colb::sign::v1_algorithm::hmac_sha1, core().credentials().key,
                                         "POST", "127.0.0.1", path, all, colb::sign::v1_underscore::to_dot));
    return parsed(form(path, all));
  }
  verdict verdict_of(json::object const& answer) const override {
    auto const code = text_of(answer, "code");
    return code == "0" ? verdict{} : verdict{code, text_of(answer, "message")};
  }
};

/// Lists and objects go as JSON texts, but for those of today that are numbered. A RegionId that is null is
/// left out.
class aliyun_slb final : public speaker {
 public:
  using speaker::speaker;
  json::object call(std::string const& action, json::object const& parameters) override {
    std::vector<parameter> all{{"Action", action},
                               {"Version", "2014-05-15"},
                               {"AccessKeyId", core().credentials().id},
                               {"SignatureMethod", "HMAC-SHA1"},
                               {"SignatureVersion", "1.0"},
                               {"SignatureNonce", next_nonce()},
                               {"Format", "JSON"},
                               {"Timestamp", colb::inner::rpc_timestamp(clock->now())}};
    auto const* const region = parameters.if_contains("RegionId");
    if (!region || !region->is_null()) all.emplace_back("RegionId", "cn-hangzhou");
    for (auto const& member : parameters) {
      if (member.key() == "RegionId") continue;
      if (member.value().is_array() && is_numbered(member.key())) {
        std::size_t number = 0;
        for (auto const& each : member.value().get_array())
          flatten(all, std::string(member.key()) + '.' + std::to_string(++number), each);
      } else {
        all.emplace_back(member.key(), text_of(member.value()));
      }
    }
    all.emplace_back("Signature", colb::sign::sign_rpc("POST", all, core().credentials().key + '&'));
    return parsed(form("/", all));
  }
  verdict verdict_of(json::object const& answer) const override {
    return {text_of(answer, "Code"), text_of(answer, "Message")};
  }

 private:
  static bool is_numbered(std::string_view list) {
    return list == "Tag" || list == "TagKey" || list == "ResourceId" || list == "Ciphers" ||
           list == "TLSVersions" || list == "LoadBalancerId";
  }
};

class capitalonline_lb final : public speaker {
 public:
  using speaker::speaker;
  json::object call(std::string const& action, json::object const& parameters) override {
    auto const* const about = actions_.if_contains(action);
    auto const method = about ? text_of(about->as_object(), "http") : "POST";
    std::vector<parameter> all{{"Action", action},
                               {"Version", "2019-08-08"},
                               {"AccessKeyId", core().credentials().id},
                               {"SignatureMethod", "HMAC-SHA1"},
                               {"SignatureVersion", "1.0"},
                               {"SignatureNonce", next_nonce()},
                               {"Timestamp", colb::inner::rpc_timestamp(clock->now())}};
    if (method == "GET") flatten(all, {}, parameters);
    all.emplace_back("Signature", colb::sign::sign_rpc(method, all, core().credentials().key));
    emu::request r;
    r.method = method;
    r.target = (about ? text_of(about->as_object(), "path") : "/lb") + "/?" + colb::codec::form_encode(all);
    r.headers = {{"Host", "127.0.0.1"}, {"Content-Type", "application/json"}};
    if (method == "POST") r.body = json::serialize(parameters);
    return parsed(r);
  }
  verdict verdict_of(json::object const& answer) const override {
    auto const code = text_of(answer, "Code");
    return code == "Success" || code == "OK" ? verdict{} : verdict{code, text_of(answer, "Message")};
  }

 private:
  json::object actions_ = catalog("capitalonline-lb-2019-08-08.json").at("actions").as_object();
};

}  // namespace colb_test
