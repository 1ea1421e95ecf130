// What the programs measure, printed as lines of a name and a figure, which table.awk reads.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

#include <malloc.h>
#include <sys/resource.h>

/// A figure.
inline void print(std::string const& name, double value) { std::printf("%s %.6g\n", name.c_str(), value); }

/// Wall and CPU time of this process since it was made.
class measure {
 public:
  double wall() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  }
  double cpu() const { return cpu_seconds() - cpu_started_; }

  /// Calls a second, and microseconds of CPU a call.
  void print_calls(std::string const& name, long calls) const {
    auto const count = static_cast<double>(calls);
    print(name + ".rate", count / wall());
    print(name + ".cpu", cpu() / count * 1e6);
  }

 private:
  static double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    auto const seconds = [](timeval const& t) {
      return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }

  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  double cpu_started_ = cpu_seconds();
};

/// Bytes that the program holds.
inline double memory_held() {
  auto const now = mallinfo2();
  return static_cast<double>(now.uordblks + now.hblkhd);
}
