// colb: which looks are made together.
#include <string>
#include <vector>

#include <colb/resilience/looks.hpp>

#include "catch.hpp"

namespace {

using colb::inner::look_table;
using flight = look_table::flight;
using passenger = look_table::passenger;

std::vector<passenger*> land(look_table& t, flight& look) {
  std::vector<passenger*> all;
  t.landed(look, all);
  return all;
}
std::vector<passenger*> begin(look_table& t, flight& look, passenger& by) {
  std::vector<passenger*> others;
  t.begin(look, by, others);
  return others;
}

}  // namespace

TEST_CASE("a wait joins a look that is sent after its change was answered", "[looks]") {
  // In order: what happens, and when a second wait's change was answered and when it wants to look.
  enum step { change, wants, begins, sends, lands };
  struct row {
    char const* title;
    std::vector<step> steps;
    bool joins;
  };
  for (row const& r : std::vector<row>{
           {"begun, not sent", {begins, change, wants, sends, lands}, true},
           {"sent after the change", {begins, change, sends, wants, lands}, true},
           {"sent before the change", {begins, sends, change, wants, lands}, false},
           {"the change before all", {change, begins, sends, wants, lands}, true},
           {"sent again after the change", {begins, sends, change, sends, wants, lands}, true},
           {"over by then", {change, begins, sends, lands, wants}, false},
           {"wanted before it begins", {change, wants, begins, sends, lands}, true},
       }) {
    CAPTURE(r.title);
    look_table t;
    passenger a, b;
    flight look;
    CHECK_FALSE(t.want(a, "look", t.happened()));
    look_table::stamp answered = 0;
    bool joined = false;
    std::vector<passenger*> others, all;
    for (step const what : r.steps) {
      if (what == change) answered = t.happened();
      if (what == wants) joined = t.want(b, "look", answered);
      if (what == begins) others = begin(t, look, a);
      if (what == sends) t.sent(look);
      if (what == lands) all = land(t, look);
    }
    joined = joined || !others.empty();
    CHECK(joined == r.joins);
    CHECK(all.size() == (r.joins ? 2u : 1u));
    CHECK(b.waits() == !r.joins);
    t.leave(b);
    CHECK(t.size() == 0);
  }
}

TEST_CASE("looks that differ are made apart", "[looks]") {
  look_table t;
  passenger a, b, c;
  flight look;
  t.want(a, "one", 0);
  begin(t, look, a);
  CHECK_FALSE(t.want(b, "another", 0));
  CHECK(t.want(c, "one", 0));
  CHECK(t.size() == 2);
  CHECK(land(t, look).size() == 2);
  CHECK(b.waits());
  t.leave(b);
  CHECK(t.size() == 0);
}

TEST_CASE("whoever leaves takes the look of nobody else", "[looks]") {
  look_table t;
  passenger a, b, c, late;
  flight look;
  t.want(a, "look", 0);
  t.want(b, "look", 0);
  CHECK(begin(t, look, a) == std::vector<passenger*>{&b});
  CHECK(t.want(c, "look", 0));
  CHECK(look.aboard() == 3);
  // The one that began it, then another: the look goes on for the last one.
  CHECK(t.leave(a) == nullptr);
  CHECK(t.leave(b) == nullptr);
  CHECK(t.leave(b) == nullptr);
  SECTION("it lands for the one that is left") {
    CHECK(land(t, look) == std::vector<passenger*>{&c});
    CHECK(c.in() == nullptr);
  }
  SECTION("nobody is left: it may end, and nobody joins it any more") {
    CHECK(t.leave(c) == &look);
    CHECK_FALSE(t.want(late, "look", 0));
    CHECK(land(t, look).empty());
    CHECK(late.waits());
    t.leave(late);
  }
  CHECK(t.size() == 0);
}

TEST_CASE("two looks at the same at once: each carries those that it may", "[looks]") {
  look_table t;
  passenger a, b, c;
  flight first, second;
  t.want(a, "look", 0);
  begin(t, first, a);
  t.sent(first);
  auto const answered = t.happened();
  CHECK_FALSE(t.want(b, "look", answered));
  begin(t, second, b);
  CHECK(t.want(c, "look", answered));
  CHECK(c.in() == &second);
  CHECK(land(t, first) == std::vector<passenger*>{&a});
  CHECK(land(t, second).size() == 2);
  CHECK(t.size() == 0);
}
