// colb: bodies of the emulator's control port. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <colb/asio/ip/address.hpp>

#include <colb/codec/json.hpp>
#include <colb/codec/percent.hpp>
#include <colb/emulator/control.hpp>
#include <colb/emulator/control_page.hpp>
#include <colb/engine/reflect.hpp>
#include <colb/sign/hash.hpp>
#include <colb/strings/utf8.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// What is wrong with a request, for people: which field, and what to do.
struct control_refusal {
  int status;
  std::string sentence;
  std::string allow{};  ///< Of a 405.
};

control_answer control_error(int status, std::string_view sentence) {
  control_answer out;
  out.status = status;
  out.body = "{\"error\":";
  codec::detail::append_string(out.body, sentence);
  out.body += '}';
  return out;
}

// ---- JSON that comes in

// What may be asked, as structs: the codec reads them.

struct fault_entry {
  required<std::string> kind;
  std::optional<std::string> action{};
  std::optional<std::int64_t> skip{};
  std::optional<std::int64_t> times{};
  std::optional<std::string> code{};
  std::optional<std::string> message{};
  std::optional<std::int64_t> delay_ms{};
  std::optional<std::int64_t> status{};
  std::optional<bool> execute{};
};
struct fault_list {
  required<std::vector<fault_entry>> faults;
};
struct clock_move {
  required<std::int64_t> advance_ms;
};
struct task_end {
  std::optional<bool> fail{};
};
struct no_members {};

/// "action, code, …": for people.
std::string names_of_members(type_info const& type) {
  std::string list;
  for (field_info const& field : type.fields()) list.append(list.empty() ? "" : ", ").append(field.name);
  return list;
}

/// @throws std::invalid_argument with a sentence.
template <class T>
T read_members(std::string_view text) {
  auto value = blank<T>();
  codec::read_options options;
  options.strict = true;
  auto const error = codec::detail::read(text, type_info_of<T>, &value, options);
  using reason = codec::read_error::reason;
  std::string const member = '"' + error.path + '"';
  switch (error.why) {
    case reason::none:
      return value;
    case reason::unknown_member: {
      auto known = names_of_members(type_info_of<T>);
      if constexpr (std::is_same_v<T, fault_list>) known = names_of_members(type_info_of<fault_entry>);
      throw std::invalid_argument("There is no member " + member + " here: leave it out. " +
                                  (known.empty() ? "None is taken." : "There are: " + known + '.'));
    }
    case reason::missing_member:
      throw std::invalid_argument("The member " + member + " is missing: it has to be given.");
    case reason::ill_typed:
      if (error.path.empty()) throw std::invalid_argument("The body has to be a JSON object.");
      throw std::invalid_argument("The member " + member + " has the wrong type: " + error.message + '.');
    case reason::malformed:
      throw std::invalid_argument("The body is not JSON in UTF-8: " + error.message + '.');
    case reason::too_large:
      break;
  }
  throw std::invalid_argument("The body is too large or nested too deeply: send less at once.");
}

constexpr std::array<std::pair<std::string_view, emulator::fault_kind>, 12> fault_names{{
    {"refuse", emulator::fault_kind::refuse},
    {"delay", emulator::fault_kind::delay},
    {"drop_request", emulator::fault_kind::drop_request},
    {"drop_answer", emulator::fault_kind::drop_answer},
    {"reset_connection", emulator::fault_kind::reset_connection},
    {"truncate_answer", emulator::fault_kind::truncate_answer},
    {"garbage_http", emulator::fault_kind::garbage_http},
    {"garbage_json", emulator::fault_kind::garbage_json},
    {"http_error", emulator::fault_kind::http_error},
    {"fail_task", emulator::fault_kind::fail_task},
    {"endless_task", emulator::fault_kind::endless_task},
    {"close_after_answer", emulator::fault_kind::close_after_answer},
}};

std::string_view name_of(emulator::fault_kind kind) {
  for (auto const& [name, value] : fault_names) {
    if (value == kind) return name;
  }
  return "unknown";
}

/// @throws std::invalid_argument
emulator::fault fault_of(fault_entry const& entry) {
  auto const between = [](std::string_view name, std::optional<std::int64_t> given, std::int64_t low,
                          std::int64_t high, std::int64_t otherwise) {
    if (given && (*given < low || *given > high)) {
      throw std::invalid_argument("The member \"" + std::string(name) + "\" has to be from " +
                                  std::to_string(low) + " to " + std::to_string(high) + '.');
    }
    return given.value_or(otherwise);
  };
  emulator::fault made;
  auto const* const found = std::find_if(fault_names.begin(), fault_names.end(),
                                         [&](auto const& each) { return each.first == *entry.kind; });
  if (found == fault_names.end()) {
    std::string list;
    for (auto const& each : fault_names) list.append(list.empty() ? "" : ", ").append(each.first);
    throw std::invalid_argument("The member \"kind\" names no kind of fault: it has to be one of " + list +
                                '.');
  }
  made.kind = found->second;
  if (made.kind == emulator::fault_kind::delay && !entry.delay_ms) {
    throw std::invalid_argument("The member \"delay_ms\" is missing: a delay needs its milliseconds.");
  }
  constexpr std::int64_t many = 1'000'000'000;
  constexpr std::int64_t year = std::int64_t{365} * 24 * 3600 * 1000;
  made.action = entry.action.value_or("");
  made.skip = static_cast<std::size_t>(between("skip", entry.skip, 0, many, 0));
  made.times = static_cast<std::size_t>(between("times", entry.times, 1, many, 1));
  made.code = entry.code.value_or("");
  made.message = entry.message.value_or("");
  made.delay = std::chrono::milliseconds(between("delay_ms", entry.delay_ms, 0, year, 0));
  made.status = static_cast<int>(between("status", entry.status, 100, 999, 502));
  made.execute = entry.execute.value_or(false);
  return made;
}

std::vector<emulator::fault> faults_from_json(std::string_view text) {
  boost::system::error_code ec;
  auto const tree = boost::json::parse({text.data(), text.size()}, ec);
  bool const several = !ec && tree.is_object() && tree.get_object().contains("faults");
  if (!several) return {fault_of(read_members<fault_entry>(text))};
  std::vector<emulator::fault> made;
  auto const list = read_members<fault_list>(text);
  for (auto const& entry : *list.faults) made.push_back(fault_of(entry));
  return made;
}

boost::json::object fault_to_json(emulator::fault const& fault) {
  emulator::fault const usual;
  auto const count = [](std::size_t number) {
    return static_cast<std::int64_t>(std::min<std::size_t>(number, INT64_MAX));
  };
  boost::json::object out{{"kind", name_of(fault.kind)}};
  if (!fault.action.empty()) out["action"] = fault.action;
  if (fault.skip != usual.skip) out["skip"] = count(fault.skip);
  if (fault.times != usual.times) out["times"] = count(fault.times);
  if (!fault.code.empty()) out["code"] = fault.code;
  if (!fault.message.empty()) out["message"] = fault.message;
  if (fault.delay != usual.delay) out["delay_ms"] = std::int64_t{fault.delay.count()};
  if (fault.status != usual.status) out["status"] = fault.status;
  if (fault.execute) out["execute"] = true;
  return out;
}

// ---- texts that go out

/// Whether a parameter of this name is masked; paths such as `Certificates.0.CertKey` count by what names
/// them last.
bool is_secret_name(std::string_view path) {
  auto const is_index = [](std::string_view part) {
    return part.find_first_not_of("0123456789") == part.npos;
  };
  auto name = path.substr(path.rfind('.') + 1);
  while (is_index(name) && name.size() < path.size()) {
    path.remove_suffix(name.size() + 1);
    name = path.substr(path.rfind('.') + 1);
  }
  auto const lowered = ascii_lowered(name);
  for (std::string_view const whole : {"signature", "token", "tokencode", "authorization", "configs"}) {
    if (lowered == whole) return true;
  }
  for (std::string_view const part : {"certkey", "privatekey", "pirvatekey", "secretkey", "keysecret",
                                      "password", "securitytoken", "identitytoken", "oidctoken"}) {
    if (lowered.find(part) != lowered.npos) return true;
  }
  return false;
}

constexpr std::string_view mask = "***";
constexpr std::string_view private_key = "PRIVATE KEY";

/// True: something was masked.
bool mask_secrets(boost::json::value& tree) {
  bool masked = false;
  if (auto* const object = tree.if_object()) {
    for (auto& member : *object) {
      if (std::string_view(member.key().data(), member.key().size()).find(private_key) !=
          std::string_view::npos) {
        tree = mask;
        return true;
      }
      if (is_secret_name({member.key().data(), member.key().size()})) {
        member.value() = mask;
        masked = true;
      } else if (mask_secrets(member.value())) {
        masked = true;
      }
    }
  } else if (auto* const list = tree.if_array()) {
    for (auto& each : *list) masked = mask_secrets(each) || masked;
  } else if (auto const* const text = tree.if_string()) {
    if (std::string_view(text->data(), text->size()).find(private_key) != std::string_view::npos) {
      tree = mask;
      masked = true;
    }
  }
  return masked;
}

/// A form, part by part; what is not masked stays as it was sent.
std::string form_without_secrets(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    auto const part = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    auto const name = part.substr(0, part.find('='));
    auto const decoded = codec::parse_form(part);
    bool secret = is_secret_name(name);
    std::string shown(part);
    if (decoded && !decoded->empty()) {
      auto const& [plain, value] = decoded->front();
      secret = secret || is_secret_name(plain);
      boost::system::error_code ec;
      auto tree = value.starts_with('{') || value.starts_with('[') ? boost::json::parse(value, ec)
                                                                   : boost::json::value(value);
      if (ec) tree = value;
      if (!secret && mask_secrets(tree)) {
        shown = std::string(name) + '=';
        shown += tree.is_string() ? std::string(mask) : codec::percent_encode(boost::json::serialize(tree));
      }
    }
    if (secret) shown = std::string(name) + '=' + std::string(mask);
    if (shown.find(private_key) != shown.npos) shown = mask;
    out.append(out.empty() ? "" : "&").append(shown);
  }
  return out;
}

std::string without_secrets(std::string_view text) {
  constexpr std::size_t much = std::size_t{256} * 1024;
  if (text.size() > much) return '(' + std::to_string(text.size()) + " bytes)";
  auto const first = text.find_first_not_of(" \t\r\n");
  bool const braces = first != text.npos && (text[first] == '{' || text[first] == '[');
  if (braces) {
    boost::system::error_code ec;
    auto tree = boost::json::parse({text.data(), text.size()}, ec);
    // Of members that come twice the tree has one.
    if (!ec && (mask_secrets(tree) || text.find(private_key) != text.npos))
      return boost::json::serialize(tree);
    if (!ec) return std::string(text);
  } else if (text.find('=') != text.npos && text[first] != '<') {
    return form_without_secrets(text);
  }
  // Neither: nobody knows where a secret ends.
  auto const lowered = ascii_lowered(text);
  for (std::string_view const part :
       {"certkey", "privatekey", "pirvatekey", "secretkey", "keysecret", "password", "securitytoken",
        "private key", "\"configs\"", "\"token\""}) {
    if (lowered.find(part) != lowered.npos) return "(not readable, and there may be a secret in it)";
  }
  return std::string(text);
}

/// So many bytes of it, less where a character would be cut; U+FFFD stands for what is not UTF-8.
std::string shown_text(std::string_view text, std::size_t most) {
  std::string out;
  while (!text.empty()) {
    auto const step = utf8_step(text);
    if (out.size() + std::max(step.size, replacement_character.size()) > most) break;
    out.append(step.valid ? text.substr(0, step.size) : replacement_character);
    text.remove_prefix(step.size);
  }
  return out;
}

// ---- who may come in

/// `a:80` without its port; nothing when it is none of `name`, `1.2.3.4`, `[::1]`, with a port or without.
std::optional<std::string_view> name_of_host(std::string_view host) {
  auto const end = host.starts_with('[') ? host.find(']') : host.find(':');
  auto name = host.substr(0, end);
  auto rest = end == host.npos ? std::string_view() : host.substr(end);
  if (host.starts_with('[')) {
    if (end == host.npos) return std::nullopt;
    name.remove_prefix(1);
    rest.remove_prefix(1);
  }
  if (!rest.empty() &&
      (rest[0] != ':' || rest.size() > 6 || rest.find_first_not_of("0123456789", 1) != rest.npos))
    return std::nullopt;
  if (name.empty()) return std::nullopt;
  return name;
}

bool may_be_called(std::string_view host, std::vector<std::string> const& names,
                   std::string_view local_address) {
  auto const name = name_of_host(host);
  if (!name) return false;
  error_code ec;
  auto const address = asio::ip::make_address(std::string(*name), ec);
  if (!ec) return address.is_loopback() || address.to_string() == local_address;
  if (host.starts_with('[')) return false;
  auto const lowered = ascii_lowered(*name);
  return lowered == "localhost" || std::any_of(names.begin(), names.end(), [&](auto const& each) {
           return ascii_lowered(each) == lowered;
         });
}

// A page of another site can have a browser send requests here: by a name of its own that it has resolve to
// this address (then Host is that name), or straight away (then Origin is that site).
void control::check_sender(request const& request, std::string_view local_address) const {
  auto const count = [&](std::string_view name) {
    return std::count_if(request.headers.begin(), request.headers.end(),
                         [&](auto const& each) { return same_header_name(each.first, name); });
  };
  if (count("Host") != 1) throw control_refusal{400, "The header Host is wanted exactly once."};
  auto const host = request.header("Host");
  if (!may_be_called(host, names_, local_address)) {
    throw control_refusal{
        403,
        "The header Host names somebody else: call this port by localhost, 127.0.0.1 or one of the "
        "names that the emulator was started with."};
  }
  if (count("Origin") > 0 &&
      (count("Origin") > 1 || ascii_lowered(request.header("Origin")) != "http://" + ascii_lowered(host))) {
    throw control_refusal{403,
                          "The header Origin is that of another site: only the page at /_colb/ and programs "
                          "that send no Origin may ask."};
  }
}

// ---- routes

struct control::route {
  std::string_view method;
  std::string_view path;  ///< One that ends with `/*` has an ID at its end.
  control_answer (control::*run)(request const&, std::string const&);
};

std::vector<control::route> const& control::routes() {
  static std::vector<route> const all{
      {"GET", "/_colb/", &control::page},
      {"GET", "/_colb/health", &control::health},
      {"GET", "/_colb/state", &control::state},
      {"GET", "/_colb/calls", &control::calls},
      {"GET", "/_colb/faults", &control::faults},
      {"POST", "/_colb/faults", &control::add_faults},
      {"DELETE", "/_colb/faults", &control::clear_faults},
      {"POST", "/_colb/clock", &control::clock},
      {"POST", "/_colb/tasks/*", &control::end_task},
      {"POST", "/_colb/reset", &control::reset},
  };
  return all;
}

/// The base64 of the SHA-256 of what stands between two tags, as a content security policy names it.
std::string policy_of(std::string_view page, std::string_view open, std::string_view close) {
  auto const begin = page.find(open) + open.size();
  auto const text = page.substr(begin, page.find(close, begin) - begin);
  auto const digest = sign::sha256(text);
  return "'sha256-" + sign::base64(digest) + '\'';
}

control::control(core& core, std::vector<std::string> names)
    : core_(core),
      names_(std::move(names)),
      page_policy_("default-src 'none'; connect-src 'self'; img-src data:; script-src " +
                   policy_of(control_page, "<script>", "</script>") + "; style-src " +
                   policy_of(control_page, "<style>", "</style>") +
                   "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'") {}

control_answer control::handle(request const& request, std::string_view local_address) {
  control_answer out;
  try {
    check_sender(request, local_address);
    out = answer(request);
  } catch (control_refusal const& refused) {
    out = control_error(refused.status, refused.sentence);
    if (!refused.allow.empty()) out.headers.emplace_back("Allow", refused.allow);
  } catch (std::invalid_argument const& e) {
    out = control_error(400, e.what());
  } catch (std::exception const& e) {
    out = control_error(500, std::string("The emulator failed: ") + e.what());
  }
  out.headers.emplace_back("Cache-Control", "no-store");
  out.headers.emplace_back("X-Content-Type-Options", "nosniff");
  out.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  out.headers.emplace_back("Referrer-Policy", "no-referrer");
  return out;
}

void check_posted(request const& request) {
  auto type = request.header("Content-Type");
  type = http_trimmed(type.substr(0, type.find(';')));
  if (!same_header_name(type, "application/json")) {
    throw control_refusal{415, "The header Content-Type has to be application/json."};
  }
  if (request.body.size() > control_body_limit) {
    throw control_refusal{413, "The body is too large: send at most 1 MiB at once."};
  }
}

control_answer control::answer(request const& request) {
  std::string_view const path = request.path();
  std::string_view const method = request.method == "HEAD" ? "GET" : std::string_view(request.method);
  std::string allowed;
  for (route const& each : routes()) {
    std::string_view const family = each.path.substr(0, each.path.size() - 1);
    bool const with_id = each.path.ends_with('*');
    bool const here = with_id ? path.starts_with(family) && path.size() > family.size() : path == each.path;
    if (!here) continue;
    if (method != each.method) {
      allowed.append(allowed.empty() ? "" : ", ").append(each.method == "GET" ? "GET, HEAD" : each.method);
      continue;
    }
    if (method == "POST") check_posted(request);
    return (this->*each.run)(request, with_id ? std::string(path.substr(family.size())) : std::string());
  }
  if (!allowed.empty()) {
    throw control_refusal{
        405, "The method " + shown_text(request.method, 20) + " is not served here: use " + allowed + '.',
        allowed};
  }
  if (path == "/_colb") {
    auto out = control_error(308, "The page is at /_colb/.");
    out.headers.emplace_back("Location", "/_colb/");
    return out;
  }
  throw control_refusal{404,
                        "There is nothing at this path: the page is at /_colb/, the rest is in "
                        "docs/emulator-control.md."};
}

control_answer json_answer(boost::json::object const& members) {
  control_answer out;
  out.body = boost::json::serialize(members);
  return out;
}

/// The numbers of a query. @throws control_refusal when there is anything else in it.
void read_query(request const& request,
                std::vector<std::pair<std::string_view, std::uint64_t*>> const& known) {
  auto const given = codec::parse_form(request.query());
  if (!given) throw control_refusal{400, "The query is malformed: percent signs need two digits each."};
  std::string list;
  for (auto const& each : known) list.append(list.empty() ? "" : ", ").append(each.first);
  for (auto const& [name, value] : *given) {
    auto const found =
        std::find_if(known.begin(), known.end(), [&](auto const& each) { return each.first == name; });
    if (found == known.end()) {
      throw control_refusal{400, "There is no parameter \"" + shown_text(name, 100) +
                                     "\" here: leave it out. " +
                                     (list.empty() ? "None is taken." : "There are: " + list + '.')};
    }
    auto const number = codec::detail::parse_number<std::uint64_t>(value);
    if (!number)
      throw control_refusal{400, "The parameter \"" + name + "\" has to be a whole number, 0 or more."};
    *found->second = *number;
  }
}

control_answer control::page(request const&, std::string const&) {
  control_answer out;
  out.content_type = "text/html; charset=utf-8";
  out.body = control_page;
  out.headers.emplace_back("Content-Security-Policy", page_policy_);
  out.headers.emplace_back("X-Frame-Options", "DENY");
  return out;
}

control_answer control::health(request const& request, std::string const&) {
  read_query(request, {});
  return json_answer({{"status", "ready"}, {"resets", core_.resets()}});
}

control_answer control::state(request const& request, std::string const&) {
  read_query(request, {});
  return json_answer(core_.state());
}

boost::json::object call_to_json(emulator::call const& call) {
  constexpr std::size_t most = 4096;
  auto const text = [](std::string const& from) { return shown_text(from, 1000); };
  return {{"number", call.number},
          {"at", iso_milliseconds(call.at)},
          {"service", text(call.service)},
          {"action", text(call.action)},
          {"region", text(call.region)},
          {"request_id", text(call.request_id)},
          {"status", call.status},
          {"code", text(call.code)},
          {"fault", call.fault ? boost::json::value(name_of(*call.fault)) : boost::json::value()},
          {"took_us", std::int64_t{call.took.count()}},
          {"request", shown_text(without_secrets(call.body), most)},
          {"request_size", call.body.size()},
          {"answer", shown_text(without_secrets(call.answer), most)},
          {"answer_size", call.answer_size}};
}

control_answer control::calls(request const& request, std::string const&) {
  std::uint64_t after = 0, limit = 100;
  read_query(request, {{"after", &after}, {"limit", &limit}});
  constexpr std::uint64_t most = 1000;
  if (limit < 1 || limit > most)
    throw control_refusal{400, "The parameter \"limit\" has to be from 1 to 1000."};
  auto const [found, more] = core_.calls_after(after, static_cast<std::size_t>(limit));
  boost::json::array list;
  for (auto const& call : found) list.push_back(call_to_json(*call));
  return json_answer(
      {{"calls", std::move(list)}, {"last", found.empty() ? after : found.back()->number}, {"more", more}});
}

control_answer control::faults(request const& request, std::string const&) {
  read_query(request, {});
  boost::json::array list;
  for (auto const& [fault, seen] : core_.faults()) {
    auto entry = fault_to_json(fault);
    entry["hits"] = static_cast<std::uint64_t>(seen - std::min(seen, fault.skip));
    entry["used_up"] = seen >= fault.skip && seen - fault.skip >= fault.times;
    list.push_back(std::move(entry));
  }
  return json_answer({{"faults", std::move(list)}});
}

control_answer control::add_faults(request const& request, std::string const&) {
  read_query(request, {});
  for (auto& fault : faults_from_json(request.body)) core_.inject(std::move(fault));
  return faults(request, {});
}

control_answer control::clear_faults(request const& request, std::string const&) {
  read_query(request, {});
  core_.clear_faults();
  return faults(request, {});
}

control_answer control::clock(request const& request, std::string const&) {
  read_query(request, {});
  auto const by = read_members<clock_move>(request.body);
  constexpr std::int64_t most = std::int64_t{10} * 365 * 24 * 3600 * 1000;
  if (by.advance_ms.value() < 1 || by.advance_ms.value() > most) {
    throw control_refusal{
        400, "The member \"advance_ms\" has to be from 1 to " + std::to_string(most) + " milliseconds."};
  }
  core_.advance(std::chrono::milliseconds(by.advance_ms.value()));
  auto const& clock = core_.clock();
  return json_answer({{"clock",
                       {{"now", iso_milliseconds(clock.now())},
                        {"advanced_ms", static_cast<std::int64_t>(clock.added().count())}}}});
}

control_answer control::end_task(request const& request, std::string const& id) {
  read_query(request, {});
  auto const name = codec::percent_decode(id, false);
  if (!name) throw control_refusal{400, "The path is malformed: percent signs need two digits each."};
  auto const how = read_members<task_end>(request.body);
  if (!how.fail) {
    throw control_refusal{
        400, "The member \"fail\" is missing: true has the task fail, false has it succeed, at once."};
  }
  if (!core_.end_task(*name, *how.fail)) {
    throw control_refusal{404, "No task of this ID is running: GET /_colb/state lists those that are."};
  }
  return json_answer({{"task", shown_text(*name, 1000)}, {"state", *how.fail ? "failed" : "succeeded"}});
}

control_answer control::reset(request const& request, std::string const&) {
  read_query(request, {});
  if (!request.body.empty()) read_members<no_members>(request.body);
  core_.reset();
  return json_answer({{"resets", core_.resets()}});
}

}  // namespace colb::inline COLB_ABI::inner::emu
