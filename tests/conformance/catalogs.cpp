// colb: the catalogs of the vendors' documents, and the APIs whose headers they describe.
#include "compare.hpp"
#include "paths.hpp"  // made by the build

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace conformance {

namespace json = boost::json;

namespace {

json::array const& list_of(json::object const& from, std::string_view key) {
  static json::array const none;
  json::value const* const value = from.if_contains(key);
  return value ? value->as_array() : none;
}

std::string read_file(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

void append(std::vector<api>& out, api row, std::vector<std::vector<action_row>> parts) {
  for (auto& part : parts) row.actions.insert(row.actions.end(), part.begin(), part.end());
  out.push_back(std::move(row));
}

// ---- envelopes
// -------------------------------------------------------------------------------------------------

struct request_id {
  std::string RequestId{};
};
struct legacy_envelope {
  json::value code{};
  std::optional<std::string> message{};
  std::optional<std::string> codeDesc{};
};
struct task_envelope {
  std::optional<std::string> Code{};
  std::optional<std::string> Message{};
  std::optional<std::string> TaskId{};
};

}  // namespace

std::vector<api> const& apis() {
  static std::vector<api> const all = [] {
    std::vector<api> out;
    append(out,
           {.name = "tencent-clb-2018-03-17",
            .folder = "tencent/clb",
            .actions = {},
            .catalog_actions = 81,
            .catalog_types = 66,
            .today_actions = 14,
            .today_types = 11,
            .today_rate_limit = 20,
            .index_base = 0,
            .lists_as_json_text = false,
            .wrapper = "Response",
            .envelope = &colb::inner::type_info_of<request_id>,
            .make_envelope = &make_object<request_id>},
           {tencent_clb_balancers(), tencent_clb_targets(), tencent_clb_account()});
    append(out,
           {.name = "tencent-clb-2017",
            .folder = "tencent/clb_2017",
            .actions = {},
            .catalog_actions = 46,
            .catalog_types = 39,
            .today_actions = 0,
            .today_types = 0,
            .today_rate_limit = 0,
            .index_base = 0,
            .lists_as_json_text = false,
            .wrapper = {},
            .envelope = &colb::inner::type_info_of<legacy_envelope>,
            .make_envelope = &make_object<legacy_envelope>},
           {tencent_clb_2017_classic(), tencent_clb_2017_application()});
    append(out,
           {.name = "aliyun-slb-2014-05-15",
            .folder = "aliyun/slb",
            .actions = {},
            .catalog_actions = 62,
            .catalog_types = 43,
            .today_actions = 35,
            .today_types = 43,
            .today_rate_limit = 0,
            .index_base = 1,
            .lists_as_json_text = true,
            .wrapper = {},
            .envelope = &colb::inner::type_info_of<request_id>,
            .make_envelope = &make_object<request_id>},
           {aliyun_slb_listeners(), aliyun_slb_rest()});
    append(out,
           {.name = "capitalonline-lb-2019-08-08",
            .folder = "capitalonline/lb",
            .actions = {},
            .catalog_actions = 36,
            .catalog_types = 54,
            .today_actions = 0,
            .today_types = 0,
            .today_rate_limit = 0,
            .index_base = 0,
            .lists_as_json_text = false,
            .wrapper = {},
            .envelope = &colb::inner::type_info_of<task_envelope>,
            .make_envelope = &make_object<task_envelope>},
           {capitalonline_lb()});
    return out;
  }();
  return all;
}

json::object load_catalog(api const& of) {
  return json::parse(read_file(std::filesystem::path(COLB_CATALOG_DIR) / (of.name + ".json"))).as_object();
}

json::object load_today(api const& of) {
  auto const path = std::filesystem::path(COLB_CATALOG_DIR) / (of.name + ".today.json");
  return std::filesystem::exists(path) ? json::parse(read_file(path)).as_object() : json::object();
}

json::object load_used() {
  return json::parse(read_file(std::filesystem::path(COLB_CATALOG_DIR) / "used.json")).as_object();
}

namespace {

void append_fields(json::object& to, std::string_view list, json::object const& from) {
  for (json::value const& entry : list_of(from, list)) {
    json::object field = entry.as_object();
    field["today"] = true;
    if (!to.contains(list)) to[list] = json::array();
    to[list].as_array().push_back(std::move(field));
  }
}

void add_new(json::object& to, json::object const& from, std::string_view what) {
  for (auto const& [name, value] : from) {
    if (!to.emplace(name, value).second) {
      throw std::runtime_error("today's catalog has " + std::string(what) + ' ' + std::string(name) +
                               " as new, and the document has it");
    }
  }
}

}  // namespace

json::object load_both(api const& of) {
  json::object all = load_catalog(of);
  json::object today = load_today(of);
  if (today.empty()) return all;
  for (auto& [name, action] : today.at("actions").as_object()) {
    if (of.today_rate_limit != 0) action.as_object().emplace("rate_limit", of.today_rate_limit);
  }
  json::object& actions = all.at("actions").as_object();
  json::object& types = all.at("types").as_object();
  add_new(actions, today.at("actions").as_object(), "Action");
  add_new(types, today.at("types").as_object(), "type");
  json::object const& fields = today.at("new_fields").as_object();
  for (auto const& [name, more] : fields.at("actions").as_object()) {
    json::object& action = actions.at(name).as_object();
    append_fields(action, "input", more.as_object());
    append_fields(action, "output", more.as_object());
    for (std::string_view const key : {"repeat_list", "paging"}) {
      if (json::value const* value = more.as_object().if_contains(key)) action[key] = *value;
    }
  }
  for (auto const& [name, more] : fields.at("types").as_object()) {
    append_fields(types.at(name).as_object(), "fields", more.as_object());
  }
  return all;
}

json::object load_errors_of_today() {
  return json::parse(read_file(std::filesystem::path(COLB_CATALOG_DIR) / "errors-today.json")).as_object();
}

sources load_headers(api const& of) {
  sources out;
  for (auto const& entry :
       std::filesystem::directory_iterator(std::filesystem::path(COLB_INCLUDE_DIR) / "colb" / of.folder)) {
    if (entry.path().extension() == ".hpp") out[entry.path().filename().string()] = read_file(entry.path());
  }
  return out;
}

}  // namespace conformance
