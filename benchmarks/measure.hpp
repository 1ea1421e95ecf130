// Wall and CPU time of this process between two points, printed as one line that run.sh reads.
#pragma once

#include <chrono>
#include <cstdio>

#include <sys/resource.h>

class measure {
 public:
  void print(char const* name, int concurrency, long calls) const {
    double const wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
    double const cpu = cpu_seconds() - cpu_started_;
    std::printf("%s %d %.0f %.2f\n", name, concurrency, static_cast<double>(calls) / wall,
                cpu / static_cast<double>(calls) * 1e6);
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
