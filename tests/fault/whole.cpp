// colb: the whole sweep: a fault at every byte, hostile answers, the soak. See run.sh.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <string>
#include <thread>

#include "fault/hostile.hpp"
#include "fault/soak.hpp"
#include "fault/sweep.hpp"

using namespace colb::test::fault;

namespace {

struct wish {
  std::uint64_t seed = 1;
  std::uint64_t share = 100;  ///< Of the sweep, in hundredths.
  std::size_t thousands = 100;
  std::string only{};
};

wish read(int count, char** arguments) {
  wish out;
  for (int i = 1; i + 1 < count; i += 2) {
    std::string const name = arguments[i];
    std::string const value = arguments[i + 1];
    if (name == "--seed") out.seed = std::stoull(value);
    if (name == "--share") out.share = std::stoull(value);
    if (name == "--soak") out.thousands = std::stoull(value);
    if (name == "--only") out.only = value;
  }
  return out;
}

/// Plays one: SEED/NUMBER of the sweep, or SEED/soak/NUMBER.
void replay(std::string const& which, tally& into) {
  std::uint64_t const seed = std::stoull(which);
  std::string const rest = which.substr(which.find('/') + 1);
  if (rest.starts_with("soak/")) return soak_round(seed, std::stoull(rest.substr(5))).run(into);
  std::uint64_t const number = std::stoull(rest);
  std::printf("%s\n", fault_id::of(number).text().c_str());
  player by(seed);
  sweep(seed, 0).play(by, number, into);
}

}  // namespace

int main(int count, char** arguments) try {
  wish const what = read(count, arguments);
  tally all;
  auto const start = std::chrono::steady_clock::now();
  if (what.only.empty()) {
    unsigned const threads = std::max(1u, std::thread::hardware_concurrency());
    soak(what.seed, what.thousands, all, threads);
    play_hostilities(what.seed, all);
    sweep(what.seed, what.share * 10'000).run(all, threads);
  } else {
    replay(what.only, all);
  }
  auto const failures = all.failures();
  for (std::size_t i = 0; i < std::min<std::size_t>(failures.size(), 100); ++i)
    std::printf("%s\n", failures[i].c_str());
  all.print();
  std::printf("\nseed %llu, %.0f s (%.0f s of processor time)\n", static_cast<unsigned long long>(what.seed),
              std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
              static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
  return failures.empty() ? 0 : 1;
} catch (std::exception const& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 2;
}
