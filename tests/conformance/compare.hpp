// colb: the catalogs against the headers. All of it is ordinary code over tables and JSON values.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include <colb/error.hpp>
#include <colb/resilience/meaning.hpp>

#include "registry.hpp"

namespace conformance {

/// One API: the catalog that describes it, the headers that stand for it, and how it is spoken.
struct api {
  std::string name;                 ///< Of the catalog file, without its ending.
  std::string folder;               ///< Of the headers, below `colb/`.
  std::vector<action_row> actions;  ///< As the headers have them.
  std::size_t catalog_actions;      ///< How many there are in the document.
  std::size_t catalog_types;        ///< Likewise.
  std::size_t today_actions;        ///< How many today's service has beside them.
  std::size_t today_types;          ///< Likewise.
  std::size_t today_rate_limit;     ///< Of those Actions: none is documented one by one.
  std::size_t index_base;           ///< What lists in flat parameters count from.
  bool lists_as_json_text;          ///< List inputs are sent as JSON text.
  std::string wrapper;              ///< Member that holds the whole reply, or empty.
  type_info const* envelope;        ///< What stands in a reply beside the Action's own members.
  std::shared_ptr<void> (*make_envelope)();
};

std::vector<api> const& apis();

/// Where catalog and headers differ: `what` in words, `where` such as `CreateRule.LoadBalancerId` or
/// `CreateRule example 2 request Rules.0.Url`.
struct difference {
  std::string where;
  std::string what;
};
using differences = std::vector<difference>;

/// A difference that is known and meant. Each must occur exactly `times`.
struct exception {
  std::string_view api;
  std::string_view where;  ///< `*` stands for any characters.
  std::string_view what;
  std::size_t times;
  std::string_view why;  ///< The quirk, in words.
};
std::vector<exception> const& exceptions();

/// What is left of `found` after the exceptions, one line each; exceptions that do not apply are such lines
/// too.
std::vector<std::string> unexplained(std::string_view api, differences const& found,
                                     std::vector<exception> const& known);

/// The text of files by name, such as `listener.hpp`.
using sources = std::map<std::string, std::string>;

boost::json::object load_catalog(api const& of);

/// The document's catalog with what today's service has beside it: its Actions and types, and the new fields
/// after the old ones, marked `"today": true`. The document's alone where there is none.
boost::json::object load_both(api const& of);

/// What only today's file says: `changed`, `case_variants`, `gone`. Empty where there is none.
boost::json::object load_today(api const& of);

/// The Actions that other tools call: API, tool, names.
boost::json::object load_used();
/// The codes that today's services answer, with what they are taken to mean.
boost::json::object load_errors_of_today();
sources load_headers(api const& of);

/// Actions and types: catalog, registry, header text and umbrella header name the same ones.
void compare_names(api const& of, boost::json::object const& catalog, sources const& headers,
                   differences& out);

/// Every field of every Action and type: name, order, type, required; other names of fields lead to one.
void compare_fields(api const& of, boost::json::object const& catalog, differences& out);

/// Names that today's service spells otherwise lead to the field that the document has, and Actions that it
/// calls otherwise stand beside the document's.
void compare_today(api const& of, boost::json::object const& today, differences& out);

/// Kind, rate limit, paging, client token, resource, secrets, JSON texts, HTTP route.
void compare_descriptors(api const& of, boost::json::object const& catalog, differences& out);

/// Every example: requests are read strictly and written as the same JSON and the same flat parameters,
/// responses are read and written without loss.
void compare_examples(api const& of, boost::json::object const& catalog, differences& out);

/// A documented error code and what it has to mean.
struct error_row {
  std::string_view code;
  colb::condition means;
  colb::inner::passing passes = colb::inner::passing::never;
};

/// The table and the catalog name the same codes.
void compare_error_codes(boost::json::object const& catalog, std::span<error_row const> table,
                         differences& out);

}  // namespace conformance
