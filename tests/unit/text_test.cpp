// colb: tests of requests, replies and data types as text.
#include <colb/text.hpp>

#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "catch.hpp"

namespace text_shop {

namespace types {

struct server {
  colb::required<std::string> Name;
  std::optional<std::string> Password{};
};
constexpr auto secret_fields(server const*) { return colb::names("Password"); }

using colb::printing::operator<<;

}  // namespace types

/// An asynchronous Action whose response does not name the request.
struct Create {
  colb::required<std::string> Name;
  colb::required<std::vector<types::server>> Servers;
  colb::required<std::int64_t> Count;
  std::optional<std::string> Key{};

  struct response {
    std::vector<std::string> Ids{};
    std::optional<types::server> First{};
    std::optional<std::string> Password{};
  };
};
constexpr colb::descriptor describe(Create const*) { return {.kind = colb::kind::async}; }
constexpr auto secret_fields(Create const*) { return colb::names("Key"); }
constexpr auto secret_fields(Create::response const*) { return colb::names("Password"); }

/// An asynchronous Action whose finished task names a resource.
struct Start {
  struct response {
    std::optional<std::int64_t> Data{};
  };
};
constexpr colb::descriptor describe(Start const*) { return {.kind = colb::kind::async}; }
constexpr bool task_names_resource(Start const*) { return true; }

/// A read whose response does.
struct List {
  struct response {
    std::optional<std::int64_t> requestId{};
    std::optional<std::int64_t> total{};
  };
};
constexpr colb::descriptor describe(List const*) { return {}; }

using colb::printing::operator<<;

}  // namespace text_shop

namespace {

using text_shop::Create;
using text_shop::List;
using text_shop::Start;
using text_shop::types::server;

template <class T>
std::string printed(T const& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

Create request() {
  return {.Name = "n", .Servers = {{.Name = "s", .Password = "pw"}}, .Count = 2, .Key = "key"};
}

template <class R>
concept has_task = requires(R r) { r.task(); };
template <class R>
concept has_request_id = requires(R r) { r.RequestId; };

template <class R>
concept has_resource_id = requires(R r) { r.ResourceId; };

static_assert(has_resource_id<colb::reply<Start>> && !has_resource_id<colb::reply<Create>>);
static_assert(has_task<colb::reply<Create>> && has_request_id<colb::reply<Create>>);
static_assert(!has_task<colb::reply<List>> && !has_request_id<colb::reply<List>>);

}  // namespace

TEST_CASE("to_json is complete, secrets included", "[text]") {
  CHECK(colb::to_json(request()) ==
        R"({"Name":"n","Servers":[{"Name":"s","Password":"pw"}],"Count":2,"Key":"key"})");
  CHECK(colb::to_json(server{.Name = "s", .Password = "pw"}) == R"({"Name":"s","Password":"pw"})");
  CHECK(colb::to_json(std::vector<server>{{.Name = "a"}, {.Name = "b"}}) == R"([{"Name":"a"},{"Name":"b"}])");
}

TEST_CASE("streaming prints the same with secrets masked", "[text]") {
  CHECK(printed(request()) ==
        R"({"Name":"n","Servers":[{"Name":"s","Password":"***"}],"Count":2,"Key":"***"})");
  CHECK(printed(server{.Name = "s", .Password = "pw"}) == R"({"Name":"s","Password":"***"})");
  CHECK(printed(Create::response{.Password = "pw"}) == R"({"Password":"***"})");
}

TEST_CASE("a required field prints what it holds", "[text]") {
  Create const r = request();
  CHECK(printed(r.Name) == "n");
  CHECK(printed(r.Count) == "2");
  CHECK(printed(r.Servers) == R"([{"Name":"s","Password":"***"}])");
  CHECK(printed(colb::required<bool>(true)) == "1");
  CHECK(printed(colb::required<server>(server{.Name = "x", .Password = "y"})) ==
        R"({"Name":"x","Password":"***"})");
}

TEST_CASE("a reply as text and back", "[text]") {
  colb::reply<Create> reply{};
  reply.Ids = {"lb-1"};
  reply.First = server{.Name = "s", .Password = "pw"};
  reply.Password = "pw";
  reply.RequestId = "r\"1";
  std::string const text =
      R"({"Ids":["lb-1"],"First":{"Name":"s","Password":"pw"},"Password":"pw","RequestId":"r\"1"})";
  CHECK(colb::to_json(reply) == text);
  CHECK(printed(reply) ==
        R"({"Ids":["lb-1"],"First":{"Name":"s","Password":"***"},"Password":"***","RequestId":"r\"1"})");
  auto const back = colb::from_json<colb::reply<Create>>(text);
  CHECK(back.RequestId == "r\"1");
  CHECK(back.Ids == reply.Ids);
  CHECK(colb::to_json(back) == text);
  CHECK(colb::to_json(colb::reply<Create>{}) == R"({"RequestId":""})");

  colb::reply<List> list{};
  list.requestId = 7;
  CHECK(colb::to_json(list) == R"({"requestId":7})");
  CHECK(printed(list) == R"({"requestId":7})");
  CHECK(colb::from_json<colb::reply<List>>(R"({"requestId":8,"total":1})").requestId == 8);
}

TEST_CASE("a reply with what the finished task told", "[text]") {
  colb::reply<Start> reply{};
  reply.RequestId = "r";
  CHECK(colb::to_json(reply) == R"({"RequestId":"r"})");
  reply.ResourceId = "res-1";
  reply.Data = 1;
  std::string const text = R"({"Data":1,"RequestId":"r","ResourceId":"res-1"})";
  CHECK(colb::to_json(reply) == text);
  CHECK(printed(reply) == text);
  auto const back = colb::from_json<colb::reply<Start>>(text);
  CHECK(back.RequestId == "r");
  CHECK(back.ResourceId == "res-1");
  CHECK(back.Data == 1);
}

TEST_CASE("a request as text and back", "[text]") {
  auto const back = colb::from_json<Create>(colb::to_json(request()));
  CHECK(colb::to_json(back) == colb::to_json(request()));
  auto const partly = colb::from_json<Create>(R"({"Name":"n","Servers":[],"Count":"3","Unknown":{}})");
  CHECK(partly.Count == 3);
  CHECK(partly.Name == "n");
  CHECK(colb::from_json<std::vector<server>>(R"([{"Name":"a"}])").at(0).Name == "a");
}

TEST_CASE("a request that lacks a required member is refused by its name, not read with a blank in it",
          "[text]") {
  struct row {
    char const* text;
    char const* missing;
  };
  for (row const& one :
       {row{R"({"Name":"n","Servers":[]})", "Count"}, row{R"({"Servers":[],"Count":1})", "Name"},
        row{R"({"Name":"n","Servers":null,"Count":1})", "Servers"}, row{"{}", "Name"},
        row{R"({"Name":"n","Servers":[{"Name":"s"},{}],"Count":1})", "Servers.1.Name"}}) {
    INFO(one.text);
    try {
      colb::from_json<Create>(one.text);
      FAIL("nothing was thrown");
    } catch (colb::error const& e) {
      CHECK(e.code() == colb::condition::invalid_request);
      CHECK(std::string(e.what()) ==
            "from_json: the request is wrong: " + std::string(one.missing) + " is required and missing");
    }
  }
  CHECK_THROWS_AS(colb::from_json<server>("{}"), colb::error);
  CHECK_THROWS_AS(colb::from_json<std::vector<server>>("[{}]"), colb::error);
  // A reply is as the server sent it.
  CHECK(colb::from_json<colb::reply<Create>>("{}").Ids.empty());
}

TEST_CASE("a text that is not one names the member at fault and quotes no value", "[text]") {
  try {
    colb::from_json<Create>(R"({"Servers":[{"Name":"s","Password":["hush"]}]})");
    FAIL("nothing was thrown");
  } catch (colb::error const& e) {
    CHECK(e.code() == colb::condition::invalid_request);
    CHECK(std::string(e.what()) ==
          "from_json: the request is wrong: Servers.0.Password has to be a string, not a list");
  }
  CHECK_THROWS_AS(colb::from_json<Create>(""), colb::error);
  CHECK_THROWS_AS(colb::from_json<colb::reply<Create>>("[1]"), colb::error);
  CHECK_THROWS_AS(colb::from_json<colb::reply<Create>>(R"({"RequestId":[]})"), colb::error);
}
