// colb: a drawn share of the whole sweep (run.sh): a fault at any byte of a conversation.
#include "catch.hpp"
#include "fault/hostile.hpp"
#include "fault/soak.hpp"
#include "fault/sweep.hpp"

using namespace colb::test::fault;

namespace {

/// Of the faults that there were, none may have led to a failure of the client's.
void check(tally const& all) {
  for (std::string const& each : all.failures()) FAIL_CHECK(each);
}

}  // namespace

TEST_CASE("a share of the faults at every byte", "[fault]") {
  tally all;
  sweep(20261130, 4'000).run(all, 2);
  check(all);
  CHECK(all.sum(figure::faults) > 500);
}

TEST_CASE("hostile answers", "[fault]") {
  tally all;
  play_hostilities(1, all);
  check(all);
}

TEST_CASE("a thousand calls on a cloud where everything goes wrong", "[fault]") {
  tally all;
  soak(1, 1, all, 1);
  check(all);
  CHECK(all.sum(figure::faults) > 200);
}
