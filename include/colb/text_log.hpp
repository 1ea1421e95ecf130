// colb: a log of what clients do, one line for each event.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <colb/observer.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// How much an event matters.
enum class log_level : std::uint8_t {
  error,    ///< An operation has failed.
  warning,  ///< An attempt has failed or was refused, the clock was corrected.
  info,     ///< Operations, waits for others, keys, connections.
  debug     ///< All the rest.
};

/// The enumerator's name.
std::string_view to_string(log_level level) noexcept;

/// Writes events as lines of `name=value`, in logfmt: values with blanks are in quotes.
///
/// Where a client has no observer and the environment variable `COLB_LOG` is set when it is made, it writes
/// such a log to standard error: `error`, `warning`, `info` or `debug` say how much, `off` and `0` nothing,
/// anything else is `info`. Thread safety: clients on any threads may share one; lines do not mix.
class text_log final : public observer {
 public:
  using sink = std::function<void(log_level, std::string_view line)>;

  /// @param to is given lines without their end, one at a time; what it throws is the client's to count.
  /// @param most what matters less is left out.
  explicit text_log(sink to, log_level most = log_level::info);
  /// @param to written to, and flushed, line by line. Has to outlive this.
  /// @param most what matters less is left out.
  explicit text_log(std::ostream& to, log_level most = log_level::info);

  void on(event const& what) override;

  static log_level level_of(event const& what) noexcept;
  /// The line, without its end.
  static std::string line(event const& what);

 private:
  sink to_;
  log_level most_;
  std::recursive_mutex mutex_{};  ///< What is written to may start something that is told at once.
};

namespace inner {

/// What `COLB_LOG` says; null: nothing.
std::shared_ptr<observer> log_from_environment();

}  // namespace inner
}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/text_log.ipp>
#endif
