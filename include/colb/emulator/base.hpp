// colb: what the emulated APIs have in common: how they read, refuse and check, which handler a request goes
// to, and how addresses and times look.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include <colb/action.hpp>
#include <colb/codec/percent.hpp>
#include <colb/emulator/editions.hpp>
#include <colb/emulator/limits.hpp>
#include <colb/emulator/service.hpp>
#include <colb/engine/reflect.hpp>

namespace colb::inline COLB_ABI::inner::emu {

[[noreturn]] inline void refuse(std::string code, std::string message) {
  throw refusal{std::move(code), std::move(message)};
}

/// How an API says what is wrong with a parameter. Each function throws `refusal`.
struct words {
  void (*missing)(std::string const& parameter);
  void (*unknown)(std::string const& parameter);
  void (*ill_typed)(std::string const& parameter);  ///< Empty: the request as a whole.
  void (*malformed)();
  void (*too_large)();
  void (*not_between)(std::string const& parameter, std::int64_t low, std::int64_t high);
  void (*wrong_length)(std::string const& parameter, std::int64_t low, std::int64_t high);
  void (*wrong_count)(std::string const& parameter, std::int64_t low, std::int64_t high);
  void (*not_one_of)(std::string const& parameter, std::string const& list);
  void (*misspelled)(std::string const& parameter, std::string const& what);
};

/// Where the parameters of a request are: flat, or JSON text.
struct source {
  bool flat = false;
  std::vector<codec::parameter> parameters{};  ///< flat.
  std::string_view json{};                     ///< Otherwise; empty text is an empty object.
};

/// What is known of an API's parameters beside their types.
struct tables {
  std::span<limit const> limits{};
  emu::editions editions{};
};

/// Reads a request into a struct made by `blank`. Refuses unknown, missing and ill-typed parameters, and
/// values beyond the limits of the table.
///
/// @return the fields that the struct requires and that the edition lets be missing, and are: they are blank.
std::vector<std::string> read(source from, type_info const& type, void* object, words const& words,
                              tables const& tables, emulator::options const& options);
/// The parameters as a tree; flat ones stay texts.
boost::json::object tree_of(source const& from);

/// Appends the limits of an Action's parameters, for people.
void tell_limits(std::span<limit const> table, type_info const& type, std::string& path, std::string& out,
                 int depth);

/// Refuses what is beyond the limits of the table, in a struct and all that is in it.
///
/// @param left_out Fields of the struct that are not looked at.
void check_limits(std::span<limit const> table, type_info const& type, void const* object, words const& words,
                  std::span<std::string const> left_out = {});

/// How a request stands to the two editions of its API.
struct standing {
  std::vector<std::string> strange{};   ///< Paths of what the edition does not know.
  std::string missing{};                ///< The first field that it misses; empty: none.
  std::vector<std::string> left_out{};  ///< Required fields of the struct that may be missing and are.
};
/// Whether it matters how a request of this Action stands to them.
bool may_differ(editions const& editions, emulator::edition edition, std::string_view action);
/// Looks at the names of a request, its values aside.
standing standing_of(boost::json::object const& request, type_info const& type, editions const& editions,
                     emulator::edition edition);
/// Whether an edition has an Action.
bool has_action(editions const& editions, emulator::edition edition, std::string_view action);

inline void check_range(words const& words, std::string const& parameter, std::optional<std::int64_t> value,
                        std::int64_t low, std::int64_t high) {
  if (value && (*value < low || *value > high)) words.not_between(parameter, low, high);
}
inline void check_count(words const& words, std::string const& parameter, std::size_t count, std::int64_t low,
                        std::int64_t high) {
  auto const size = static_cast<std::int64_t>(count);
  if (size < low || size > high) words.wrong_count(parameter, low, high);
}
inline void check_one_of(words const& words, std::string const& parameter,
                         std::optional<std::string> const& value,
                         std::initializer_list<std::string_view> allowed) {
  if (!value) return;
  std::string list;
  for (auto const word : allowed) {
    if (*value == word) return;
    list.append(list.empty() ? "" : ", ").append(word);
  }
  words.not_one_of(parameter, list);
}

template <class List, class T>
bool contains(List const& list, T const& value) {
  return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

/// The value of the first parameter of that name; empty when there is none.
std::string value_of(std::vector<codec::parameter> const& parameters, std::string_view name);
/// The same, and all of that name are gone.
std::string take(std::vector<codec::parameter>& parameters, std::string_view name);

/// `1.2.3.4`
std::string dotted(std::uint32_t address);
/// The number of a name, the same one always; good for addresses of servers.
std::uint32_t number_of(std::string_view name);
/// Characters (code points) of UTF-8 text.
std::size_t characters(std::string_view text);
/// Seconds since 1970 of `2018-01-01T12:00:00Z`, where `between` stands for the T and `after` for the Z.
std::optional<std::int64_t> seconds_of(std::string_view text, char between = 'T',
                                       std::string_view after = "Z");

/// What was given goes over what was there, member by member. For structures of optional values.
void merge(type_info const& type, void* into, void const* given);
template <class T>
void merge(std::optional<T>& into, std::optional<T> const& given) {
  if (!given) return;
  if (!into) into = blank<T>();
  merge(type_info_of<T>, &*into, &*given);
}

/// What every API knows of an Action that it serves.
struct operation_base {
  std::string_view name;
  colb::kind kind = colb::kind::read;
  emulator::coverage_kind coverage = emulator::coverage_kind::stateful;
  type_info const* request = nullptr;
};

/// An API that looks its Actions up in tables.
class api : public service {
 public:
  answer handle(request const& request, emulator::fault const* fault, emulator::call& entry) final;
  std::vector<emulator::coverage_row> coverage() const final;

 protected:
  /// @param internal_error What the API calls its own failure.
  api(environment& environment, std::string_view internal_error, emu::tables const& tables,
      std::span<note const> notes)
      : env_(environment), internal_error_(internal_error), tables_(tables), notes_(notes) {}

  /// Lists Actions, in the order of the coverage table. The tables live as long as the program.
  template <class Operation>
  void list(std::span<Operation const> family) {
    for (Operation const& each : family) {
      operations_.emplace(each.name, &each);
      ordered_.push_back(&each);
    }
  }
  template <class Operation>
  Operation const* find(std::string_view action) const {
    auto const found = operations_.find(action);
    bool const known =
        found != operations_.end() && has_action(tables_.editions, env_.options.edition, action);
    return known ? static_cast<Operation const*>(found->second) : nullptr;
  }

  /// Lets happen what is due, then lets the request in and has it executed. Throws `refusal`.
  virtual answer run(request const& request, emulator::fault const* fault, emulator::call& entry) = 0;
  /// The answer to a refused request; `entry.code` is set already.
  virtual answer refused(refusal const& refused, request const& request, emulator::call& entry) = 0;

  /// The members that the user's own function answers with, or none for an unknown Action that is accepted;
  /// nothing when neither holds.
  std::optional<boost::json::object> answered_otherwise(std::string_view action, bool known,
                                                        source const& from) const;
  /// The last thing before an Action is executed: refuses when the fault says so, and notes that the state
  /// may change.
  void let_through(emulator::fault const* fault, colb::kind kind) const;
  /// One of `options.regions`; if that is empty, a name such as `ap-guangzhou`.
  bool region_exists(std::string_view region) const;
  /// How far a timestamp may be off: what `options.clock_skew` says, else what the API documents.
  std::int64_t clock_skew(std::int64_t documented) const;
  bool too_far_off(std::int64_t seconds, std::int64_t documented) const;

  environment& env_;

 private:
  std::string_view internal_error_;
  emu::tables tables_;
  std::span<note const> notes_;
  std::map<std::string_view, operation_base const*> operations_{};
  std::vector<operation_base const*> ordered_{};
};

}  // namespace colb::inline COLB_ABI::inner::emu
