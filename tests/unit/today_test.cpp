// colb: today's Actions and fields on the wire, and lists that go on by a cursor.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/pages.hpp>
#include <colb/text.hpp>

#include "catch.hpp"

namespace lists {

/// As a list with a cursor looks.
struct by_cursor {
  std::optional<std::string> NextToken{};
  std::optional<std::int64_t> MaxResults{};
  struct response {
    std::vector<std::string> Things{};
    std::optional<std::string> NextToken{};
  };
};
constexpr colb::descriptor describe(by_cursor const*) {
  return {.pages = {.limit = "MaxResults", .items = "Things", .token = "NextToken"}};
}

/// As Alibaba's DescribeLoadBalancers looks: the document does not page it, today's service does.
struct by_number {
  std::optional<std::int64_t> PageNumber{};
  std::optional<std::int64_t> PageSize{};
  struct response {
    std::vector<std::string> Things{};
    std::optional<std::int64_t> PageNumber{};
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr colb::descriptor describe(by_number const*) {
  return {.pages = {.offset = "PageNumber",
                    .limit = "PageSize",
                    .items = "Things",
                    .total = "TotalCount",
                    .numbered = true}};
}

}  // namespace lists

namespace {

/// A walk with a server that answers what it is told to.
template <class A>
struct walk {
  A request{};
  colb::inner::page_cursor cursor{};

  A const& next() {
    cursor.aim(colb::inner::action_info_of<A>, &request);
    return request;
  }
  bool arrives(typename A::response answer) {
    return cursor.arrived(colb::inner::action_info_of<A>, &answer);
  }
};

using cursor_walk = walk<lists::by_cursor>;
using number_walk = walk<lists::by_number>;

}  // namespace

TEST_CASE("a list with a cursor goes on until the server gives none", "[pages]") {
  cursor_walk one;
  SECTION("from the beginning") {
    CHECK_FALSE(one.next().NextToken);
    CHECK(one.arrives({.Things = {"a", "b"}, .NextToken = "t1"}));
    CHECK_FALSE(one.cursor.done);
    CHECK(one.next().NextToken == "t1");
    CHECK(one.arrives({.Things = {"c"}, .NextToken = "t2"}));
    CHECK(one.next().NextToken == "t2");
    bool const last_is_empty_text = GENERATE(true, false);
    lists::by_cursor::response last{.Things = {"d"}};
    if (last_is_empty_text) last.NextToken = "";
    CHECK(one.arrives(last));
    CHECK(one.cursor.done);
  }
  SECTION("from the caller's own place") {
    one.request.NextToken = "mine";
    CHECK(one.next().NextToken == "mine");
    CHECK(one.arrives({.Things = {"a"}, .NextToken = "t9"}));
    CHECK(one.next().NextToken == "t9");
  }
  SECTION("over pages with nothing on them") {
    one.next();
    CHECK_FALSE(one.arrives({.NextToken = "t1"}));
    CHECK_FALSE(one.cursor.done);
    CHECK(one.next().NextToken == "t1");
    CHECK(one.arrives({.Things = {"a"}}));
    CHECK(one.cursor.done);
  }
  SECTION("a cursor that stands still ends it") {
    one.next();
    CHECK(one.arrives({.Things = {"a"}, .NextToken = "t1"}));
    one.next();
    CHECK(one.arrives({.Things = {"a"}, .NextToken = "t1"}));
    CHECK(one.cursor.done);
  }
  SECTION("one that leads from empty page to empty page is noticed") {
    for (int i = 0; i < 99; ++i) {
      one.next();
      one.arrives({.NextToken = "t" + std::to_string(i)});
      REQUIRE_FALSE(one.cursor.leads_nowhere());
    }
    one.next();
    one.arrives({.NextToken = "another"});
    CHECK(one.cursor.leads_nowhere());
  }
}

TEST_CASE("a list that only today's service pages is read whole from both", "[pages]") {
  number_walk one;
  CHECK(one.next().PageNumber == 1);
  SECTION("today's") {
    CHECK(one.arrives({.Things = {"a", "b"}, .PageNumber = 1, .TotalCount = 3}));
    CHECK_FALSE(one.cursor.done);
    CHECK(one.next().PageNumber == 2);
    CHECK(one.arrives({.Things = {"c"}, .PageNumber = 2, .TotalCount = 3}));
    CHECK(one.cursor.done);
  }
  SECTION("the document's answers with everything at once, again and again") {
    CHECK(one.arrives({.Things = {"a", "b", "c"}}));
    CHECK(one.cursor.done);
  }
  SECTION("one that tells the page and no total is asked until a page is empty") {
    CHECK(one.arrives({.Things = {"a"}, .PageNumber = 1}));
    CHECK_FALSE(one.cursor.done);
    one.next();
    CHECK_FALSE(one.arrives({.PageNumber = 2}));
    CHECK(one.cursor.done);
  }
}
