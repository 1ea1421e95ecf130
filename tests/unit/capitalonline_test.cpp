// colb: Capital Online on the wire: requests to the letter, envelopes, errors, tasks.
#include <chrono>
#include <cstdlib>
#include <deque>
#include <exception>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <asio/io_context.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/capitalonline/lb.hpp>
#include <colb/sign/rpc.hpp>
#include <colb/sign/rpc_parameters.hpp>

#include "catch.hpp"
#include "paths.hpp"  // made by the build
#include "support/pipe.hpp"

namespace lb = colb::capitalonline::lb;
namespace json = boost::json;
using colb::condition;

namespace {

constexpr std::string_view endpoint = "https://cdsapi.capitalonline.net";

std::chrono::system_clock::time_point at(std::int64_t seconds) {
  return std::chrono::system_clock::time_point(std::chrono::seconds(seconds));
}
constexpr std::int64_t of_the_vectors = 1714979289;  // 2024-05-06T07:08:09Z

struct attempt {
  colb::credentials who{.id = "exampleAccessKeyId", .key = "exampleSecretKey"};
  std::int64_t time = of_the_vectors;
  std::uint64_t nonce = 1;
};

template <class A>
colb::inner::encoded_call encoded(A const& request) {
  colb::inner::encoded_call call;
  call.action = &colb::inner::action_info_of<A>;
  lb::detail::protocol().encode(call, &request, "");
  return call;
}

/// One attempt, with the nonce that the vectors have.
template <class A>
colb::inner::request built(A const& request, attempt const& how = {}) {
  bool high = true;
  colb::random_source const random = [&] {
    return std::exchange(high, false) ? std::uint64_t{0x4fd92f8c000011f0}
                                      : std::uint64_t{0x8000000000000000} + how.nonce;
  };
  colb::inner::signing_context const context{"cdsapi.capitalonline.net", "cn", how.who, at(how.time), random};
  return lb::detail::protocol().build(encoded(request), context);
}

std::string url(colb::inner::request const& request) { return std::string(endpoint) + request.target; }

std::string const* header(colb::inner::request const& request, std::string_view name) {
  for (auto const& [key, value] : request.headers) {
    if (key == name) return &value;
  }
  return nullptr;
}

/// What an answer means to the protocol.
template <class A>
struct outcome {
  colb::inner::verdict verdict;
  typename A::response response{};
};

template <class A>
outcome<A> read(std::string body, int status = 200) {
  colb::inner::encoded_call call;
  call.action = &colb::inner::action_info_of<A>;
  colb::inner::response answer;
  answer.status = status;
  answer.body = std::move(body);
  outcome<A> out;
  out.verdict = lb::detail::protocol().read(call, answer, &out.response);
  return out;
}

json::object const& catalog() {
  static json::value const whole = [] {
    std::ifstream file(COLB_CATALOG_DIR "/capitalonline-lb-2019-08-08.json");
    REQUIRE(file);
    return json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  }();
  return whole.as_object();
}

}  // namespace

// ---- requests
// ----------------------------------------------------------------------------------------------------

TEST_CASE("Capital Online: the six vectors, as they go over the wire") {
  SECTION("V1: a GET signs its own parameters too") {
    lb::DescribeLoadBalancers const list{.IP = "66.66", .InstanceName = "haproxy", .TagName = "test_tag"};
    auto const request = built(list);
    CHECK(request.method == "GET");
    CHECK(request.body.empty());
    CHECK(header(request, "Content-Type") == nullptr);
    CHECK(
        url(request) ==
        "https://cdsapi.capitalonline.net/lb/"
        "?AccessKeyId=exampleAccessKeyId&Action=DescribeLoadBalancers&IP=66.66&"
        "InstanceName=haproxy&SignatureMethod=HMAC-SHA1&SignatureNonce=4fd92f8c-0000-11f0-8000-000000000001&"
        "SignatureVersion=1.0&TagName=test_tag&Timestamp=2024-05-06T07%3A08%3A09Z&Version=2019-08-08&"
        "Signature=BCTJC43MyPQSoYni96vAhFtSC8s%3D");
  }
  SECTION("V2: a POST signs what stands in the query, and its body is JSON") {
    lb::CreateLoadBalancer const create{.RegionId = "CN_Hongkong_A",
                                        .VdcId = "vdc",
                                        .BasePipeId = "pipe",
                                        .InstanceName = "test-haproxy",
                                        .PaasGoodsId = 5072,
                                        .Ips = {{.PipeType = "private", .PipeId = "p1", .IsVip = 1},
                                                {.PipeType = "public", .PipeId = "p2", .SegmentId = "s"}},
                                        .Amount = 1};
    auto const request = built(create, {.nonce = 2});
    CHECK(request.method == "POST");
    REQUIRE(header(request, "Content-Type"));
    CHECK(*header(request, "Content-Type") == "application/json");
    CHECK(request.body ==
          R"({"RegionId":"CN_Hongkong_A","VdcId":"vdc","BasePipeId":"pipe","InstanceName":"test-haproxy",)"
          R"("PaasGoodsId":5072,"Ips":[{"PipeType":"private","PipeId":"p1","IsVip":1},)"
          R"({"PipeType":"public","PipeId":"p2","SegmentId":"s"}],"Amount":1})");
    CHECK(
        url(request) ==
        "https://cdsapi.capitalonline.net/lb/?AccessKeyId=exampleAccessKeyId&Action=CreateLoadBalancer&"
        "SignatureMethod=HMAC-SHA1&SignatureNonce=4fd92f8c-0000-11f0-8000-000000000002&SignatureVersion=1.0&"
        "Timestamp=2024-05-06T07%3A08%3A09Z&Version=2019-08-08&Signature=6JGD6hXvUL0n4gjq2M48jVtCSCQ%3D");
  }
  SECTION("V3: escaping, UTF-8, a secret with special bytes") {
    lb::DescribeLoadBalancers const list{.InstanceName = "a b+c*d~e/f=g&h%7Ei\"j\xE9\xA6\x96\xE4\xBA\x91",
                                         .StartTime = "2021-03-10 14:00:00",
                                         .EndTime = "2021-03-10 15:00:00"};
    attempt how{.time = 1709251199, .nonce = 3};
    how.who.key = "k/+= &~*%7E";
    CHECK(
        url(built(list, how)) ==
        "https://cdsapi.capitalonline.net/lb/?AccessKeyId=exampleAccessKeyId&Action=DescribeLoadBalancers&"
        "EndTime=2021-03-10%2015%3A00%3A00&InstanceName=a%20b%2Bc%2Ad~e%2Ff%3Dg%26h%257Ei%22j%E9%A6%96%E4%BA%"
        "91&"
        "SignatureMethod=HMAC-SHA1&SignatureNonce=4fd92f8c-0000-11f0-8000-000000000003&SignatureVersion=1.0&"
        "StartTime=2021-03-10%2014%3A00%3A00&Timestamp=2024-02-29T23%3A59%3A59Z&Version=2019-08-08&"
        "Signature=umUxAHKD5hsJf%2FV4tOYn8vdFJwo%3D");
  }
  SECTION("V4: the task poller, at another path") {
    lb::DescribeTask const poll{.TaskId = "f9053ea8-fc23-4032-8a7f-01def77b4cc0"};
    CHECK(
        url(built(poll, {.nonce = 4})) ==
        "https://cdsapi.capitalonline.net/ccs/?AccessKeyId=exampleAccessKeyId&Action=DescribeTask&"
        "SignatureMethod=HMAC-SHA1&SignatureNonce=4fd92f8c-0000-11f0-8000-000000000004&SignatureVersion=1.0&"
        "TaskId=f9053ea8-fc23-4032-8a7f-01def77b4cc0&Timestamp=2024-05-06T07%3A08%3A09Z&Version=2019-08-08&"
        "Signature=qvP6wBZBtL8R5XqPgBdQfRAVrSY%3D");
  }
  SECTION("V5: an empty value that was given is sent and signed") {
    lb::DescribeVpcSlbListInfo const list{.VpcId = "635957ee-9543-11f0-8037-c2aae808f99f", .Keyword = ""};
    CHECK(
        url(built(list, {.nonce = 5})) ==
        "https://cdsapi.capitalonline.net/vpc/"
        "?AccessKeyId=exampleAccessKeyId&Action=DescribeVpcSlbListInfo&Keyword=&"
        "SignatureMethod=HMAC-SHA1&SignatureNonce=4fd92f8c-0000-11f0-8000-000000000005&SignatureVersion=1.0&"
        "Timestamp=2024-05-06T07%3A08%3A09Z&Version=2019-08-08&VpcId=635957ee-9543-11f0-8037-c2aae808f99f&"
        "Signature=y32Siu1%2B7Ma5GduAfPv%2FT8G3taw%3D");
    CHECK(built(lb::DescribeVpcSlbListInfo{}).target.find("Keyword") == std::string::npos);
  }
  SECTION("V6: a POST to /vpc") {
    lb::CreateVpcSlb const create{.RegionCode = "CN_Qingyang",
                                  .AvailableZoneCode = "CN_Qingyang_A",
                                  .VpcId = "v",
                                  .Name = "n",
                                  .NetType = "wan",
                                  .ConfType = "slb.v1.small"};
    CHECK(
        url(built(create, {.nonce = 6})) ==
        "https://cdsapi.capitalonline.net/vpc/?AccessKeyId=exampleAccessKeyId&Action=CreateVpcSlb&"
        "SignatureMethod=HMAC-SHA1&SignatureNonce=4fd92f8c-0000-11f0-8000-000000000006&SignatureVersion=1.0&"
        "Timestamp=2024-05-06T07%3A08%3A09Z&Version=2019-08-08&Signature=pBbumI2b%2FxLgaq67Qg4s7Nv9eo4%3D");
  }
}

TEST_CASE("Capital Online: the body of a POST is not signed") {
  lb::DeleteLoadBalancer const one{.InstanceUuid = "a"};
  lb::DeleteLoadBalancer const other{.InstanceUuid = "b"};
  CHECK(built(one).target == built(other).target);
  CHECK(built(one).body != built(other).body);
}

namespace {

/// Numbers that an example shows as text are sent as the numbers that the tables say.
json::value as_sent(std::string_view action, json::value request) {
  if (action == "CreateLoadBalancer") {
    auto& goods = request.as_object()["PaasGoodsId"];
    goods = std::stoll(std::string(goods.as_string()));
  }
  return request;
}

/// Empty lists of optional fields are left out.
void drop_empty_lists(json::value& value) {
  if (auto* const members = value.if_object()) {
    for (auto it = members->begin(); it != members->end();) {
      drop_empty_lists(it->value());
      bool const empty = it->value().is_array() && it->value().get_array().empty();
      it = empty ? members->erase(it) : std::next(it);
    }
  } else if (auto* const list = value.if_array()) {
    for (auto& each : *list) drop_empty_lists(each);
  }
}

template <class A>
void check_examples() {
  std::string const name(colb::inner::type_name<A>());
  INFO(name);
  auto const& action = catalog().at("actions").as_object().at(name).as_object();
  auto const& kind = action.at("kind").as_string();
  for (auto const& each : action.at("examples").as_array()) {
    auto const& example = each.as_object();
    auto wanted = as_sent(name, example.at("request"));
    auto const request = built(colb::from_json<A>(json::serialize(example.at("request"))));
    CHECK(request.method == action.at("http").as_string());
    CHECK(request.target.starts_with(std::string(action.at("path").as_string()) + "/?AccessKeyId="));
    CHECK(request.target.find("&Action=" + name + "&") != std::string::npos);
    if (request.method == "POST") {
      drop_empty_lists(wanted);
      CHECK(json::parse(request.body) == wanted);
    } else {
      CHECK(request.body.empty());
      for (auto const& [key, value] : wanted.as_object()) {
        auto const pair =
            '&' + std::string(key) + '=' + colb::codec::percent_encode(std::string(value.as_string()));
        CHECK((request.target + '&').find(pair + '&') != std::string::npos);
      }
    }

    auto const& response = example.at("response").as_object();
    auto const answer = read<A>(json::serialize(response));
    CHECK(answer.verdict.success);
    if (kind == "async")
      CHECK(answer.verdict.task_ids ==
            std::vector<std::string>{std::string(response.at("TaskId").as_string())});
    auto const* const data = response.if_contains("Data");
    std::string const read_back = colb::to_json(answer.response);
    bool const has_data = data && !(data->is_object() && data->get_object().empty());
    if (has_data) CHECK(json::parse(read_back).as_object().contains("Data"));
  }
}

template <class... A>
void check_all_examples() {
  (check_examples<A>(), ...);
  CHECK(sizeof...(A) == catalog().at("actions").as_object().size());
}

}  // namespace

TEST_CASE("Capital Online: every example of the catalog goes out and comes in") {
  using namespace lb;
  check_all_examples<DescribeZones, DescribeLoadBalancersSpec, CreateLoadBalancer, DescribeLoadBalancers,
                     DescribeLoadBalancersModifySpec, ModifyLoadBalancerInstanceSpec, DeleteLoadBalancer,
                     ModifyLoadBalancerName, DescribeCACertificates, DescribeCACertificate,
                     DeleteCACertificate, UploadCACertificate, DescribeLoadBalancerStrategys,
                     ModifyLoadBalancerStrategys, AddLoadBalancerStrategys, DescribeLBInstanceListeners,
                     DescribeHaproxyCustomConfig, ModifyHaproxyCustomConfig, DescribeLBInstancePerformance,
                     CreateVpcSlb, DeleteVpcSlb, UpdateVpcSlb, DescribeVpcSlbListInfo,
                     DescribeVpcSlbDetailInfo, DescribeVpcSlbListenCreateInfo, CreateVpcSLBListen,
                     DeleteVpcSLBListen, UpdateVpcSLBListen, DescribeVpcSlbListenList, QueryVpcSLBListen,
                     DescribeVpcSlbListenRsInfo, CreateVpcSLBRsPort, DeleteVpcSLBRsPort, UpdateVpcSLBRsPort,
                     QueryVpcSLBRsPort, DescribeTask>();
}

TEST_CASE("Capital Online: hosts") {
  lb::detail::protocol const protocol;
  std::string const mainland = "https://cdsapi.capitalonline.net";
  std::string const asia = "https://cdsapi-asia.capitalonline.net";
  std::string const west = "https://cdsapi-us.capitalonline.net";
  for (char const* region : {"", "cn", "CN_Beijing_A", "CN_Qingyang"})
    CHECK(protocol.default_endpoint(region) == mainland);
  for (char const* region : {"asia", "APAC_Singapore_A", "CN_Hongkong_A", "CN_HongKong", "CN_Taipei_A"}) {
    CHECK(protocol.default_endpoint(region) == asia);
  }
  for (char const* region : {"us", "US_Dallas_A", "EUR_Germany_A"})
    CHECK(protocol.default_endpoint(region) == west);

  asio::io_context io;
  try {
    lb::client const client(io.get_executor(),
                            {.region = "ap-guangzhou", .credentials = {.id = "i", .key = "k"}});
    FAIL("the region belongs to no host");
  } catch (colb::error const& e) {
    CHECK(e.code() == condition::invalid_request);
    CHECK(std::string(e.what()).find("ap-guangzhou") != std::string::npos);
  }
}

TEST_CASE("Capital Online: credentials of the environment") {
  asio::io_context io;
  auto const options = [] {
    return colb::client_options{.region = "cn", .credentials = colb::credentials::from_environment()};
  };
  CHECK_THROWS_AS(lb::client(io.get_executor(), options()), colb::error);
  ::setenv("CDS_SECRET_ID", "id", 1);
  ::setenv("CDS_SECRET_KEY", "key", 1);
  CHECK_NOTHROW(lb::client(io.get_executor(), options()));
  ::unsetenv("CDS_SECRET_ID");
  ::unsetenv("CDS_SECRET_KEY");
}

TEST_CASE("Capital Online: timestamps and nonces") {
  using colb::inner::rpc_nonce;
  using colb::inner::rpc_timestamp;
  CHECK(rpc_timestamp(at(0)) == "1970-01-01T00:00:00Z");
  CHECK(rpc_timestamp(at(1709251199) + std::chrono::milliseconds(999)) == "2024-02-29T23:59:59Z");
  CHECK(rpc_timestamp(at(1709251200)) == "2024-03-01T00:00:00Z");
  CHECK(rpc_nonce(0, 1) == "00000000-0000-0000-0000-000000000001");
  CHECK(rpc_nonce(0xfedcba9876543210, 0xf123456789abcdef) == "fedcba98-7654-3210-f123-456789abcdef");
}

// ---- answers
// -----------------------------------------------------------------------------------------------------

TEST_CASE("Capital Online: success is Success or OK in any case") {
  for (char const* code : {"Success", "OK", "success", "ok", "SUCCESS", "Ok"}) {
    auto const answer =
        read<lb::DeleteVpcSlb>(R"({"Code":")" + std::string(code) +
                               R"(","Message":"m","Data":{"msg":"x","status":1},"TaskId":"t-1"})");
    INFO(code);
    CHECK(answer.verdict.success);
    CHECK(answer.verdict.task_ids == std::vector<std::string>{"t-1"});
    REQUIRE(answer.response.Data);
    CHECK(answer.response.Data->status == 1);
  }
}

TEST_CASE("Capital Online: where there is no task") {
  for (char const* task :
       {R"(,"TaskId":"")", R"(,"TaskId":"0")", R"(,"TaskId":0)", R"(,"TaskId":null)", ""}) {
    INFO(task);
    auto const answer =
        read<lb::DeleteLoadBalancer>(R"({"Code":"Success","Data":{})" + std::string(task) + "}");
    CHECK(answer.verdict.success);
    CHECK(answer.verdict.task_ids.empty());
  }
}

TEST_CASE("Capital Online: Data of another form than documented") {
  CHECK(read<lb::CreateLoadBalancer>(R"({"Code":"Success","Data":"","TaskId":"t"})").verdict.success);
  CHECK(read<lb::CreateLoadBalancer>(R"({"Code":"Success","Data":[],"TaskId":"t"})").verdict.success);
  CHECK(read<lb::DescribeLoadBalancers>(R"({"Code":"Success","Data":{}})").verdict.success);
  CHECK(read<lb::DescribeLoadBalancers>(R"({"Code":"Success","Data":null})").verdict.success);
  CHECK(read<lb::DescribeLoadBalancers>(R"({"Code":"Success"})").verdict.success);

  auto const wrong = read<lb::DescribeLoadBalancers>(R"({"Code":"Success","Data":"text"})");
  CHECK_FALSE(wrong.verdict.success);
  CHECK(wrong.verdict.error.condition == condition::malformed_response);

  auto const failed = read<lb::DescribeLoadBalancers>(
      R"({"Data":"no such thing","Code":"ResourceNotFound","Message":"m"})", 404);
  CHECK(failed.verdict.error.condition == condition::not_found);
  CHECK(failed.verdict.error.vendor_message == "m");
}

TEST_CASE("Capital Online: one resource id, or several as DescribeTask's document says") {
  auto const ids = [](std::string const& resource) {
    auto const answer = read<lb::DescribeTask>(R"({"Code":"Success","Data":{"ResourceId":)" + resource +
                                               R"(,"Status":"FINISH"},"TaskId":"t"})");
    REQUIRE(answer.verdict.success);
    colb::reply<lb::DescribeTask> status;
    status.response() = answer.response;
    return lb::task_rule::look(status).ids;
  };
  CHECK(ids(R"("a")") == std::vector<std::string>{"a"});
  CHECK(ids(R"(["a","b"])") == std::vector<std::string>{"a", "b"});
  CHECK(ids("[]").empty());
  CHECK(ids("null").empty());
  CHECK(ids(R"("")").empty());
}

TEST_CASE("Capital Online: names on which documents and servers do not agree") {
  auto const certificate = read<lb::DescribeCACertificate>(R"({"Code":"Success","Data":{"PrivateKey":"k"}})");
  REQUIRE(certificate.response.Data);
  CHECK(certificate.response.Data->PirvateKey == "k");
  CHECK(colb::to_json(*certificate.response.Data) == R"({"PirvateKey":"k"})");
  std::ostringstream printed;
  printed << *certificate.response.Data;
  CHECK(printed.str() == R"({"PirvateKey":"***"})");

  auto const list = read<lb::DescribeLoadBalancers>(
      R"({"Code":"Success","Data":[{"vips":[{"ip":"10.0.0.1","type":"private"}],"ro_groups":"None"}]})");
  REQUIRE(list.response.Data.size() == 1);
  REQUIRE(list.response.Data[0].Vips.size() == 1);
  CHECK(list.response.Data[0].Vips[0].IP == "10.0.0.1");
  CHECK(list.response.Data[0].Vips[0].Type == "private");

  auto const choices =
      read<lb::DescribeVpcSlbListenCreateInfo>(R"({"Code":"OK","data":{"SlbAclList":[{"AclId":"a"}]}})");
  REQUIRE(choices.response.Data);
  CHECK(choices.response.Data->SlbAclList.size() == 1);
}

TEST_CASE("Capital Online: errors of the API") {
  struct row {
    char const* code;
    int status;
    condition means;
    bool try_later = false;
  };
  auto const [code, status, means, try_later] = GENERATE(
      row{"ArgMissing", 400, condition::invalid_request},
      row{"InvalidParameter", 400, condition::invalid_request},
      row{"BadArgs", 400, condition::invalid_request},
      row{"UnsupportedOperation", 400, condition::unsupported},
      row{"ResourceNotFound", 404, condition::not_found},
      row{"ResourceInUse", 409, condition::conflict, true}, row{"InternalError", 500, condition::unavailable},
      row{"CreateOrderExcept", 500, condition::unavailable},
      row{"InvalidTaskID.Malformed", 400, condition::invalid_request},
      row{"ResourceNotFound", 200, condition::not_found},
      row{"SignatureDoesNotMatch", 403, condition::authentication},
      row{"Whatever", 401, condition::authentication}, row{"Whatever", 403, condition::permission},
      row{"Whatever", 429, condition::throttled, true}, row{"Whatever", 400, condition::invalid_request},
      row{"Whatever", 200, condition::unavailable});
  INFO(code);
  auto const answer = read<lb::DeleteLoadBalancer>(
      R"({"Code":")" + std::string(code) + R"(","Message":"why","Data":{},"TaskId":""})", status);
  CHECK_FALSE(answer.verdict.success);
  CHECK(answer.verdict.error.condition == means);
  auto const passes = answer.verdict.passes;
  CHECK((passes != colb::inner::passing::never && passes != colb::inner::passing::broke) == try_later);
  CHECK(answer.verdict.error.vendor_code == code);
  CHECK(answer.verdict.error.vendor_message == "why");
}

TEST_CASE("Capital Online: an error inside Response, as the vendor's SDK looks for it") {
  for (char const* outside : {"", R"("Code":"Success",)"}) {
    auto const answer = read<lb::DescribeZones>(
        "{" + std::string(outside) +
        R"("Response":{"Error":{"Code":"ResourceInUse","Message":"busy"},"RequestId":"r-1"}})");
    CHECK_FALSE(answer.verdict.success);
    CHECK(answer.verdict.passes == colb::inner::passing::busy);
    CHECK(answer.verdict.error.condition == condition::conflict);
    CHECK(answer.verdict.error.vendor_code == "ResourceInUse");
    CHECK(answer.verdict.error.vendor_message == "busy");
    CHECK(answer.verdict.request_id == "r-1");
  }
  CHECK_FALSE(
      read<lb::DescribeZones>(R"({"Code":"Success","Response":{"Error":{"Message":"?"}}})").verdict.success);
}

TEST_CASE("Capital Online: gateways") {
  std::string const page = "<html><body>502 Bad Gateway</body></html>";
  auto const bad = read<lb::DescribeZones>(page, 502);
  CHECK_FALSE(bad.verdict.success);
  CHECK(bad.verdict.error.condition == condition::unavailable);
  CHECK(bad.verdict.error.vendor_code.empty());
  CHECK(read<lb::DescribeZones>(page, 403).verdict.error.condition == condition::permission);
  CHECK(read<lb::DescribeZones>(page, 200).verdict.error.condition == condition::malformed_response);
  CHECK(read<lb::DescribeZones>("", 200).verdict.error.condition == condition::malformed_response);
  CHECK(read<lb::DescribeZones>("[]", 200).verdict.error.condition == condition::malformed_response);
  CHECK(read<lb::DescribeZones>("{}", 200).verdict.error.condition == condition::malformed_response);
  auto const contradiction = read<lb::DescribeZones>(R"({"Code":"Success","Data":[]})", 500);
  CHECK_FALSE(contradiction.verdict.success);
  CHECK(contradiction.verdict.error.vendor_code.empty());
}

// ---- the client
// --------------------------------------------------------------------------------------------------

namespace {

/// A client whose server is a list of answers.
class scripted {
  asio::io_context io_{1};
  std::shared_ptr<colb::manual_clock> clock_ = std::make_shared<colb::manual_clock>(at(of_the_vectors));
  std::deque<std::string> answers_;

 public:
  explicit scripted(std::vector<std::string> answers) : answers_(answers.begin(), answers.end()) {
    auto const net = std::make_shared<colb::test::wire_dialer>(io_.get_executor());
    net->on_write = [this](colb::test::wire& w) { serve(w); };
    colb::client_options options;
    options.credentials = {.id = "exampleAccessKeyId", .key = "exampleSecretKey"};
    options.clock = clock_;
    client.emplace(io_.get_executor(), options, net);
  }

  void run() {
    do {
      io_.restart();
      io_.poll();
    } while (!io_.stopped() && clock_->advance_to_next());
  }

  std::optional<lb::client> client{};
  std::vector<std::string> requests{};  ///< Request lines.
  std::size_t unused() const { return answers_.size(); }

 private:
  void serve(colb::test::wire& w) {
    auto const head = w.sent.find("\r\n\r\n");
    if (head == std::string::npos || answers_.empty()) return;
    auto const length = w.sent.find("Content-Length: ");
    std::size_t const body = length < head ? std::stoul(w.sent.substr(length + 16)) : 0;
    if (w.sent.size() < head + 4 + body) return;
    requests.push_back(w.sent.substr(0, w.sent.find("\r\n")));
    w.sent.clear();
    std::string const text = answers_.front();
    answers_.pop_front();
    if (text.starts_with("HTTP")) {
      w.say(text);
    } else {
      w.say(colb::test::reply(text));
    }
  }
};

std::string state(char const* status) {
  return R"({"Code":"Success","Message":"Success.","Data":{"Status":")" + std::string(status) +
         R"(","ResourceId":"lb-7","TaskType":"createHaproxy"},"TaskId":"t-9"})";
}

template <class A>
struct ended {
  bool done = false;
  std::exception_ptr failure{};
  std::optional<A> result{};

  auto token() {
    return [this](std::exception_ptr e, A value) {
      done = true;
      failure = std::move(e);
      result = std::move(value);
    };
  }
  colb::error const& error() const {
    auto const* const e = colb::get_error(failure);
    REQUIRE(e);
    return *e;
  }
};

std::string value_of(std::string const& line, std::string const& name) {
  auto const from = line.find('&' + name + '=');
  REQUIRE(from != std::string::npos);
  auto const start = from + name.size() + 2;
  return line.substr(start, line.find_first_of("& ", start) - start);
}

lb::DeleteLoadBalancer const drop{.InstanceUuid = "lb-7"};
std::string const accepted = R"({"Code":"Success","Data":{},"Message":"Success.","TaskId":"t-9"})";

}  // namespace

TEST_CASE("Capital Online: call_and_wait follows the task and tells its resource") {
  scripted cloud({accepted, state("NEW"), state("doing"), state("Anything"), state("finish")});
  ended<colb::reply<lb::DeleteLoadBalancer>> end;
  cloud.client->call_and_wait(drop, end.token());
  cloud.run();
  REQUIRE(end.done);
  REQUIRE_FALSE(end.failure);
  CHECK(cloud.unused() == 0);
  CHECK(end.result->ResourceId == "lb-7");
  CHECK(end.result->task().ids == std::vector<std::string>{"t-9"});
  CHECK(cloud.requests.at(0).starts_with("POST /lb/?"));
  for (std::size_t i = 1; i < cloud.requests.size(); ++i) {
    CHECK(cloud.requests[i].starts_with("GET /ccs/?"));
    CHECK(value_of(cloud.requests[i], "Action") == "DescribeTask");
    CHECK(value_of(cloud.requests[i], "TaskId") == "t-9");
  }

  std::string const text = colb::to_json(*end.result);
  CHECK(text.find(R"("ResourceId":"lb-7")") != std::string::npos);
  auto const back = colb::from_json<colb::reply<lb::DeleteLoadBalancer>>(text);
  CHECK(back.ResourceId == "lb-7");
}

TEST_CASE("Capital Online: a task that fails") {
  scripted cloud({accepted, state("DOING"), state("error")});
  ended<colb::reply<lb::DeleteLoadBalancer>> end;
  cloud.client->call_and_wait(drop, end.token());
  cloud.run();
  REQUIRE(end.done);
  CHECK(end.error().code() == condition::task_failed);
  REQUIRE(end.error().task());
  CHECK(to_string(*end.error().task()) == "colb1:capitalonline.lb:2019-08-08::DeleteLoadBalancer:t-9");
  CHECK(std::string(end.error().what()).find("createHaproxy") != std::string::npos);
}

TEST_CASE("Capital Online: a task without a state is still under way") {
  scripted cloud({accepted, R"({"Code":"Success","Data":{},"TaskId":"t-9"})"});
  ended<colb::reply<lb::DeleteLoadBalancer>> end;
  cloud.client->call_and_wait(drop, end.token());
  cloud.run();
  REQUIRE(end.done);
  CHECK(end.error().code() == condition::timed_out);
  CHECK(end.error().task());
}

TEST_CASE("Capital Online: an Action that started no task is done at once") {
  scripted cloud({R"({"Code":"Success","Data":{},"TaskId":"0"})"});
  ended<colb::reply<lb::DeleteLoadBalancer>> end;
  cloud.client->call_and_wait(drop, end.token());
  cloud.run();
  REQUIRE(end.done);
  CHECK_FALSE(end.failure);
  CHECK(cloud.requests.size() == 1);
  CHECK(end.result->ResourceId.empty());
}

TEST_CASE("Capital Online: a task is taken up again after a restart") {
  scripted cloud({state("FINISH")});
  ended<colb::task_result> end;
  auto const task = colb::task::parse("colb1:capitalonline.lb:2019-08-08::CreateLoadBalancer:t-9");
  cloud.client->wait(task, end.token());
  cloud.run();
  REQUIRE(end.done);
  REQUIRE_FALSE(end.failure);
  CHECK(end.result->ids == std::vector<std::string>{"lb-7"});
}

TEST_CASE("Capital Online: every attempt has a time, a nonce and a signature of its own") {
  std::string const overloaded = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
  scripted cloud({overloaded, overloaded, R"({"Code":"Success","Data":[]})"});
  ended<colb::reply<lb::DescribeZones>> end;
  lb::DescribeZones const zones{};
  cloud.client->call(zones, end.token());
  cloud.run();
  REQUIRE(end.done);
  REQUIRE_FALSE(end.failure);
  REQUIRE(cloud.requests.size() == 3);
  std::set<std::string> nonces, signatures;
  for (auto const& line : cloud.requests) {
    nonces.insert(value_of(line, "SignatureNonce"));
    signatures.insert(value_of(line, "Signature"));
  }
  CHECK(nonces.size() == 3);
  CHECK(signatures.size() == 3);
}

TEST_CASE("Capital Online: a busy instance is asked again, a change that may have happened is not") {
  SECTION("busy") {
    std::string const body = R"({"Code":"ResourceInUse","Message":"busy"})";
    std::string const busy =
        "HTTP/1.1 409 Conflict\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    scripted cloud({busy, busy, accepted});
    ended<colb::reply<lb::DeleteLoadBalancer>> end;
    cloud.client->call(drop, end.token());
    cloud.run();
    REQUIRE(end.done);
    CHECK_FALSE(end.failure);
    CHECK(cloud.requests.size() == 3);
  }
  SECTION("unknown") {
    scripted cloud(
        {"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", accepted});
    ended<colb::reply<lb::DeleteLoadBalancer>> end;
    cloud.client->call(drop, end.token());
    cloud.run();
    REQUIRE(end.done);
    CHECK(end.error().code() == condition::outcome_unknown);
    CHECK(end.error().http_status() == 502);
    CHECK(cloud.requests.size() == 1);
  }
}

TEST_CASE("Capital Online: requests print without their secrets") {
  lb::UploadCACertificate const upload{.Certificate = "c", .PrivateKey = "the key", .CertificateName = "n"};
  std::ostringstream out;
  out << upload;
  CHECK(out.str() == R"({"Certificate":"c","PrivateKey":"***","CertificateName":"n"})");
}
