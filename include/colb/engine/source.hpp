// colb: sources of keys as data: what the caller described, and what that comes to on this machine. No I/O
// but through a `world`.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/engine/credentials_type.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

enum class source_kind : std::uint8_t {
  environment,
  profile,
  instance_role,
  assume_role,
  web_identity,
  process,
  uri,
  chain
};

/// A source as the caller described it.
struct key_source {
  source_kind kind = source_kind::environment;
  std::string name{};  ///< Of the profile or the instance's role; the command of a process.
  std::string file{};
  instance_role_options metadata{};
  assume_role_options role{};
  std::vector<credentials> members{};  ///< Of a chain; the one below a role.
};

/// A provider that stands for a description; the client that uses it knows how to follow it.
class described_provider final : public credentials_provider {
 public:
  explicit described_provider(key_source what) : what_(std::move(what)) {}
  ~described_provider() override;
  asio::awaitable<issued_credentials> issue() override;
  std::string name() const override;
  key_source const* description() const noexcept override { return &what_; }

 private:
  key_source what_;
};

/// The machine as sources see it. Tests give one of their own.
struct world {
  /// The value of an environment variable; nothing when it is not set.
  std::function<std::optional<std::string>(std::string const&)> variable{};
  struct file {
    bool there = false;
    std::string text{};
    std::string problem{};  ///< Why it cannot be read although it is there.
  };
  /// Reads a file of at most 1 MiB.
  std::function<file(std::string const& path)> read{};

  static world const& real();
};

/// What identifies the state of a file: another one, or another version, has another stamp.
struct file_stamp {
  std::string path{};
  bool there = false;
  std::uint64_t inode = 0;
  std::uint64_t device = 0;
  std::int64_t size = 0;
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;

  friend bool operator==(file_stamp const&, file_stamp const&) = default;
};
file_stamp stamp_of(std::string const& path);

/// What a source comes to: keys, a reason why there are none, or whom to ask for them.
struct plan {
  enum class what : std::uint8_t {
    absent,         ///< There is nothing: a chain goes on.
    broken,         ///< There is something, and it cannot be used: a chain stops.
    keys,           ///< Known.
    instance_role,  ///< The metadata service has them.
    assume_role,    ///< STS has them, for who has the keys of `below`.
    web_identity,   ///< STS has them, for who has the token.
    process,        ///< A program has them.
    uri,            ///< A server has them.
    own             ///< The program's own provider has them.
  };
  plan::what kind = what::absent;
  std::string why{};     ///< Absent, broken. Never a secret.
  std::string from{};    ///< Where this was found, for errors and `check()`.
  std::string region{};  ///< Found beside it.
  issued_credentials keys{};
  std::string renew_by{};  ///< What the user has to do when `keys` have expired.
  std::string role{};      ///< Of the instance.
  instance_role_options metadata{};
  assume_role_options assume{};
  std::string provider_id{};  ///< Of the web identity.
  std::string token_file{};   ///< Of the web identity.
  std::string command{};
  std::string uri{};
  std::vector<plan> below{};
  std::vector<std::string> files{};                ///< What it was read from.
  std::weak_ptr<credentials_provider> provider{};  ///< It owns the cache that plans are kept in.

  static plan nothing(std::string from, std::string why) {
    plan out;
    out.from = std::move(from);
    out.why = std::move(why);
    return out;
  }
  static plan unusable(std::string from, std::string why) {
    plan out = nothing(std::move(from), std::move(why));
    out.kind = what::broken;
    return out;
  }
  bool is_absent() const noexcept { return kind == what::absent; }
  bool is_broken() const noexcept { return kind == what::broken; }
};

/// What asking for keys came to.
struct finding {
  enum class state : std::uint8_t { found, absent, broken };
  finding::state is = state::absent;
  bool passes = false;  ///< Broken, and later it may work: the network, a failing server.
  issued_credentials keys{};
  std::string why{};
  std::string account{};  ///< Of a question for who one is; so are the next two.
  std::string arn{};
  std::string user{};

  static finding of(issued_credentials keys) {
    finding out;
    out.is = state::found;
    out.keys = std::move(keys);
    return out;
  }
  static finding absent(std::string why) {
    finding out;
    out.why = std::move(why);
    return out;
  }
  static finding broken(std::string why, bool passes = false) {
    finding out;
    out.is = state::broken;
    out.why = std::move(why);
    out.passes = passes;
    return out;
  }
};

// ---- texts

/// Overwrites a text that held a key and empties it.
void wipe(std::string& text) noexcept;
void wipe(issued_credentials& keys) noexcept;

/// The value of a variable; nothing when it is not set or empty.
std::optional<std::string> non_empty(world const& of, std::string const& name);
/// `true` or `1`, in any case.
bool is_switched_on(world const& of, std::string const& name);
/// The home folder; empty when it is not known.
std::string home_of(world const& of);

/// Splits a command as POSIX words (blanks, quotes, backslashes); nothing when a quote is not closed.
std::optional<std::vector<std::string>> split_words(std::string_view command);

/// An INI file: sections with their entries in order.
struct ini_section {
  std::string name{};
  std::vector<std::pair<std::string, std::string>> entries{};

  std::string const* find(std::string_view key) const {
    for (auto const& [name_of, value] : entries)
      if (name_of == key) return &value;
    return nullptr;
  }
};
/// Lines trimmed, CR dropped, comments (`#`, `;`) at the start of a line, a key up to the first `=`, quotes
/// kept, lines without a value skipped. Nothing when a section's bracket is not closed.
std::optional<std::vector<ini_section>> parse_ini(std::string_view text);

/// The members of a JSON object, flattened for reading: texts, whole numbers and booleans as text. Its memory
/// is overwritten when it goes.
class json_object {
 public:
  /// Nothing when the text is no JSON object, or nested deeper than 32.
  static std::optional<json_object> parse(std::string_view text);
  json_object(json_object&&) noexcept;
  json_object& operator=(json_object&&) noexcept;
  ~json_object();

  /// A member's text, number or boolean as text; nothing when it is missing, null, or something else.
  std::optional<std::string> text(std::string_view name) const;
  /// Likewise, empty for nothing.
  std::string text_or_empty(std::string_view name) const { return text(name).value_or(std::string()); }
  /// A member that is a whole number, or a text that is one.
  std::optional<std::int64_t> number(std::string_view name) const;
  bool has(std::string_view name) const;
  /// A member that is an object.
  std::optional<json_object> object(std::string_view name) const;
  /// The objects of a member that is a list.
  std::vector<json_object> list(std::string_view name) const;

 private:
  struct tree;
  json_object(std::shared_ptr<tree const> whole, void const* at);
  std::shared_ptr<tree const> whole_;
  void const* at_;
};

/// `2006-01-02T15:04:05Z`, fractions and `+hh:mm` taken too.
std::optional<std::chrono::system_clock::time_point> parse_iso_time(std::string_view text);

/// Whether a text can be an id, key or token: printable ASCII.
bool is_key_text(std::string_view text) noexcept;

/// What is wrong with keys that a source gave, without quoting them; empty: nothing.
std::string why_not_keys(issued_credentials const& keys);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/source.ipp>
#endif
