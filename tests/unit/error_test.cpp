// colb: tests of errors and of task handles.
#include <colb/error.hpp>

#include <cstddef>
#include <exception>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <colb/task.hpp>

#include "catch.hpp"

using colb::condition;
using colb::error;
using colb::inner::error_info;

namespace {

error_info info_of(condition c, bool outcome_unknown = false) {
  error_info info;
  info.condition = c;
  info.outcome_unknown = outcome_unknown;
  return info;
}

std::vector<condition> all_conditions() {
  std::vector<condition> out;
  for (int c = 1; std::error_condition(static_cast<condition>(c)).message() != "unknown condition"; ++c) {
    out.push_back(static_cast<condition>(c));
  }
  return out;
}

static_assert(std::is_base_of_v<std::system_error, error>);
static_assert(std::is_nothrow_copy_constructible_v<error>);
static_assert(std::is_error_condition_enum_v<condition>);

}  // namespace

// ---- conditions
// ------------------------------------------------------------------------------------------------

TEST_CASE("a code meets its condition and no other", "[error]") {
  REQUIRE(all_conditions().size() >= static_cast<std::size_t>(condition::partial_success));
  for (condition const c : all_conditions()) {
    error const e(info_of(c));
    for (condition const other : all_conditions()) {
      INFO(static_cast<int>(c) << " and " << static_cast<int>(other));
      CHECK((e.code() == other) == (c == other));
    }
    CHECK(e.code());
    CHECK(std::string_view(e.code().category().name()) == "colb");
    CHECK(e.code().message() == std::error_condition(c).message());
  }
  CHECK(std::string_view(std::error_condition(condition::dns).category().name()) == "colb.condition");
  CHECK(std::error_condition(99, colb::inner::condition_category()).message() == "unknown condition");
}

TEST_CASE("a code may meet two conditions", "[error]") {
  for (condition const c : all_conditions()) {
    error const e(info_of(c, true));
    CHECK(e.code() == c);
    CHECK(e.code() == condition::outcome_unknown);
    for (condition const other : all_conditions()) {
      CHECK((e.code() == other) == (c == other || other == condition::outcome_unknown));
    }
  }
  CHECK(error(info_of(condition::timed_out, true)).code().message() ==
        "timed out; it is unknown whether the change happened");
}

TEST_CASE("codes compare with the standard's conditions where there are some", "[error]") {
  for (condition const c : all_conditions()) {
    for (bool const unknown : {false, true}) {
      error const e(info_of(c, unknown));
      CHECK((e.code() == std::errc::timed_out) == (c == condition::timed_out));
      CHECK((e.code() == std::errc::operation_canceled) == (c == condition::cancelled));
      CHECK_FALSE(e.code() == std::errc::connection_refused);
      CHECK_FALSE(e.code() == std::errc::invalid_argument);
    }
  }
  // Values of another category mean something else.
  CHECK_FALSE(std::error_code(static_cast<int>(condition::timed_out), std::generic_category()) ==
              condition::timed_out);
}

// ---- what it says
// ----------------------------------------------------------------------------------------------

TEST_CASE("what() is one readable line", "[error]") {
  SECTION("nothing known") {
    CHECK(std::string(error(info_of(condition::unavailable)).what()) == "colb: the service is unavailable");
  }
  SECTION("the vendor spoke") {
    auto info = info_of(condition::throttled);
    info.action = "CreateListener";
    info.vendor_code = "RequestLimitExceeded";
    CHECK(std::string(error(info).what()) == "CreateListener: RequestLimitExceeded [too many requests]");
    info.vendor_message = "Slow down.";
    CHECK(std::string(error(info).what()) ==
          "CreateListener: RequestLimitExceeded: Slow down. [too many requests]");
  }
  SECTION("all there is") {
    auto info = info_of(condition::timed_out, true);
    info.action = "CreateLoadBalancer";
    info.detail = "timeouts.request passed";
    info.http_status = 503;
    info.request_id = "r-1";
    info.attempts = 3;
    info.task = colb::task{"tencent.clb", "2018-03-17", "ap-guangzhou", "CreateLoadBalancer", {"t-1"}};
    CHECK(std::string(error(info).what()) ==
          "CreateLoadBalancer: timed out: timeouts.request passed; it is unknown whether the change happened "
          "(HTTP 503, "
          "request r-1, 3 attempts, task colb1:tencent.clb:2018-03-17:ap-guangzhou:CreateLoadBalancer:t-1)");
  }
  SECTION("some of the resources") {
    auto info = info_of(condition::partial_success);
    info.action = "X";
    info.outcomes = {{"lb-1", "", "fine", {}}, {"lb-2", "5100", "it\nfailed", {}}, {"lb-3", "5000", "", {}}};
    error const e(info);
    CHECK(std::string(e.what()) ==
          "X: done for some of the resources only; lb-2: 5100: it failed; lb-3: 5000");
    REQUIRE(e.outcomes().size() == 3);
    CHECK(e.outcomes()[0].ok());
    CHECK_FALSE(e.outcomes()[1].ok());
  }
  SECTION("what goes without saying is not said") {
    auto info = info_of(condition::outcome_unknown, true);
    info.http_status = 200;
    info.attempts = 1;
    CHECK(std::string(error(info).what()) == "colb: it is unknown whether the change happened");
  }
  SECTION("the vendor's words stay on the line") {
    auto info = info_of(condition::invalid_request);
    info.vendor_code = "A\nB";
    info.vendor_message = "first\r\nsecond\tthird \x1b[31m";
    info.request_id = std::string("r\0x", 3);
    std::string const what = error(info).what();
    CHECK(what == "colb: A B: first  second third  [31m [the request is wrong] (request r x)");
  }
}

TEST_CASE("an error tells its parts", "[error]") {
  auto info = info_of(condition::conflict);
  info.vendor_code = "Busy";
  info.vendor_message = "later";
  info.request_id = "r-1";
  info.http_status = 409;
  info.action = "X";
  info.attempts = 2;
  info.task = colb::task{"s", "v", "r", "a", {"i"}};
  info.cause = std::make_error_code(std::errc::connection_reset);
  error const e(info);
  CHECK(e.vendor_code() == "Busy");
  CHECK(e.vendor_message() == "later");
  CHECK(e.request_id() == "r-1");
  CHECK(e.http_status() == 409);
  CHECK(e.action() == "X");
  CHECK(e.attempts() == 2);
  REQUIRE(e.task());
  CHECK(*e.task() == colb::task{"s", "v", "r", "a", {"i"}});
  CHECK(e.cause() == std::errc::connection_reset);
  CHECK(e.info().detail.empty());

  error const copy = e;
  CHECK(std::string(copy.what()) == e.what());
  CHECK(&copy.vendor_code() == &e.vendor_code());
}

TEST_CASE("the error inside an exception pointer", "[error]") {
  CHECK(colb::get_error(nullptr) == nullptr);
  CHECK(colb::get_error(std::make_exception_ptr(std::runtime_error("other"))) == nullptr);
  CHECK(colb::get_error(std::make_exception_ptr(5)) == nullptr);
  std::exception_ptr const failure = std::make_exception_ptr(error(info_of(condition::dns)));
  error const* const found = colb::get_error(failure);
  REQUIRE(found != nullptr);
  CHECK(found->code() == condition::dns);
  CHECK(colb::get_error(failure) == found);
}

// ---- tasks
// -----------------------------------------------------------------------------------------------------

TEST_CASE("a task as text and back", "[task]") {
  colb::task const plain{
      "tencent.clb", "2018-03-17", "ap-guangzhou", "CreateLoadBalancer", {"id-1", "deal_2"}};
  CHECK(to_string(plain) == "colb1:tencent.clb:2018-03-17:ap-guangzhou:CreateLoadBalancer:id-1:deal_2");
  CHECK(colb::task::parse(to_string(plain)) == plain);
  std::ostringstream out;
  out << plain;
  CHECK(out.str() == to_string(plain));

  colb::task const without_region{"s", "", "", "a", {""}};
  CHECK(to_string(without_region) == "colb1:s:::a:");
  CHECK(colb::task::parse("colb1:s:::a:") == without_region);
}

TEST_CASE("a task with any characters as text and back", "[task]") {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  colb::task const hostile{
      all, "%41:%", "a b\n\"'\\;|&$`", "负载均衡/../:", {all + all, ":", "%", "", "%%3A"}};
  std::string const text = to_string(hostile);
  CHECK(colb::task::parse(text) == hostile);
  CHECK(text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:%") ==
        text.npos);
  CHECK(colb::task::parse("colb1:%73:v:r:%61:%69%6a%6A").ids == std::vector<std::string>{"ijj"});
}

TEST_CASE("a task without IDs keeps having none", "[task]") {
  colb::task const done_at_once{"s", "v", "r", "a", {}};
  CHECK(to_string(done_at_once) == "colb1:s:v:r:a");
  CHECK(colb::task::parse("colb1:s:v:r:a") == done_at_once);
}

TEST_CASE("a text that is no task is refused", "[task]") {
  for (std::string_view text :
       {"", ":", "colb1", "colb1:s:v:r", "colb2:s:v:r:a:i", "COLB1:s:v:r:a:i", "colb1::v:r:a:i",
        "colb1:s:v:r::i", " colb1:s:v:r:a:i", "colb1:s:v:r:a:%", "colb1:s:v:r:a:%4", "colb1:s:v:r:a:%4g",
        "colb1:s:v:r:a:%g4", "colb1:s:v:r:a:%%41", "tencent.clb:2018-03-17", "{\"task\":1}"}) {
    INFO(text);
    try {
      colb::task::parse(text);
      FAIL_CHECK("it was taken");
    } catch (error const& e) {
      CHECK(e.code() == condition::invalid_request);
      CHECK(std::string_view(e.what()).find("this text is not a task") != std::string_view::npos);
    }
  }
}
