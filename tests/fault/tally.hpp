// colb: what a sweep counts, and how it is printed.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace colb::test::fault {

/// Each but the first is a failure of the client.
enum class figure : std::uint8_t {
  faults,
  lost,  ///< A success that is none, or an operation that a single fault ended although it may be repeated.
  doubled,       ///< What may not be repeated arrived twice.
  falsely_safe,  ///< The error says that nothing happened, and the server had accepted it.
  hung,          ///< It never ended.
  late,          ///< It ended after its limit.
  leaked,        ///< Connections or operations were left.
  vague          ///< Unknown, it says, though nothing had been sent.
};
inline constexpr std::array<char const*, 8> figure_names = {"faults", "lost", "doubled", "falsely safe",
                                                            "hung",   "late", "leaked",  "vague"};

/// Thread safe.
class tally {
 public:
  void count(std::string const& row, std::uint64_t faults = 1) {
    std::lock_guard const lock(mutex_);
    rows_[row][0] += faults;
  }

  /// @param what for people: which fault, and what came of it.
  void fail(std::string const& row, figure of, std::string const& what) {
    std::lock_guard const lock(mutex_);
    ++rows_[row][static_cast<std::size_t>(of)];
    failures_.push_back(std::string(figure_names[static_cast<std::size_t>(of)]) + ": " + row + ", " + what);
  }

  std::uint64_t sum(figure of) const {
    std::lock_guard const lock(mutex_);
    std::uint64_t out = 0;
    for (auto const& [name, figures] : rows_) out += figures[static_cast<std::size_t>(of)];
    return out;
  }

  std::vector<std::string> failures() const {
    std::lock_guard const lock(mutex_);
    return failures_;
  }

  void print() const {
    std::lock_guard const lock(mutex_);
    std::printf("\n%-18s", "");
    for (auto const* name : figure_names) std::printf("%13s", name);
    std::printf("\n");
    std::array<std::uint64_t, figure_names.size()> all{};
    auto const line = [](char const* name, auto const& figures) {
      std::printf("%-18s", name);
      for (auto const figure : figures) std::printf("%13llu", static_cast<unsigned long long>(figure));
      std::printf("\n");
    };
    for (auto const& [name, figures] : rows_) {
      line(name.c_str(), figures);
      for (std::size_t i = 0; i < all.size(); ++i) all[i] += figures[i];
    }
    line("all", all);
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::array<std::uint64_t, figure_names.size()>> rows_{};
  std::vector<std::string> failures_{};
};

}  // namespace colb::test::fault
