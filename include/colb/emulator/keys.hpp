// colb: the keys that open the emulated cloud: its own, and the temporary ones that it hands out.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <string_view>

#include <colb/emulator/service.hpp>
#include <colb/strings/dates.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// `2018-01-01T12:00:00Z`
inline std::string iso_date_and_time(std::int64_t seconds) {
  return utc_date(seconds) + 'T' + utc_time(seconds) + 'Z';
}

/// Keys in three parts, good until they expire by the cloud's clock.
struct temporary_keys {
  std::string vendor{};  ///< Whose APIs they open, such as `tencent`.
  std::string id{};
  std::string key{};
  std::string token{};
  std::string role{};     ///< The ARN of the role that they stand for.
  std::string session{};  ///< Its session's name.
  std::chrono::system_clock::time_point expires{};
};

/// All keys of one cloud; made by `environment::shared`. Used under the mutex of its core.
class keyring {
 public:
  explicit keyring(environment& environment);

  /// New ones. The reference holds until the next ones are made.
  temporary_keys const& issue(std::string_view vendor, std::string_view id_prefix, std::chrono::seconds life,
                              std::string role, std::string session);

  /// What is wrong with an ID and the token that came along.
  enum class wrong : std::uint8_t {
    nothing,
    unknown_id,
    no_token,       ///< The ID is that of temporary keys.
    unknown_token,  ///< It belongs to no key at all.
    other_token,    ///< It belongs to another key.
    expired
  };
  struct finding {
    keyring::wrong why = keyring::wrong::nothing;
    std::string_view key{};                ///< To check signatures with, when nothing is wrong.
    temporary_keys const* keys = nullptr;  ///< Null: the cloud's own.
  };
  finding look(std::string_view vendor, std::string_view id, std::string_view token) const;

 private:
  environment& env_;
  std::mt19937_64 random_;  // of its own: how often keys are renewed changes no ID
  std::map<std::string, temporary_keys, std::less<>> by_id_{};
  std::map<std::string, std::string, std::less<>> ids_by_token_{};
  std::deque<std::string> oldest_first_{};
};

}  // namespace colb::inline COLB_ABI::inner::emu
