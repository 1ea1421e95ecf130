// colb: what a Redis answers, read by hiredis within bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <colb/version.hpp>

struct redisReader;

namespace colb::inline COLB_ABI::inner {

/// An answer, or an item of one.
struct redis_value {
  enum class kind : std::uint8_t { nil, text, status, error, number, list };
  kind is = kind::nil;
  std::string text{};  ///< Of a text, a status or an error.
  std::int64_t number = 0;
  std::vector<redis_value> items{};
};

/// Takes answers apart, however they are cut. Answers that are too large, or none, are a problem and no harm.
class redis_reader {
 public:
  static constexpr std::size_t most_bytes = 1024 * 1024;  ///< Of one answer.
  static constexpr std::size_t most_items = 16 * 1024;    ///< Likewise, in all its lists.

  redis_reader();
  redis_reader(redis_reader const&) = delete;
  redis_reader& operator=(redis_reader const&) = delete;
  ~redis_reader();

  void feed(std::string_view bytes);
  /// The next answer; nothing when more has to come, or there is a problem.
  std::optional<redis_value> next();
  /// Why nothing more can be read; empty: nothing is wrong.
  std::string const& problem() const noexcept { return problem_; }

  /// For a new list: whether there may be so many items more. Called by hiredis' functions.
  bool take(long long items) noexcept;

 private:
  struct closer {
    void operator()(redisReader* reader) const noexcept;
  };
  std::unique_ptr<redisReader, closer> reader_;
  std::size_t bytes_ = 0;  ///< Since the last answer was complete.
  std::size_t items_ = 0;  ///< Of the present one.
  std::string problem_{};
};

/// A command as bytes.
std::string redis_command(std::vector<std::string> const& words);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/ext/redis/impl/reply.ipp>
#endif
