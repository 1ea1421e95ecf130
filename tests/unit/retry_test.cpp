// colb: tests of what may be sent again, and when.
#include <colb/resilience/retry.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

#include "catch.hpp"

using colb::kind;
using colb::retry_options;
using colb::wait_options;
using colb::inner::retry_delay;
using colb::inner::wait_delay;
using std::chrono::milliseconds;

namespace {

std::uint64_t lowest() { return 0; }
std::uint64_t highest() { return std::numeric_limits<std::uint64_t>::max(); }

}  // namespace

TEST_CASE("chance is a share below one", "[retry]") {
  CHECK(colb::inner::share(lowest) == 0.0);
  CHECK(colb::inner::share(highest) < 1.0);
  CHECK(colb::inner::share(highest) > 0.999999);
  CHECK(colb::inner::share([] { return std::uint64_t{1} << 63; }) == 0.5);
}

TEST_CASE("pauses before attempts double up to a limit", "[retry]") {
  retry_options options;
  options.min_delay = milliseconds(200);
  options.max_delay = milliseconds(1000);
  options.jitter = 0;
  CHECK(retry_delay(options, 2, highest) == milliseconds(200));
  CHECK(retry_delay(options, 3, highest) == milliseconds(400));
  CHECK(retry_delay(options, 4, highest) == milliseconds(800));
  CHECK(retry_delay(options, 5, highest) == milliseconds(1000));
  CHECK(retry_delay(options, 6, highest) == milliseconds(1000));
  CHECK(retry_delay(options, std::numeric_limits<int>::max(), highest) == milliseconds(1000));
}

TEST_CASE("pauses between looks grow up to a limit", "[retry]") {
  wait_options options;
  options.min_delay = milliseconds(500);
  options.max_delay = milliseconds(2000);
  options.growth = 1.5;
  options.jitter = 0;
  CHECK(wait_delay(options, 1, highest) == milliseconds(500));
  CHECK(wait_delay(options, 2, highest) == milliseconds(750));
  CHECK(wait_delay(options, 3, highest) == milliseconds(1125));
  CHECK(wait_delay(options, 4, highest) == milliseconds(1688));
  CHECK(wait_delay(options, 5, highest) == milliseconds(2000));
  CHECK(wait_delay(options, std::numeric_limits<int>::max(), highest) == milliseconds(2000));
  options.growth = 1.0;
  CHECK(wait_delay(options, 9, highest) == milliseconds(500));
}

TEST_CASE("a pause is shortened by chance, by no more than its share", "[retry]") {
  retry_options options;
  options.min_delay = milliseconds(1000);
  options.max_delay = milliseconds(8000);
  options.jitter = 0.5;
  for (int next = 2; next < 8; ++next) {
    auto const longest = retry_delay(options, next, lowest);
    auto const shortest = retry_delay(options, next, highest);
    CHECK(longest == std::min(milliseconds(1000 << (next - 2)), milliseconds(8000)));
    CHECK(shortest >= longest / 2);
    CHECK(shortest <= longest / 2 + milliseconds(1));
  }
  wait_options looks;
  looks.jitter = 0.2;
  looks.min_delay = milliseconds(1000);
  CHECK(wait_delay(looks, 1, lowest) == milliseconds(1000));
  CHECK(wait_delay(looks, 1, highest) == milliseconds(800));
  CHECK(wait_delay(looks, 1, [] { return std::uint64_t{1} << 63; }) == milliseconds(900));
  // A share that is none is taken as the nearest that is one.
  looks.jitter = 7;
  CHECK(wait_delay(looks, 1, highest) == milliseconds(0));
  looks.jitter = -7;
  CHECK(wait_delay(looks, 1, highest) == milliseconds(1000));
}

TEST_CASE("no pause stays no pause, however often", "[retry]") {
  retry_options options;
  options.min_delay = milliseconds(0);
  wait_options looks;
  looks.min_delay = milliseconds(0);
  for (int next : {2, 3, 1000, 1100, 100'000, std::numeric_limits<int>::max()}) {
    INFO(next);
    CHECK(retry_delay(options, next, highest) == milliseconds(0));
    CHECK(wait_delay(looks, next, highest) == milliseconds(0));
  }
}

TEST_CASE("what may be repeated", "[retry]") {
  using colb::inner::is_repeatable;
  CHECK(is_repeatable(kind::read, false));
  CHECK(is_repeatable(kind::read, true));
  CHECK(is_repeatable(kind::write, true));
  CHECK(is_repeatable(kind::async, true));
  CHECK_FALSE(is_repeatable(kind::write, false));
  CHECK_FALSE(is_repeatable(kind::async, false));
}

TEST_CASE("pauses as long as they like", "[retry]") {
  retry_options options;
  options.min_delay = milliseconds::max();
  options.max_delay = milliseconds::max();
  wait_options looks;
  looks.min_delay = milliseconds::max();
  looks.max_delay = milliseconds(0);  // a limit of zero is none
  for (int next : {2, 3, 1000, std::numeric_limits<int>::max()}) {
    INFO(next);
    CHECK(retry_delay(options, next, highest) > std::chrono::hours(1'000'000));
    CHECK(wait_delay(looks, next, highest) > std::chrono::hours(1'000'000));
  }
  looks.min_delay = milliseconds(100);
  looks.growth = 2;
  looks.jitter = 0;
  CHECK(wait_delay(looks, 11, highest) == milliseconds(102'400));
}
