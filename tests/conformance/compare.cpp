// colb: the catalogs against the headers.
#include "compare.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>

namespace conformance {

namespace json = boost::json;
using colb::codec::parameter;

namespace {

std::string text_of(json::value const& value) { return std::string(std::string_view(value.as_string())); }

std::string text_of(json::object const& from, std::string_view key) {
  json::value const* const value = from.if_contains(key);
  return value ? text_of(*value) : std::string();
}

json::array const& list_of(json::object const& from, std::string_view key) {
  static json::array const none;
  json::value const* const value = from.if_contains(key);
  return value ? value->as_array() : none;
}

// ---- exceptions
// ------------------------------------------------------------------------------------------------

bool matches(std::string_view pattern, std::string_view text) {
  auto const star = pattern.find('*');
  if (star == pattern.npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  text.remove_prefix(star);
  for (std::size_t skip = 0; skip <= text.size(); ++skip) {
    if (matches(pattern.substr(star + 1), text.substr(skip))) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> unexplained(std::string_view api, differences const& found,
                                     std::vector<exception> const& known) {
  std::vector<std::string> out;
  std::vector<std::size_t> applied(known.size(), 0);
  for (difference const& d : found) {
    bool excepted = false;
    for (std::size_t i = 0; i < known.size() && !excepted; ++i) {
      excepted = known[i].api == api && known[i].what == d.what && matches(known[i].where, d.where);
      applied[i] += excepted ? 1 : 0;
    }
    if (!excepted) out.push_back(std::string(api) + " " + d.where + ": " + d.what);
  }
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i].api != api || applied[i] == known[i].times) continue;
    out.push_back(std::string(api) + " " + std::string(known[i].where) + ": the exception \"" +
                  std::string(known[i].what) + "\" is to apply " + std::to_string(known[i].times) +
                  " times and does " + std::to_string(applied[i]) + " times");
  }
  return out;
}

// ---- names
// -----------------------------------------------------------------------------------------------------

namespace {

using names = std::set<std::string>;

names keys_of(json::object const& from) {
  names out;
  for (auto const& [key, value] : from) out.emplace(key);
  return out;
}

/// The text without what stands in a `namespace detail`: helpers there may look like Actions.
std::string public_part(std::string_view text) {
  std::string out;
  bool inside = false;
  while (!text.empty()) {
    std::string_view const line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.starts_with("namespace detail")) inside = true;
    if (!inside) out.append(line) += '\n';
    if (line.starts_with("}  // namespace detail")) inside = false;
  }
  return out;
}

/// The names that stand after `prefix` at the beginning of a line.
names named_after(std::string_view prefix, std::string_view text) {
  names out;
  while (!text.empty()) {
    std::string_view const line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (!line.starts_with(prefix)) continue;
    std::string_view const rest = line.substr(prefix.size());
    auto const end = std::find_if(rest.begin(), rest.end(),
                                  [](unsigned char c) { return !std::isalnum(c) && c != '_' && c != '.'; });
    out.emplace(rest.begin(), end);
  }
  return out;
}

/// All data types that the Actions use, by name.
using type_map = std::map<std::string, type_info const*>;

void collect(type_info const& type, type_map& into, differences& out) {
  if (type.element) return collect(*type.element, into, out);
  if (type.shape != shape::structure) return;
  auto const [at, added] = into.emplace(type.name, &type);
  if (!added) {
    if (at->second != &type) out.push_back({at->first, "names two different types"});
    return;
  }
  for (field_info const& field : type.fields()) collect(*field.type, into, out);
}

type_map types_of(api const& of, differences& out) {
  type_map into;
  for (action_row const& action : of.actions) {
    for (field_info const& field : action.request->fields()) collect(*field.type, into, out);
    for (field_info const& field : action.response->fields()) collect(*field.type, into, out);
  }
  return into;
}

void must_be_in(names const& some, names const& all, std::string const& what, differences& out) {
  for (std::string const& name : some) {
    if (!all.contains(name)) out.push_back({name, what});
  }
}

}  // namespace

void compare_names(api const& of, json::object const& catalog, sources const& headers, differences& out) {
  names described, structures, data_types;
  names const under_umbrella = named_after("#include <colb/" + of.folder + '/', headers.at("actions.hpp"));
  for (auto const& [file, all] : headers) {
    std::string const text = public_part(all);
    if (file == "types.hpp") data_types = named_after("struct ", text);
    names const here = named_after("constexpr descriptor describe(", text);
    if (here.empty()) continue;
    described.insert(here.begin(), here.end());
    structures.merge(named_after("struct ", text));
    if (!under_umbrella.contains(file)) out.push_back({file, "is not included by actions.hpp"});
  }
  names registered;
  for (action_row const& action : of.actions) {
    if (!registered.emplace(action.name).second) {
      out.push_back({std::string(action.name), "is registered twice by the conformance tests"});
    }
  }

  names const documented = keys_of(catalog.at("actions").as_object());
  must_be_in(documented, described, "Action of the catalog without a struct in the headers", out);
  must_be_in(described, documented, "Action of the headers that the catalog does not have", out);
  must_be_in(structures, described, "struct in the headers without a descriptor", out);
  must_be_in(described, structures, "descriptor in the headers without a struct", out);
  must_be_in(described, registered, "Action of the headers that the conformance tests do not register", out);
  must_be_in(registered, documented,
             "Action registered by the conformance tests that the catalog does not have", out);

  names reached;
  for (auto const& [name, type] : types_of(of, out)) reached.insert(name);
  names const documented_types = keys_of(catalog.at("types").as_object());
  must_be_in(documented_types, data_types, "type of the catalog without a struct in types.hpp", out);
  must_be_in(data_types, documented_types, "struct in types.hpp that the catalog does not have", out);
  must_be_in(data_types, reached, "struct in types.hpp that no Action uses", out);
  must_be_in(reached, documented_types, "type used by an Action that the catalog does not have", out);

  if (documented.size() != of.catalog_actions + of.today_actions)
    out.push_back({"actions", "the catalog does not have all of them"});
  if (documented_types.size() != of.catalog_types + of.today_types)
    out.push_back({"types", "the catalog does not have all of them"});
}

// ---- fields
// ----------------------------------------------------------------------------------------------------

namespace {

/// A type of the headers as the catalogs spell it.
std::string spelled(type_info const& type) {
  switch (type.shape) {
    case shape::string:
      return "string";
    case shape::integer:
      return "integer";
    case shape::real:
      return "float";
    case shape::boolean:
      return "boolean";
    case shape::json:
      return "json";
    case shape::optional:
      return spelled(*type.element);
    case shape::list:
      return spelled(*type.element) + "[]";
    case shape::map:
      return "map<string," + spelled(*type.element) + ">";
    case shape::structure:
      return std::string(type.name);
  }
  return {};
}

bool can_be_unset(type_info const& type) {
  return type.shape == shape::optional || type.shape == shape::list || type.shape == shape::map;
}

/// Whether a field of the document is read under this name too.
bool is_another_name(type_info const& type, std::string_view name, std::string_view spelling) {
  field_info const* const field = colb::inner::find_field_by_alias(type, name);
  return field && spelled(*field->type) == spelling;
}

void compare_field_lists(std::string const& where, json::array const& catalog, type_info const& type,
                         bool is_output, differences& out) {
  auto const at = [&where](std::string_view name) { return where + '.' + std::string(name); };
  names documented;
  std::vector<std::string_view> catalog_order;
  for (json::value const& entry : catalog) {
    json::object const& field = entry.as_object();
    std::string const name = text_of(field, "name");
    documented.insert(name);
    field_info const* const in_header = colb::inner::find_field(type, name);
    if (!in_header && field.contains("today") && is_another_name(type, name, text_of(field, "type"))) {
      continue;
    }
    if (!in_header) {
      out.push_back({at(name), "missing in the header"});
      continue;
    }
    catalog_order.push_back(in_header->name);
    if (std::string const have = spelled(*in_header->type), want = text_of(field, "type"); have != want) {
      out.push_back({at(name), want + " in the catalog, " + have + " in the header"});
    }
    json::value const* const flag = field.if_contains("required");
    bool const required = !is_output && flag && flag->as_bool();
    if (required != in_header->required) {
      out.push_back({at(name), required ? "required in the catalog, optional in the header"
                                        : "optional in the catalog, required in the header"});
    }
    if (!in_header->required && !can_be_unset(*in_header->type))
      out.push_back({at(name), "cannot be left unset"});
    bool const empty_means_something =
        in_header->type->shape == shape::optional && can_be_unset(*in_header->type->element);
    if (empty_means_something) out.push_back({at(name), "tells an empty list from none"});
  }
  for (colb::alias const& other : type.aliases) {
    if (colb::inner::find_field(type, other.name)) out.push_back({at(other.name), "is an alias and a field"});
    if (!colb::inner::find_field(type, other.field))
      out.push_back({at(other.name), "is an alias of no field"});
  }
  std::size_t place = 0;
  for (field_info const& field : type.fields()) {
    if (!documented.contains(std::string(field.name))) {
      out.push_back({at(field.name), "missing in the catalog"});
    } else if (place < catalog_order.size() && catalog_order[place++] != field.name) {
      out.push_back({at(field.name),
                     "out of order: the catalog has " + std::string(catalog_order[place - 1]) + " here"});
      return;
    }
  }
}

json::object const* action_of(json::object const& catalog, std::string_view name) {
  json::value const* const found = catalog.at("actions").as_object().if_contains(name);
  return found ? &found->as_object() : nullptr;
}

}  // namespace

void compare_fields(api const& of, json::object const& catalog, differences& out) {
  for (action_row const& row : of.actions) {
    json::object const* const action = action_of(catalog, row.name);
    if (!action) continue;  // compare_names says so
    std::string const name(row.name);
    compare_field_lists(name, list_of(*action, "input"), *row.request, false, out);
    compare_field_lists(name + ".response", list_of(*action, "output"), *row.response, true, out);
  }
  differences ignored;
  for (auto const& [name, type] : types_of(of, ignored)) {
    json::value const* const found = catalog.at("types").as_object().if_contains(name);
    if (found) compare_field_lists("types." + name, list_of(found->as_object(), "fields"), *type, false, out);
  }
}

// ---- today's names
// ----------------------------------------------------------------------------------------------

namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto const comma = std::min(text.size(), text.find(", "));
    out.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(text.size(), comma + 2));
  }
  return out;
}

action_row const* row_of(api const& of, std::string_view name) {
  auto const found = std::find_if(of.actions.begin(), of.actions.end(),
                                  [&](action_row const& row) { return row.name == name; });
  return found == of.actions.end() ? nullptr : &*found;
}

}  // namespace

void compare_today(api const& of, json::object const& today, differences& out) {
  for (json::value const& entry : list_of(today, "case_variants")) {
    json::object const& variant = entry.as_object();
    auto const ours = words_of(text_of(variant, "ours")), theirs = words_of(text_of(variant, "today"));
    for (json::value const& name : list_of(variant, "actions")) {
      action_row const* const row = row_of(of, text_of(name));
      for (std::size_t i = 0; i < ours.size(); ++i) {
        field_info const* const field =
            row ? colb::inner::find_field_by_alias(*row->request, theirs.at(i)) : nullptr;
        if (!field || field->name != ours[i])
          out.push_back({text_of(name) + '.' + theirs.at(i), "is no other name of " + ours[i]});
      }
    }
  }
  if (json::value const* gone = today.if_contains("gone")) {
    for (auto const& [name, value] : gone->as_object()) {
      std::string const words = text_of(value);
      for (std::string const& each : {std::string(name), words.substr(words.rfind(' ') + 1)}) {
        if (!row_of(of, each)) out.push_back({each, "is not offered beside its other name"});
      }
    }
  }
}

// ---- descriptors
// -----------------------------------------------------------------------------------------------

namespace {

/// What has to be masked: the catalogs say "private key" of such a field and of no other.
names secrets_of(std::string const& where, json::array const& fields) {
  names out;
  for (json::value const& field : fields) {
    bool const is_key = text_of(field.as_object(), "doc").find("rivate key") != std::string::npos;
    if (is_key && text_of(field.as_object(), "type") == "string")
      out.insert(where + '.' + text_of(field.as_object(), "name"));
  }
  return out;
}

/// What a path such as `ListenerSet.ListenerId` ends at, through optionals and lists; null when it leads
/// nowhere.
type_info const* follow(type_info const* type, std::string_view path) {
  while (!path.empty()) {
    while (type->element && type->shape != shape::map) type = type->element;
    if (type->shape != shape::structure) return nullptr;
    field_info const* const field = colb::inner::find_field(*type, path.substr(0, path.find('.')));
    if (!field) return nullptr;
    type = field->type;
    path.remove_prefix(std::min(path.size(), path.find('.') == path.npos ? path.size() : path.find('.') + 1));
  }
  return type;
}

bool is_a(type_info const* type, std::string_view spelling) { return type && spelled(*type) == spelling; }

std::string_view word_for(colb::kind k) {
  return k == colb::kind::read ? "read" : k == colb::kind::write ? "write" : "async";
}

void compare_word(std::string const& where, std::string_view what, std::string_view catalog,
                  std::string_view header, differences& out) {
  if (catalog == header) return;
  out.push_back({where, std::string(what) + " \"" + std::string(catalog) + "\" in the catalog, \"" +
                            std::string(header) + "\" in the header"});
}

void compare_paging(std::string const& name, json::object const& action, action_row const& row,
                    differences& out) {
  colb::paging const& pages = row.description->pages;
  json::object keys;
  if (json::value const* found = action.if_contains("paging")) keys = found->as_object();
  std::string const first = keys.contains("page") ? "page" : "offset";
  std::string const size = keys.contains("page_size") ? "page_size"
                           : keys.contains("size")    ? "size"
                                                      : "limit";
  compare_word(name, "paging offset", text_of(keys, first), pages.offset, out);
  compare_word(name, "paging limit", text_of(keys, size), pages.limit, out);
  compare_word(name, "paging items", text_of(keys, "items"), pages.items, out);
  compare_word(name, "paging total", text_of(keys, "total"), pages.total, out);
  compare_word(name, "paging token", text_of(keys, "token"), pages.token, out);
  std::string most = "0";
  for (json::value const& field : list_of(action, "input")) {
    json::object const& about = field.as_object();
    if (pages.limit.empty() || text_of(about, "name") != pages.limit) continue;
    if (json::value const* const max = about.if_contains("max")) most = json::serialize(*max);
  }
  compare_word(name, "paging maximum", most, std::to_string(pages.maximum), out);
  if (pages == colb::paging{}) return;
  type_info const* const items = follow(row.response, pages.items);
  auto const may_lack = [&](std::string_view key, type_info const* type) {
    return (key.empty() && !pages.token.empty()) || is_a(follow(type, key), "integer");
  };
  if (!may_lack(pages.offset, row.request) || !may_lack(pages.limit, row.request) ||
      !may_lack(pages.total, row.response) || !items || items->shape != shape::list) {
    out.push_back({name, "a paging key does not lead to an integer, or the items not to a list"});
  }
  if (!pages.token.empty() && (!is_a(follow(row.request, pages.token), "string") ||
                               !is_a(follow(row.response, pages.token), "string"))) {
    out.push_back({name, "the paging token does not lead to a string"});
  }
}

void compare_resource(std::string const& name, action_row const& row, differences& out) {
  bool const changes = row.description->kind != colb::kind::read;
  bool any = false;
  for (std::string_view path : row.description->resource) {
    if (path.empty()) continue;
    any = true;
    type_info const* const leaf = follow(row.request, path);
    if (!is_a(leaf, "string") && !is_a(leaf, "string[]")) {
      out.push_back({name, "the resource path " + std::string(path) + " does not lead to a string"});
    }
  }
  if (changes && !any) out.push_back({name, "changes something and names no resource"});
  if (!changes && any) out.push_back({name, "changes nothing and names a resource"});
}

void compare_marks(std::string const& where, json::array const& catalog, type_info const& type,
                   bool lists_as_json_text, names const& numbered_lists, differences& out) {
  names marked;
  for (field_info const& field : type.fields()) {
    std::string const name = where + '.' + std::string(field.name);
    if (field.secret) marked.insert(name);
    bool const json_text = lists_as_json_text && field.type->shape == shape::list &&
                           !numbered_lists.contains(std::string(field.name));
    if (json_text != field.json_text) {
      out.push_back({name, json_text ? "a list that is not sent as a JSON text" : "sent as a JSON text"});
    }
  }
  names const secrets = secrets_of(where, catalog);
  must_be_in(secrets, marked, "is a secret and not marked as one", out);
  must_be_in(marked, secrets, "is marked as a secret, which the catalog does not say", out);
}

}  // namespace

void compare_descriptors(api const& of, json::object const& catalog, differences& out) {
  for (action_row const& row : of.actions) {
    json::object const* const action = action_of(catalog, row.name);
    if (!action) continue;
    std::string const name(row.name);
    colb::descriptor const& has = *row.description;
    compare_word(name, "kind", text_of(*action, "kind"), word_for(has.kind), out);
    json::value const* const limit = action->if_contains("rate_limit");
    compare_word(name, "rate limit", limit ? json::serialize(*limit) : "0", std::to_string(has.rate_limit),
                 out);
    compare_word(name, "client token", follow(row.request, "ClientToken") ? "ClientToken" : "",
                 has.client_token, out);
    compare_word(name, "HTTP method", text_of(*action, "http"), row.route.method, out);
    compare_word(name, "HTTP path", text_of(*action, "path"), row.route.path, out);
    compare_paging(name, *action, row, out);
    compare_resource(name, row, out);
    names numbered_lists;  // sent as Tag.1.Key, not as a JSON text
    for (json::value const& list : list_of(*action, "repeat_list")) numbered_lists.insert(text_of(list));
    compare_marks(name, list_of(*action, "input"), *row.request, of.lists_as_json_text, numbered_lists, out);
    compare_marks(name + ".response", list_of(*action, "output"), *row.response, false, {}, out);
  }
  differences ignored;
  for (auto const& [name, type] : types_of(of, ignored)) {
    json::value const* const found = catalog.at("types").as_object().if_contains(name);
    if (found) compare_marks("types." + name, list_of(found->as_object(), "fields"), *type, false, {}, out);
  }
}

// ---- examples
// --------------------------------------------------------------------------------------------------

namespace {

std::string member(std::string const& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + '.' + std::string(name);
}

bool says_nothing(json::value const* value) {
  if (!value || value->is_null()) return true;
  return value->is_array() && value->get_array().empty();
}

/// Numbers and texts of numbers compare as numbers.
std::string scalar_text(json::value const& value) {
  if (value.is_string()) return text_of(value);
  if (value.is_double()) {
    std::string text;
    colb::codec::detail::append_number(text, value.get_double());
    return text;
  }
  return json::serialize(value);
}

/// What of `expected` is not in `actual` by meaning, and the reverse: null, absent and an empty list are one,
/// numbers may stand in quotes.
void compare_values(json::value const* expected, json::value const* actual, std::string const& path,
                    std::map<std::string, std::string>& out) {
  if (says_nothing(expected) && says_nothing(actual)) return;
  if (says_nothing(actual)) {
    out[path] = "is lost";
  } else if (says_nothing(expected)) {
    out[path] = "is added";
  } else if (expected->kind() == json::kind::object && actual->kind() == json::kind::object) {
    json::object const& left = expected->get_object();
    json::object const& right = actual->get_object();
    for (auto const& [key, value] : left)
      compare_values(&value, right.if_contains(key), member(path, key), out);
    for (auto const& [key, value] : right) {
      if (!left.contains(key)) compare_values(nullptr, &value, member(path, key), out);
    }
  } else if (expected->kind() == json::kind::array && actual->kind() == json::kind::array) {
    json::array const& left = expected->get_array();
    json::array const& right = actual->get_array();
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      compare_values(left.if_contains(i), right.if_contains(i), member(path, std::to_string(i)), out);
    }
  } else if (expected->is_structured() || actual->is_structured() ||
             scalar_text(*expected) != scalar_text(*actual)) {
    out[path] = "is changed from " + json::serialize(*expected) + " to " + json::serialize(*actual);
  }
}

/// Where a request is not what the struct asks for: what strict reading has to refuse.
void check_against(type_info const& type, json::value const& value, std::string const& path,
                   std::map<std::string, std::string>& out) {
  if (value.is_null()) return;
  switch (type.shape) {
    case shape::optional:
      return check_against(*type.element, value, path, out);
    case shape::list:
      for (std::size_t i = 0; value.is_array() && i < value.get_array().size(); ++i) {
        check_against(*type.element, value.get_array()[i], member(path, std::to_string(i)), out);
      }
      break;
    case shape::structure:
      if (!value.is_object()) break;
      for (auto const& [key, item] : value.get_object()) {
        if (field_info const* field = colb::inner::find_field(type, key)) {
          check_against(*field->type, item, member(path, key), out);
        } else {
          out[member(path, key)] = "is not a known member";
        }
      }
      for (field_info const& field : type.fields()) {
        json::value const* const item = value.get_object().if_contains(field.name);
        if (field.required && (!item || item->is_null()))
          out[member(path, field.name)] = "is required and missing";
      }
      return;
    default:
      break;
  }
  bool const fits = type.shape == shape::list      ? value.is_array()
                    : type.shape == shape::string  ? value.is_string()
                    : type.shape == shape::boolean ? value.is_bool()
                    : type.shape == shape::integer ? value.is_int64() || value.is_string()
                    : type.shape == shape::real    ? value.is_number() || value.is_string()
                                                   : true;
  if (!fits) out[path] = "is no " + spelled(type) + " in the example";
}

/// A JSON value as flat parameters; written without a look at the codec.
void render_flat(json::value const& value, std::string const& name, std::size_t base,
                 std::map<std::string, std::string>& out) {
  if (value.is_object()) {
    for (auto const& [key, item] : value.get_object()) render_flat(item, member(name, key), base, out);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.get_array().size(); ++i) {
      render_flat(value.get_array()[i], member(name, std::to_string(i + base)), base, out);
    }
  } else if (!value.is_null()) {
    out[name] = scalar_text(value);
  }
}

std::map<std::string, std::string> render_flat(json::object const& value, type_info const& type,
                                               std::size_t base) {
  std::map<std::string, std::string> out;
  for (auto const& [key, item] : value) {
    field_info const* const field = colb::inner::find_field(type, key);
    if (field && field->json_text) {
      if (!says_nothing(&item)) out[std::string(key)] = json::serialize(item);
    } else {
      render_flat(item, std::string(key), base, out);
    }
  }
  return out;
}

/// JSON texts inside flat parameters compare by meaning.
bool same_parameter(std::string const& left, std::string const& right) {
  if (left == right) return true;
  boost::system::error_code no_left, no_right;
  json::value const a = json::parse(left, no_left), b = json::parse(right, no_right);
  if (no_left || no_right || !a.is_structured()) return false;
  std::map<std::string, std::string> found;
  compare_values(&a, &b, {}, found);
  return found.empty();
}

void compare_parameters(std::string const& where, std::map<std::string, std::string> const& expected,
                        std::vector<parameter> const& written, differences& out) {
  std::map<std::string, std::string> actual;
  for (auto const& [name, value] : written) {
    if (!actual.emplace(name, value).second)
      out.push_back({where + name, "is written twice as a flat parameter"});
  }
  for (auto const& [name, value] : expected) {
    auto const found = actual.find(name);
    if (found == actual.end()) {
      out.push_back({where + name, "is lost as a flat parameter"});
    } else if (!same_parameter(value, found->second)) {
      out.push_back(
          {where + name, "is changed from " + value + " to " + found->second + " as a flat parameter"});
    }
  }
  for (auto const& [name, value] : actual) {
    if (!expected.contains(name)) out.push_back({where + name, "is added as a flat parameter"});
  }
}

std::string write_json(type_info const& type, void const* object) {
  std::string text;
  colb::codec::detail::write(text, type, object, {});
  return text;
}

void compare_request(api const& of, action_row const& row, json::object const& example,
                     std::string const& where, differences& out) {
  type_info const& type = *row.request;
  std::map<std::string, std::string> found;
  check_against(type, example, {}, found);

  std::string const text = json::serialize(example);
  colb::codec::read_options options;
  options.strict = true;
  auto object = row.make_request();
  colb::codec::read_error const refused = colb::codec::detail::read(text, type, object.get(), options);
  if (refused ? !found.contains(refused.path) : !found.empty()) {
    out.push_back(
        {where + refused.path, refused ? "strict reading: " + refused.message : "strict reading takes it"});
  }
  if (refused) {
    options.strict = false;
    object = row.make_request();
    if (auto const problem = colb::codec::detail::read(text, type, object.get(), options)) {
      out.push_back({where + problem.path, "lenient reading: " + problem.message});
      return;
    }
  }

  json::value const given = example;
  json::value const written = json::parse(write_json(type, object.get()));
  std::map<std::string, std::string> changed;
  compare_values(&given, &written, {}, changed);
  for (auto const& [path, what] : changed) found.emplace(path, what);
  for (auto const& [path, what] : found) out.push_back({where + path, what});

  // What differs is told by now; the flat form has to be that of the JSON form.
  auto const parameters = colb::codec::detail::write_flat(type, object.get(), of.index_base);
  compare_parameters(where, render_flat(found.empty() ? example : written.as_object(), type, of.index_base),
                     parameters, out);
  auto const again = row.make_request();
  options.strict = !refused;
  auto const problem = colb::codec::detail::read_flat(parameters, type, again.get(), options);
  if (problem) {
    out.push_back({where + problem.path, "reading the flat parameters: " + problem.message});
  } else if (write_json(type, again.get()) != write_json(type, object.get())) {
    out.push_back({where, "flat parameters do not read back"});
  }
}

void compare_response(api const& of, action_row const& row, json::value const& example,
                      std::string const& where, differences& out) {
  auto const response = row.make_response();
  auto const around = of.make_envelope();
  colb::codec::detail::read_target target;
  target.type = row.response;
  target.object = response.get();
  target.extra = of.envelope;
  target.extra_object = around.get();
  target.wrapper = of.wrapper;
  if (auto const problem = colb::codec::detail::read(json::serialize(example), target, {})) {
    out.push_back({where + problem.path, "reading: " + problem.message});
    return;
  }
  std::string text = "{";
  bool const first = colb::codec::detail::write_members(text, *row.response, response.get(), {}, true);
  colb::codec::detail::write_members(text, *of.envelope, around.get(), {}, first);
  text += '}';
  json::value written = json::parse(text);
  if (!of.wrapper.empty()) {
    json::object outer;
    outer[of.wrapper] = std::move(written);
    written = std::move(outer);
  }
  std::map<std::string, std::string> changed;
  compare_values(&example, &written, {}, changed);
  for (auto const& [path, what] : changed) out.push_back({where + path, what});
}

}  // namespace

void compare_examples(api const& of, json::object const& catalog, differences& out) {
  for (action_row const& row : of.actions) {
    json::object const* const action = action_of(catalog, row.name);
    if (!action) continue;
    std::size_t number = 0;
    for (json::value const& entry : list_of(*action, "examples")) {
      json::object const& example = entry.as_object();
      std::string const where = std::string(row.name) + " example " + std::to_string(++number);
      if (json::value const* request = example.if_contains("request")) {
        compare_request(of, row, request->as_object(), where + " request ", out);
      }
      if (json::value const* response = example.if_contains("response")) {
        compare_response(of, row, *response, where + " response ", out);
      }
    }
  }
}

// ---- errors
// ----------------------------------------------------------------------------------------------------

void compare_error_codes(json::object const& catalog, std::span<error_row const> table, differences& out) {
  names documented = keys_of(catalog.at("errors").as_object());
  documented.erase("0");  // API 2017: success
  for (auto const& [name, action] : catalog.at("actions").as_object()) {
    for (json::value const& code : list_of(action.as_object(), "errors")) documented.insert(text_of(code));
  }
  names listed;
  for (error_row const& row : table) {
    if (!listed.emplace(row.code).second) out.push_back({std::string(row.code), "error code listed twice"});
  }
  must_be_in(documented, listed, "documented error code without a meaning", out);
  must_be_in(listed, documented, "error code that the document does not have", out);
}

}  // namespace conformance
