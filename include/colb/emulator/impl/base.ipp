// colb: bodies of what the emulated APIs have in common. Included in one translation unit; see src.hpp.
#pragma once

#include <charconv>
#include <chrono>
#include <exception>
#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/emulator/base.hpp>

namespace colb::inline COLB_ABI::inner::emu {

namespace json = boost::json;

/// Takes the member at a path such as `Targets.0.Tag` out. False: there is none.
bool take_out(json::value& tree, std::string_view path) {
  auto const dot = path.find('.');
  auto const name = path.substr(0, dot);
  json::value* inner = nullptr;
  if (auto* const object = tree.if_object()) {
    if (dot == path.npos) return object->erase(name) > 0;
    inner = object->if_contains(name);
  } else if (auto* const list = tree.if_array()) {
    auto const index = codec::detail::parse_number<std::size_t>(name);
    if (index && *index < list->size()) inner = &(*list)[*index];
  }
  return inner && dot != path.npos && take_out(*inner, path.substr(dot + 1));
}

/// Something for a required field that the edition lets be missing; nobody looks at it.
json::value blank_for(field_info const& field) {
  switch (field.type->shape) {
    case shape::integer:
    case shape::real:
      return 0;
    case shape::boolean:
      return false;
    case shape::list:
      return json::array();
    default:
      return "";
  }
}

void put_blank(source& from, std::string& text, field_info const& field) {
  auto const value = blank_for(field);
  if (from.flat) {
    from.parameters.emplace_back(field.name, value.is_string() ? std::string() : json::serialize(value));
    return;
  }
  auto tree = json::parse(text);
  tree.as_object()[field.name] = value;
  text = json::serialize(tree);
}

/// False: it is not there.
bool leave_out(source& from, std::string& text, std::string const& path) {
  if (from.flat) {
    return std::erase_if(from.parameters, [&](auto const& each) {
             return each.first == path || each.first.starts_with(path + '.');
           }) > 0;
  }
  boost::system::error_code ec;
  auto tree = json::parse(text, ec);
  if (ec || !take_out(tree, path)) return false;
  text = json::serialize(tree);
  return true;
}

std::vector<std::string> read(source from, type_info const& type, void* object, words const& words,
                              tables const& tables, emulator::options const& settings) {
  codec::read_options options;
  options.strict = true;
  options.max_memory = std::size_t{64} * 1024 * 1024;
  std::string kept(from.json.empty() ? "{}" : from.json);
  emu::standing standing;
  if (may_differ(tables.editions, settings.edition, type.name))
    standing = standing_of(tree_of(from), type, tables.editions, settings.edition);
  for (auto const& path : standing.strange) {
    if (settings.unknown == emulator::unknown::refuse || !leave_out(from, kept, path)) words.unknown(path);
  }
  for (auto const& name : standing.left_out) put_blank(from, kept, *find_field(type, name));
  for (;;) {
    auto const error = from.flat ? codec::detail::read_flat(from.parameters, type, object, options)
                                 : codec::detail::read(kept, type, object, options);
    using reason = codec::read_error::reason;
    switch (error.why) {
      case reason::none:
        if (!standing.missing.empty()) words.missing(standing.missing);
        check_limits(tables.limits, type, object, words, standing.left_out);
        return std::move(standing.left_out);
      case reason::missing_member:
        words.missing(error.path);
        break;
      case reason::ill_typed:
        words.ill_typed(error.path);
        break;
      case reason::malformed:
        words.malformed();
        break;
      case reason::too_large:
        words.too_large();
        break;
      case reason::unknown_member:
        // Without it, once more: what was read already is read again over itself.
        if (settings.unknown == emulator::unknown::refuse || !leave_out(from, kept, error.path))
          words.unknown(error.path);
        break;
    }
  }
}

/// Objects whose members are numbered without a gap are lists.
void number_lists(json::value& tree, std::int64_t first) {
  auto* const object = tree.if_object();
  if (!object) return;
  for (auto& member : *object) number_lists(member.value(), first);
  json::array list;
  for (auto at = first; object->contains(std::to_string(at)); ++at)
    list.push_back(object->at(std::to_string(at)));
  if (!list.empty() && list.size() == object->size()) tree = std::move(list);
}

json::object tree_of(source const& from) {
  if (!from.flat) {
    boost::system::error_code ec;
    auto tree = json::parse(from.json.empty() ? "{}" : from.json, ec);
    return ec || !tree.is_object() ? json::object() : std::move(tree.get_object());
  }
  json::object whole;
  for (auto const& [path, value] : from.parameters) {
    json::object* at = &whole;
    std::string_view rest = path;
    for (auto dot = rest.find('.'); dot != rest.npos; dot = rest.find('.')) {
      auto& inner = (*at)[rest.substr(0, dot)];
      if (!inner.is_object()) inner = json::object();
      at = &inner.get_object();
      rest.remove_prefix(dot + 1);
    }
    (*at)[rest] = value;
  }
  for (auto& member : whole) {
    auto const* const object = member.value().if_object();
    number_lists(member.value(), object && object->contains("0") ? 0 : 1);
  }
  return whole;
}

void merge(type_info const& type, void* into, void const* given) {
  for (field_info const& field : type.fields()) {
    type_info const* inner = field.type;
    void const* from = field_at(given, field);
    void* to = field_at(into, field);
    if (inner->shape == shape::optional) {
      from = inner->get(from);
      if (!from) continue;
      to = inner->put(to);
      inner = inner->element;
    }
    switch (inner->shape) {
      case shape::string:
        *static_cast<std::string*>(to) = *static_cast<std::string const*>(from);
        break;
      case shape::integer:
        *static_cast<std::int64_t*>(to) = *static_cast<std::int64_t const*>(from);
        break;
      case shape::real:
        *static_cast<double*>(to) = *static_cast<double const*>(from);
        break;
      case shape::boolean:
        *static_cast<bool*>(to) = *static_cast<bool const*>(from);
        break;
      default:
        throw std::logic_error("the emulator merges flat structures only");
    }
  }
}

std::string value_of(std::vector<codec::parameter> const& parameters, std::string_view name) {
  for (auto const& [key, value] : parameters) {
    if (key == name) return value;
  }
  return {};
}

std::string take(std::vector<codec::parameter>& parameters, std::string_view name) {
  auto value = value_of(parameters, name);
  std::erase_if(parameters, [&](auto const& parameter) { return parameter.first == name; });
  return value;
}

std::string dotted(std::uint32_t address) {
  return std::to_string(address >> 24) + '.' + std::to_string(address >> 16 & 255) + '.' +
         std::to_string(address >> 8 & 255) + '.' + std::to_string(address & 255);
}

std::uint32_t number_of(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (char const c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::optional<std::int64_t> seconds_of(std::string_view text, char between, std::string_view after) {
  std::string const form = std::string("dddd-dd-dd") + between + "dd:dd:dd" + std::string(after);
  if (text.size() != form.size()) return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i) {
    bool const digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == 'd' ? !digit : text[i] != form[i]) return std::nullopt;
  }
  auto const number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + size, value);
    return value;
  };
  std::chrono::year_month_day const day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!day.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 60) return std::nullopt;
  return std::int64_t{std::chrono::sys_days(day).time_since_epoch().count()} * 86'400 + number(11, 2) * 3600 +
         number(14, 2) * 60 + number(17, 2);
}

// ---- api

answer api::handle(request const& request, emulator::fault const* fault, emulator::call& entry) {
  refusal why;
  try {
    return run(request, fault, entry);
  } catch (refusal const& refused) {
    why = refused;
  } catch (std::exception const& e) {
    why = {std::string(internal_error_), std::string("The emulator failed: ") + e.what()};
  }
  entry.code = why.code;
  return refused(why, request, entry);
}

std::vector<emulator::coverage_row> api::coverage() const {
  std::vector<emulator::coverage_row> rows;
  for (auto const* const each : ordered_) {
    emulator::coverage_row row{std::string(name()), std::string(each->name), each->coverage};
    std::string path;
    if (each->request) tell_limits(tables_.limits, *each->request, path, row.limits, 0);
    for (note const& known : notes_) {
      if (known.action == each->name) row.notes.append(row.notes.empty() ? "" : " ").append(known.text);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<json::object> api::answered_otherwise(std::string_view action, bool known,
                                                    source const& from) const {
  if (env_.own_answer) return *env_.own_answer;
  if (auto const own = env_.own_actions.find(name()); own != env_.own_actions.end()) {
    auto const found = own->second.find(action);
    if (found != own->second.end()) {
      env_.own_answer = std::make_shared<json::object const>(found->second(tree_of(from)));
      return *env_.own_answer;
    }
  }
  if (!known && env_.options.unknown == emulator::unknown::accept) return json::object();
  return std::nullopt;
}

void api::let_through(emulator::fault const* fault, colb::kind kind) const {
  if (fault && fault->kind == emulator::fault_kind::refuse) {
    refuse(fault->code.empty() ? std::string(internal_error_) : fault->code,
           fault->message.empty() ? "The emulator was told to refuse this." : fault->message);
  }
  if (kind != colb::kind::read) env_.change();
}

bool api::region_exists(std::string_view region) const {
  auto const& known = env_.options.regions;
  if (!known.empty()) return contains(known, region);
  auto const dash = region.find('-');
  return dash != region.npos && dash >= 2 && dash + 1 < region.size() &&
         region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == region.npos;
}

std::int64_t api::clock_skew(std::int64_t documented) const {
  auto const given = env_.options.clock_skew.count();
  return given > 0 ? given : documented;
}

bool api::too_far_off(std::int64_t seconds, std::int64_t documented) const {
  auto const off = seconds - env_.unix_time_of_senders();
  auto const most = clock_skew(documented);
  return off > most || -off > most;
}

}  // namespace colb::inline COLB_ABI::inner::emu
