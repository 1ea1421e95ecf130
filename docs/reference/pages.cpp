// colb: the reference of all Actions, made from colb's own tables.
#include "pages.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <colb/aliyun/slb/errors.hpp>
#include <colb/capitalonline/lb/errors.hpp>
#include <colb/tencent/clb/errors.hpp>
#include <colb/tencent/clb_2017/errors.hpp>

#include "conformance/compare.hpp"
#include "docstrings.hpp"
#include "example.hpp"
#include "waits.hpp"

namespace reference {

namespace json = boost::json;
using colb::inner::field_info;
using colb::inner::passing;
using colb::inner::shape;
using colb::inner::type_info;
using conformance::action_row;

namespace {

// ---- text
// -------------------------------------------------------------------------------------------------

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += with.size())
    text.replace(at, what.size(), with);
  return text;
}

/// Text of people's as Markdown: between backticks it stays as it is.
std::string prose(std::string_view text) {
  std::string out;
  bool code = false;
  for (char const c : text) {
    if (c == '`') code = !code;
    if (c == '|' || (!code && (c == '*' || c == '<' || c == '[' || c == '_'))) out += '\\';
    out += c;
  }
  return replaced(std::move(out), "\\<", "&lt;");
}

std::string quoted(std::string_view text) { return '`' + replaced(std::string(text), "|", "\\|") + '`'; }

std::string capital(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string text_of(json::value const& value) {
  return value.is_string() ? std::string(std::string_view(value.get_string())) : json::serialize(value);
}

std::string table(std::vector<std::string> const& head, std::vector<std::vector<std::string>> const& rows) {
  std::string out = "|";
  for (std::string const& each : head) out += ' ' + each + " |";
  out += "\n|";
  for (std::size_t i = 0; i < head.size(); ++i) out += "---|";
  for (auto const& cells : rows) {
    out += "\n|";
    for (std::string const& cell : cells) out += ' ' + replaced(cell, "\n", " ") + " |";
  }
  return out + "\n\n";
}

/// The tables of a page of docs/, by heading and first cell.
using cells_by_name = std::map<std::string, std::map<std::string, std::vector<std::string>>>;

cells_by_name tables_of(std::string const& text) {
  cells_by_name out;
  std::istringstream lines(text);
  std::string heading;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) heading = line.substr(3);
    if (!line.starts_with("| ") || line.starts_with("| Action |")) continue;
    std::vector<std::string> cells(1);
    for (std::size_t i = 2; i < line.size(); ++i) {
      if (line[i] == '|' && line[i - 1] != '\\') {
        while (cells.back().ends_with(' ')) cells.back().pop_back();
        cells.emplace_back();
        ++i;
      } else {
        cells.back() += line[i];
      }
    }
    std::string const name = cells.front();
    cells.erase(cells.begin());
    out[heading][name] = std::move(cells);
  }
  return out;
}

// ---- one service
// -------------------------------------------------------------------------------------------------

struct about_service {
  std::string_view folder;
  std::string_view place;  ///< Folder of its pages.
  std::string_view title;
  std::string_view guide;  ///< The cloud's own page.
  colb::inner::meaning (*meaning_of)(std::string_view, std::string_view, int);
};

constexpr about_service services[] = {
    {"tencent/clb", "tencent-clb", "Tencent CLB 3.0", "tencent-clb.md", &colb::tencent::clb::meaning_of},
    {"tencent/clb_2017", "tencent-clb-2017", "Tencent CLB 2017", "tencent-clb-2017.md",
     &colb::tencent::clb_2017::meaning_of},
    {"aliyun/slb", "aliyun-slb", "Alibaba Cloud SLB", "aliyun-slb.md", &colb::aliyun::slb::meaning_of},
    {"capitalonline/lb", "capitalonline-lb", "Capital Online", "capitalonline-lb.md",
     &colb::capitalonline::lb::meaning_of},
};

about_service const& service_in(std::string_view folder) {
  auto const* const found = std::ranges::find(services, folder, &about_service::folder);
  if (found == std::end(services)) throw std::runtime_error("no such service: " + std::string(folder));
  return *found;
}

constexpr std::array<std::string_view, 20> condition_names{"authentication",
                                                           "permission",
                                                           "throttled",
                                                           "quota_exceeded",
                                                           "not_found",
                                                           "conflict",
                                                           "invalid_request",
                                                           "insufficient_balance",
                                                           "sold_out",
                                                           "unavailable",
                                                           "unsupported",
                                                           "task_failed",
                                                           "timed_out",
                                                           "outcome_unknown",
                                                           "malformed_response",
                                                           "cancelled",
                                                           "dns",
                                                           "tls",
                                                           "partial_success",
                                                           "proxy"};

/// What colb does by itself about a refusal.
std::string_view repeated(colb::inner::meaning const& means) {
  switch (means.passes) {
    case passing::busy:
      return "for `retry.busy_for`";
    case passing::unclear:
      return "for `retry.unclear_for`";
    case passing::throttled:
      return "until `timeouts.operation`";
    case passing::broke:
      return "reads, and changes with a client token";
    default:
      return means.condition == colb::condition::unavailable ? "reads" : "no";
  }
}

/// What the document allows a field, from the catalog.
std::string limits_of(json::object const& field) {
  std::vector<std::string> parts;
  auto const text = [&](std::string_view key) {
    json::value const* const value = field.if_contains(key);
    return value && !value->is_null() ? text_of(*value) : std::string();
  };
  auto const range = [&](std::string const& low, std::string const& high, std::string_view unit) {
    if (low.empty() && high.empty()) return;
    parts.push_back((low.empty()    ? "up to " + high
                     : high.empty() ? low + " or more"
                                    : low + " to " + high) +
                    std::string(unit));
  };
  if (json::value const* const values = field.if_contains("values")) {
    std::string all;
    for (json::value const& value : values->as_array())
      all += (all.empty() ? "" : ", ") + quoted(text_of(value));
    parts.push_back(std::move(all));
  }
  range(text("min"), text("max"), "");
  range(text("min_length"), text("max_length"), " characters");
  range({}, text("max_items"), " items");
  if (std::string const pattern = text("pattern"); !pattern.empty()) parts.push_back("of " + quoted(pattern));
  if (std::string const usual = text("default"); !usual.empty()) parts.push_back("default " + quoted(usual));
  std::string out;
  for (std::string const& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

/// A docstring without the sentences that say no more than the limits do.
std::string without_limits(std::string text, json::object const& field) {
  auto const drop = [&](std::string const& sentence) {
    auto const at = text.find(sentence);
    if (at == text.npos || (at > 0 && text[at - 1] != ' ')) return;
    if (at + sentence.size() < text.size() && text[at + sentence.size()] != ' ') return;
    text.erase(at == 0 ? 0 : at - 1, sentence.size() + (at == 0 ? 0 : 1));
  };
  auto const value = [&](std::string_view key) {
    json::value const* const found = field.if_contains(key);
    return found ? text_of(*found) : std::string();
  };
  if (json::value const* const values = field.if_contains("values")) {
    std::string all;
    for (json::value const& each : values->as_array()) all += (all.empty() ? "" : ", ") + text_of(each);
    drop("Values: " + all + '.');
  }
  drop("Range: " + value("min") + '-' + value("max") + '.');
  drop("Default: " + value("default") + '.');
  drop("At most " + value("max_items") + '.');
  return text;
}

class service_pages {
 public:
  service_pages(conformance::api const& of, cells_by_name const& coverage, cells_by_name const& lanes)
      : of_(of),
        about_(service_in(of.folder)),
        name_(replaced(of.folder, "/", ".")),
        documented_(load_catalog(of)),
        today_(load_today(of)),
        catalog_(load_both(of)),
        docs_(read_docstrings(load_headers(of))),
        examples_(of, catalog_),
        coverage_(coverage),
        lanes_(lanes) {}

  void append(std::vector<page>& out) {
    for (action_row const& each : of_.actions) {
      out.push_back({place(std::string(each.name) + ".md"), action_page(each), true});
      collect(*each.request);
      collect(*each.response);
    }
    out.push_back({place("types.md"), types_page()});
    out.push_back({place("index.md"), index_page()});
  }

 private:
  std::string place(std::string const& file) const { return std::string(about_.place) + '/' + file; }

  docstrings::structure const& doc(std::string const& name) const {
    static docstrings::structure const none;
    auto const found = docs_.structures.find(name);
    return found == docs_.structures.end() ? none : found->second;
  }

  /// The types that the fields of a type have, and theirs.
  void collect(type_info const& type) {
    for (field_info const& field : type.fields()) {
      type_info const* inside = field.type;
      while (inside->element) inside = inside->element;
      if (inside->shape == shape::structure && types_.emplace(inside->name, inside).second) collect(*inside);
    }
  }

  // ---- fields

  static std::string type_text(type_info const& type, std::string const& types_page) {
    switch (type.shape) {
      case shape::string:
        return "text";
      case shape::integer:
        return "integer";
      case shape::real:
        return "number";
      case shape::boolean:
        return "boolean";
      case shape::json:
        return "any JSON";
      case shape::optional:
        return type_text(*type.element, types_page);
      case shape::list:
        return "list of " + type_text(*type.element, types_page);
      case shape::map:
        return "map of text to " + type_text(*type.element, types_page);
      case shape::structure:
        break;
    }
    return '[' + std::string(type.name) + "](" + types_page + '#' + std::string(type.name) + ')';
  }

  std::string field_table(type_info const& type, std::string const& doc_name, json::value const* described,
                          bool is_input, std::string const& types_page) const {
    std::map<std::string_view, json::object const*> from_document;
    if (described) {
      for (json::value const& field : described->as_array()) {
        from_document.emplace(field.as_object().at("name").as_string(), &field.as_object());
      }
    }
    static json::object const nothing;
    std::vector<std::vector<std::string>> rows;
    for (field_info const& field : type.fields()) {
      auto const found = from_document.find(field.name);
      json::object const& documented = found == from_document.end() ? nothing : *found->second;
      rows.push_back(field_cells(type, field, doc_name, documented, is_input, types_page));
    }
    if (is_input) return table({"field", "type", "required", "meaning", "limits"}, rows);
    return table({"field", "type", "meaning", "limits"}, rows);
  }

  std::vector<std::string> field_cells(type_info const& type, field_info const& field,
                                       std::string const& doc_name, json::object const& documented,
                                       bool is_input, std::string const& types_page) const {
    auto const& texts = doc(doc_name).fields;
    auto const text = texts.find(std::string(field.name));
    std::string meaning =
        prose(text == texts.end() ? std::string() : without_limits(text->second, documented));
    if (field.secret) meaning += " **Secret**: printed as `***`.";
    if (field.json_text) meaning += " Sent as a JSON text.";
    if (documented.contains("today")) meaning += " *Today's service.*";
    for (colb::alias const& other : type.aliases) {
      if (other.field == field.name) meaning += " Also read as " + quoted(other.name) + '.';
    }
    std::vector<std::string> cells{quoted(field.name), type_text(*field.type, types_page)};
    if (is_input) cells.emplace_back(field.required ? "yes" : "");
    cells.push_back(std::move(meaning));
    cells.push_back(limits_of(documented));
    return cells;
  }

  // ---- an Action

  std::string action_page(action_row const& each) const {
    std::string const name(each.name);
    auto const& text = doc(name);
    auto const [says, source] = paragraphs(text.text);
    std::string out = "# " + name + "\n\n[" + std::string(about_.title) + "](index.md) · " +
                      subject(text.header) + "\n\n" + says;
    if (!documented_.at("actions").as_object().contains(name))
      out += "*Of today's service: the vendor's document that colb started from does not have it.*\n\n";
    out += facts(each);
    json::object const* const described = described_action(name);
    out += "## Request\n\n" + fields_or_none(*each.request, name, described, "input");
    out += "## Reply\n\n" + fields_or_none(*each.response, name + ".response", described, "output");
    out += example_text(each) + error_text(name, described) + emulator_text(name);
    if (!source.empty()) out += prose(source) + '\n';
    return out;
  }

  json::object const* described_action(std::string const& name) const {
    json::value const* const found = catalog_.at("actions").as_object().if_contains(name);
    return found ? &found->as_object() : nullptr;
  }

  std::string fields_or_none(type_info const& type, std::string const& doc_name,
                             json::object const* described, std::string_view list) const {
    if (type.fields().empty())
      return list == "input" ? "No fields.\n\n"
                             : "Nothing of its own; `RequestId` where the API gives one.\n\n";
    return field_table(type, doc_name, described ? described->if_contains(list) : nullptr, list == "input",
                       "types.md");
  }

  /// What a docstring says, and its `Source:`. What the table of facts says is left out.
  static std::pair<std::string, std::string> paragraphs(std::string const& text) {
    std::string says, source;
    for (std::size_t begin = 0; begin < text.size();) {
      std::size_t const end = std::min(text.find("\n\n", begin), text.size());
      std::string part = text.substr(begin, end - begin);
      begin = end + 2;
      std::string before = part.starts_with("Source: ") ? "" : part.substr(0, part.find(" Source: "));
      if (before.size() < part.size()) source = part.substr(before.empty() ? 0 : before.size() + 1);
      if (before.starts_with("Asynchronous: `call_and_wait` follows")) {
        auto const stop = before.find(". ");
        before = stop == before.npos ? "" : before.substr(stop + 2);
      }
      if (!before.empty()) says += prose(before) + "\n\n";
    }
    return {says, source};
  }

  std::string subject(std::string const& header) const {
    auto const found = docs_.subjects.find(header);
    return found == docs_.subjects.end() ? header : found->second;
  }

  std::string facts(action_row const& each) const {
    colb::descriptor const& about = *each.description;
    std::vector<std::vector<std::string>> rows;
    auto const add = [&](std::string_view what, std::string value) {
      if (!value.empty()) rows.push_back({std::string(what), std::move(value)});
    };
    add("header", "`<colb/" + of_.folder + '/' + doc(std::string(each.name)).header + ">`");
    add("kind", kind_text(each));
    add("`call_and_wait`", waiting_text(each));
    add("a lost reply", lost_reply_text(about));
    add("lane", lane_text(each));
    add("rate", about.rate_limit > 0 ? std::to_string(about.rate_limit) + " requests a second"
                                     : "none documented; [slowed down](../../lanes.md) after a refusal");
    add("batches", batch_text(about.batch));
    add("pages", paging_text(about.pages));
    add("client token",
        about.client_token.empty() ? "" : quoted(about.client_token) + ": made by colb where left out");
    add("teaches", about.teaches.child.empty()
                       ? ""
                       : quoted(about.teaches.child) + " belongs to " + quoted(about.teaches.parent));
    add("secrets", secrets_text(*each.request));
    add("HTTP", each.route.method.empty()
                    ? ""
                    : quoted(std::string(each.route.method) + ' ' + std::string(each.route.path)));
    add("emulator", coverage_text(std::string(each.name)));
    return table({"", ""}, rows);
  }

  static std::string kind_text(action_row const& each) {
    switch (each.description->kind) {
      case colb::kind::read:
        return "reads";
      case colb::kind::async:
        return "changes; starts a task that goes on after the answer";
      default:
        return "changes";
    }
  }

  std::string waiting_text(action_row const& each) const {
    std::string const waits = waits_for(name_, each.name, each.description->kind == colb::kind::async);
    if (waits.empty()) return each.description->kind == colb::kind::read ? "" : "none: done when it answers";
    return "[waits](../../waiting.md) until " + waits;
  }

  static std::string lost_reply_text(colb::descriptor const& about) {
    if (about.kind == colb::kind::read) return "asked again";
    if (!about.client_token.empty()) return "sent again with the same client token";
    return "never sent again: [`outcome_unknown`](../../retries.md)";
  }

  /// The cells of a page of docs/ about an Action.
  std::vector<std::string> cells(cells_by_name const& from, std::string const& action) const {
    auto const service = from.find(name_);
    if (service == from.end()) return {};
    auto const found = service->second.find(action);
    return found == service->second.end() ? std::vector<std::string>{} : found->second;
  }

  std::string lane_text(action_row const& each) const {
    if (each.description->kind == colb::kind::read) return {};
    std::string names;
    for (std::string_view const path : each.description->resource) {
      if (!path.empty()) names += (names.empty() ? "" : ", ") + quoted(path);
    }
    auto const row = cells(lanes_, std::string(each.name));
    std::string const locks = row.size() > 1 ? row[1] : std::string();
    return "[lanes](../../lanes.md): " +
           (names.empty() ? locks : names + (locks.empty() ? "" : " (" + locks + ')'));
  }

  static std::string batch_text(colb::batching const& batch) {
    if (batch.list.empty()) return {};
    std::string out =
        "`call_in_batches` cuts " + quoted(batch.list) + " into parts of " + std::to_string(batch.maximum);
    for (std::string_view const other : batch.with) {
      if (!other.empty()) out += ", and " + quoted(other) + " with it";
    }
    return out;
  }

  static std::string paging_text(colb::paging const& pages) {
    if (pages.items.empty()) return {};
    std::string const by = pages.token.empty()
                               ? quoted(pages.offset) + (pages.numbered ? " (number of the page)" : "")
                               : quoted(pages.token) + " (cursor)";
    return "[`client.pages`](../../pages.md) gives " + quoted(pages.items) + " by " + by +
           (pages.limit.empty() ? "" : ", " + quoted(pages.limit) + " a page") +
           (pages.maximum > 0 ? " (" + std::to_string(pages.maximum) + " unless given)" : "");
  }

  static void find_secrets(type_info const& type, std::string const& path, std::string& out) {
    for (field_info const& field : type.fields()) {
      std::string const at = path + std::string(field.name);
      if (field.secret) out += (out.empty() ? "" : ", ") + quoted(at);
      type_info const* inside = field.type;
      while (inside->element) inside = inside->element;
      if (inside->shape == shape::structure) find_secrets(*inside, at + '.', out);
    }
  }

  static std::string secrets_text(type_info const& type) {
    std::string out;
    find_secrets(type, "", out);
    return out.empty() ? out : out + ": printed as `***`";
  }

  std::string coverage_text(std::string const& action) const {
    auto const row = cells(coverage_, action);
    return row.empty() ? "not served" : "[" + row[0] + "](#emulator)";
  }

  std::string emulator_text(std::string const& action) const {
    auto const row = cells(coverage_, action);
    if (row.size() < 3) return {};
    std::string out = "## Emulator {#emulator}\n\n" + capital(row[0]) +
                      ", see [what the emulator does](../../emulator-coverage.md).\n\n";
    if (!row[1].empty()) out += "Enforced: " + replaced(replaced(row[1], "*", "\\*"), "\\|", "|") + ".\n\n";
    if (!row[2].empty()) out += replaced(replaced(row[2], "*", "\\*"), "\\|", "|") + "\n\n";
    return out;
  }

  std::string example_text(action_row const& each) const {
    example const made = examples_.make(each);
    std::string out = "## Example\n\n" +
                      (made.title.empty() ? std::string("Encoded by colb, with values that are made up.")
                                          : prose(made.title) + ": the vendor's example, encoded by colb.") +
                      "\n\n```json\n" + made.json + "\n```\n\n";
    if (!made.flat.empty()) out += "As it is sent:\n\n```text\n" + made.flat + "```\n\n";
    return out;
  }

  // ---- errors

  std::vector<std::string> error_cells(std::string const& code) const {
    auto const means = about_.meaning_of(code, {}, 0);
    json::value const* const words = documented_.at("errors").as_object().if_contains(code);
    auto const condition = condition_names.at(static_cast<std::size_t>(means.condition) - 1);
    return {quoted(code), words ? prose(text_of(*words)) : std::string(), quoted(condition),
            std::string(repeated(means))};
  }

  std::string error_table(std::set<std::string> const& codes) const {
    std::vector<std::vector<std::string>> rows;
    for (std::string const& code : codes) rows.push_back(error_cells(code));
    return table({"code", "the vendor's words", "[condition](../../errors.md)", "repeated"}, rows);
  }

  std::string error_text(std::string const& name, json::object const* described) const {
    std::set<std::string> codes;
    auto const add = [&](json::value const* list) {
      if (!list) return;
      for (json::value const& code : list->as_array()) codes.insert(text_of(code));
    };
    if (described) add(described->if_contains("errors"));
    if (json::value const* const more = today_.if_contains("existing_errors"))
      add(more->as_object().if_contains(name));
    std::string out = "## Errors\n\n";
    if (!codes.empty()) out += error_table(codes);
    return out + (codes.empty() ? "The document lists none for this Action: see " : "Beside them, ") +
           "[those of the service](index.md#errors).\n\n";
  }

  std::string service_errors() const {
    std::set<std::string> codes;
    for (auto const& [code, words] : documented_.at("errors").as_object()) {
      if (code != "0") codes.insert(std::string(code));
    }
    return "## Errors {#errors}\n\nWhat the document lists for all Actions. The message can say more than "
           "the code: "
           "some codes mean different things with different words.\n\n" +
           error_table(codes);
  }

  // ---- the service

  std::string types_page() const {
    std::string out = "# Data types of " + std::string(about_.title) +
                      "\n\nIn `colb::" + replaced(of_.folder, "/", "::") +
                      "::types`; [Actions](index.md).\n\n";
    for (auto const& [name, type] : types_) {
      json::value const* const described = catalog_.at("types").as_object().if_contains(name);
      auto const [says, source] = paragraphs(doc(name).text);
      out += "## " + name + " {#" + name + "}\n\n" + says;
      out += type->fields().empty()
                 ? "No fields.\n\n"
                 : field_table(*type, name,
                               described ? described->as_object().if_contains("fields") : nullptr, true, "");
    }
    return out;
  }

  std::string index_page() const {
    std::string out = "# Actions of " + std::string(about_.title) + "\n\n" +
                      std::to_string(of_.actions.size()) +
                      " Actions in `colb::" + replaced(of_.folder, "/", "::") + "`, declared in `<colb/" +
                      of_.folder + ".hpp>`. [How this cloud is used](../../" + std::string(about_.guide) +
                      "), [data types](types.md), [errors](#errors).\n\n";
    std::vector<std::string> headers;
    std::map<std::string, std::vector<std::vector<std::string>>> rows;
    for (action_row const& each : of_.actions) {
      std::string const header = doc(std::string(each.name)).header;
      if (!rows.contains(header)) headers.push_back(header);
      rows[header].push_back(index_cells(each));
    }
    for (std::string const& header : headers) {
      out +=
          "## " + subject(header) + "\n\n" +
          table({"Action", "does", "kind", "`call_and_wait` waits until", "rate", "emulator"}, rows[header]);
    }
    return out + service_errors();
  }

  std::vector<std::string> index_cells(action_row const& each) const {
    std::string const name(each.name);
    std::string const says = doc(name).text;
    auto const kind = each.description->kind;
    auto const served = cells(coverage_, name);
    return {'[' + name + "](" + name + ".md)",
            prose(says.substr(0, says.find("\n\n"))),
            kind == colb::kind::read    ? "read"
            : kind == colb::kind::async ? "task"
                                        : "change",
            waits_for(name_, name, kind == colb::kind::async),
            each.description->rate_limit > 0 ? std::to_string(each.description->rate_limit) + "/s" : "",
            served.empty() ? "" : served[0]};
  }

  conformance::api const& of_;
  about_service const& about_;
  std::string name_;
  json::object documented_;
  json::object today_;
  json::object catalog_;
  docstrings docs_;
  example_maker examples_;
  cells_by_name const& coverage_;
  cells_by_name const& lanes_;
  std::map<std::string, type_info const*> types_{};
};

}  // namespace

std::vector<page> make_pages(sources const& from) {
  cells_by_name const coverage = tables_of(from.coverage), lanes = tables_of(from.lanes);
  std::vector<page> out;
  for (conformance::api const& of : conformance::apis()) service_pages(of, coverage, lanes).append(out);
  return out;
}

}  // namespace reference
