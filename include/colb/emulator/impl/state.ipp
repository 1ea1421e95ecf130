// colb: bodies of the emulator's state file. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <span>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>

#include <colb/emulator/control.hpp>
#include <colb/emulator/server.hpp>
#include <colb/emulator/state.hpp>
#include <colb/sign/hash.hpp>
#include <colb/strings/hex.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner::emu {

namespace json = boost::json;

namespace {

constexpr std::string_view state_format = "colb-emulator-state";
constexpr std::int64_t state_version = 2;

json::array texts_to_json(std::vector<std::string> const& texts) {
  json::array list;
  for (auto const& text : texts) list.emplace_back(text);
  return list;
}

std::string text_at(json::object const& from, std::string_view key) {
  return json::value_to<std::string>(from.at(key));
}
std::int64_t number_at(json::object const& from, std::string_view key) {
  return from.at(key).to_number<std::int64_t>();
}
std::vector<std::string> texts_at(json::object const& from, std::string_view key) {
  std::vector<std::string> texts;
  for (auto const& each : from.at(key).as_array()) texts.push_back(json::value_to<std::string>(each));
  return texts;
}

/// Requests may hold any bytes.
json::value parsed(std::string_view text) {
  json::parse_options how;
  how.allow_invalid_utf8 = true;
  return json::parse(text, {}, how);
}

std::string digest_of(answer const& answer) {
  auto const digest =
      sign::sha256(std::to_string(answer.status) + '\n' + answer.content_type + '\n' + answer.body);
  std::string text;
  append_hex(text, std::span(digest).first(8));
  return text;
}

constexpr std::pair<std::string_view, event_kind> event_names[] = {
    {"call", event_kind::call},         {"look", event_kind::look},   {"advance", event_kind::advance},
    {"end_task", event_kind::end_task}, {"reset", event_kind::reset}, {"plan", event_kind::plan}};

json::array plan_to_json(std::vector<planned> const& plan) {
  json::array list;
  for (auto const& each : plan) {
    auto entry = fault_to_json(each.fault);
    list.push_back(json::object{{"fault", std::move(entry)}, {"seen", each.seen}});
  }
  return list;
}

emulator::fault fault_from_json(json::value const& from) {
  auto all = faults_from_json(json::serialize(from));
  if (all.size() != 1) throw std::invalid_argument("not one fault");
  return std::move(all.front());
}

/// Within what the clocks' types hold, sums included.
std::int64_t nanoseconds_at(json::object const& from, std::string_view key) {
  auto const value = number_at(from, key);
  constexpr std::int64_t most = 6'000'000'000'000'000'000;  // 190 years
  if (value < 0 || value > most) throw std::invalid_argument("a time is out of range");
  return value;
}

}  // namespace

// ---- text

json::object state_options(emulator::options const& options) {
  auto const& quotas = options.quotas;
  return {{"seed", options.seed},
          {"task_time", std::int64_t{options.task_time.count()}},
          {"health_time", std::int64_t{options.health_time.count()}},
          {"unhealthy", texts_to_json(options.unhealthy)},
          {"rate_limit", options.rate_limit},
          {"clock_skew", std::int64_t{options.clock_skew.count()}},
          {"regions", texts_to_json(options.regions)},
          {"ids_at_once", options.ids_at_once},
          {"classic", options.classic},
          {"quotas",
           {{"load_balancers", quotas.load_balancers},
            {"listeners", quotas.listeners},
            {"rules", quotas.rules},
            {"targets", quotas.targets},
            {"snat_ips", quotas.snat_ips}}},
          {"services", texts_to_json(options.services)},
          {"unknown", options.unknown == emulator::unknown::accept ? "accept" : "refuse"},
          {"edition", static_cast<std::int64_t>(options.edition)},
          {"hinted_tasks", options.hinted_tasks},
          {"task_spread", options.task_spread},
          {"rate_by_arrival", options.rate_by_arrival},
          {"memory", std::int64_t{options.memory.count()}},
          {"remembered", options.remembered},
          {"instance_role", options.instance_role},
          {"role_key_life", std::int64_t{options.role_key_life.count()}},
          {"metadata_handshake", options.metadata_handshake},
          {"credentials",
           {{"id", options.credentials.id},
            {"key", options.credentials.key},
            {"token", options.credentials.token}}}};
}

void take_state_options(json::object const& from, emulator::options& into) {
  try {
    into.seed = from.at("seed").to_number<std::uint64_t>();
    into.task_time = std::chrono::milliseconds(number_at(from, "task_time"));
    into.health_time = std::chrono::milliseconds(number_at(from, "health_time"));
    into.unhealthy = texts_at(from, "unhealthy");
    into.rate_limit = from.at("rate_limit").as_bool();
    into.clock_skew = std::chrono::seconds(number_at(from, "clock_skew"));
    into.regions = texts_at(from, "regions");
    into.ids_at_once = from.at("ids_at_once").as_bool();
    into.classic = from.at("classic").to_number<std::size_t>();
    auto const& quotas = from.at("quotas").as_object();
    into.quotas = {number_at(quotas, "load_balancers"), number_at(quotas, "listeners"),
                   number_at(quotas, "rules"), number_at(quotas, "targets"), number_at(quotas, "snat_ips")};
    into.services = texts_at(from, "services");
    into.unknown =
        text_at(from, "unknown") == "accept" ? emulator::unknown::accept : emulator::unknown::refuse;
    into.edition = static_cast<emulator::edition>(from.at("edition").to_number<std::uint8_t>());
    into.hinted_tasks = from.at("hinted_tasks").as_bool();
    into.task_spread = from.at("task_spread").to_number<double>();
    into.rate_by_arrival = from.at("rate_by_arrival").as_bool();
    into.memory = std::chrono::hours(number_at(from, "memory"));
    into.remembered = from.at("remembered").to_number<std::size_t>();
    into.instance_role = text_at(from, "instance_role");
    into.role_key_life = std::chrono::seconds(number_at(from, "role_key_life"));
    into.metadata_handshake = from.at("metadata_handshake").as_bool();
    auto const& credentials = from.at("credentials").as_object();
    into.credentials.id = text_at(credentials, "id");
    into.credentials.key = text_at(credentials, "key");
    into.credentials.token = text_at(credentials, "token");
  } catch (std::exception const& e) {
    throw std::invalid_argument(e.what());
  }
}

std::string header_line(state_header const& header) {
  return json::serialize(json::object{
             {"format", state_format},
             {"version", state_version},
             {"colb", header.version},
             {"options", header.options},
             {"authority", {{"certificate", header.authority.certificate}, {"key", header.authority.key}}}}) +
         '\n';
}

state_header parse_header(std::string_view line, std::string const& name) {
  std::string const who = "colb: \"" + name + "\" ";
  boost::system::error_code ec;
  auto const tree = json::parse(line, ec);
  auto const* const whole = ec ? nullptr : tree.if_object();
  auto const* const format = whole ? whole->if_contains("format") : nullptr;
  if (!format || *format != json::string_view(state_format)) {
    bool const begun = line.starts_with("{\"format\":\"" + std::string(state_format));
    throw std::runtime_error(
        who + (begun ? "breaks off in its first line: nothing can be loaded from it; remove it"
                     : "is not a state file of colb's emulator: name another one, or remove it"));
  }
  try {
    state_header header;
    header.version = text_at(*whole, "colb");
    if (auto const version = number_at(*whole, "version"); version != state_version) {
      throw std::runtime_error("has form " + std::to_string(version) + ", written by colb " + header.version +
                               ", and this colb " COLB_VERSION_STRING " reads form " +
                               std::to_string(state_version) +
                               ": use that colb, or name another file to begin anew");
    }
    header.options = whole->at("options").as_object();
    emulator::options whether_good;
    take_state_options(header.options, whether_good);
    auto const& authority = whole->at("authority").as_object();
    header.authority = {text_at(authority, "certificate"), text_at(authority, "key")};
    return header;
  } catch (std::runtime_error const& e) {
    std::string_view const why = e.what();
    throw std::runtime_error(who + (why.starts_with("has form ")
                                        ? std::string(why)
                                        : "is damaged in its first line: name another file, or remove it"));
  } catch (std::exception const&) {
    throw std::runtime_error(who + "is damaged in its first line: name another file, or remove it");
  }
}

std::string event_line(event const& happened) {
  json::object out;
  for (auto const& [name, what] : event_names) {
    if (what == happened.what) out["do"] = name;
  }
  out["ticks"] = std::int64_t{
      std::chrono::duration_cast<std::chrono::nanoseconds>(happened.at.ticks.time_since_epoch()).count()};
  out["now"] = std::int64_t{
      std::chrono::duration_cast<std::chrono::nanoseconds>(happened.at.now.time_since_epoch()).count()};
  out["requests"] = happened.requests;
  switch (happened.what) {
    case event_kind::call: {
      out["method"] = happened.request.method;
      out["target"] = happened.request.target;
      if (happened.request.plain) out["plain"] = true;
      json::array headers;
      for (auto const& [name, value] : happened.request.headers) headers.push_back(json::array{name, value});
      out["headers"] = std::move(headers);
      out["body"] = happened.request.body;
      if (happened.fault) out["fault"] = fault_to_json(*happened.fault);
      if (happened.own_answer) out["own_answer"] = *happened.own_answer;
      out["digest"] = digest_of(happened.answer);
      break;
    }
    case event_kind::advance:
      out["ms"] = std::int64_t{happened.by.count()};
      break;
    case event_kind::end_task:
      out["id"] = happened.id;
      out["fail"] = happened.fail;
      break;
    default:
      break;
  }
  if (happened.plan) out["plan"] = plan_to_json(*happened.plan);
  return json::serialize(out) + '\n';
}

recorded_event event_of(json::object const& from) {
  recorded_event read;
  auto& happened = read.happened;
  auto const name = text_at(from, "do");
  auto const* const found = std::find_if(std::begin(event_names), std::end(event_names),
                                         [&](auto const& each) { return each.first == name; });
  if (found == std::end(event_names)) throw std::invalid_argument("nothing is done by that name");
  happened.what = found->second;
  happened.at.ticks = tick(std::chrono::nanoseconds(nanoseconds_at(from, "ticks")));
  happened.at.now =
      std::chrono::system_clock::time_point(std::chrono::nanoseconds(nanoseconds_at(from, "now")));
  happened.requests = from.at("requests").to_number<std::uint64_t>();
  if (happened.what == event_kind::call) {
    happened.request.method = text_at(from, "method");
    happened.request.target = text_at(from, "target");
    happened.request.plain = from.contains("plain");
    for (auto const& header : from.at("headers").as_array()) {
      auto const& pair = header.as_array();
      happened.request.headers.emplace_back(json::value_to<std::string>(pair.at(0)),
                                            json::value_to<std::string>(pair.at(1)));
    }
    happened.request.body = text_at(from, "body");
    if (auto const* const fault = from.if_contains("fault")) happened.fault = fault_from_json(*fault);
    if (auto const* const own = from.if_contains("own_answer"))
      happened.own_answer = std::make_shared<json::object const>(own->as_object());
    read.digest = text_at(from, "digest");
  } else if (happened.what == event_kind::advance) {
    happened.by = std::chrono::milliseconds(number_at(from, "ms"));
  } else if (happened.what == event_kind::end_task) {
    happened.id = text_at(from, "id");
    happened.fail = from.at("fail").as_bool();
  }
  if (auto const* const plan = from.if_contains("plan")) {
    happened.plan.emplace();
    for (auto const& each : plan->as_array()) {
      happened.plan->push_back({fault_from_json(each.as_object().at("fault")),
                                each.as_object().at("seen").to_number<std::size_t>()});
    }
  }
  return read;
}

recorded_event parse_event(std::string_view line) { return event_of(parsed(line).as_object()); }

std::string port_line(std::uint16_t port) {
  return json::serialize(json::object{{"listens_on", port}}) + '\n';
}

repeated repeat_all(std::istream& lines, state_header const& header, std::string const& name, core& core) {
  repeated all;
  std::size_t number = 1;
  std::string line;
  while (std::getline(lines, line)) {
    ++number;
    if (lines.eof()) break;  // without its end: it was being written when the process was killed
    auto const where = "line " + std::to_string(number) + " of the state file \"" + name + '"';
    std::string digest, came_to;
    bool is_call = false;
    try {
      auto const tree = parsed(line);
      if (auto const* const port = tree.as_object().if_contains("listens_on")) {
        all.port = port->to_number<std::uint16_t>();
        all.bytes += line.size() + 1;
        continue;
      }
      auto const read = event_of(tree.get_object());
      is_call = read.happened.what == event_kind::call;
      digest = read.digest;
      came_to = digest_of(core.repeat(read.happened));
    } catch (std::exception const& e) {
      throw std::runtime_error("colb: " + where + " is damaged (" + e.what() +
                               "): remove it and all after it, or name another file to begin anew");
    }
    if (is_call && digest != came_to) {
      throw std::runtime_error("colb: " + where + ", written by colb " + header.version +
                               ", comes to another answer with this colb " COLB_VERSION_STRING
                               ": use the colb that wrote it, or name another file to begin anew");
    }
    all.bytes += line.size() + 1;
  }
  return all;
}

// ---- the file

void take_options_of_file(std::string const& path, emulator::options& into) {
  error_code ec;
  auto const size = std::filesystem::file_size(path, ec);
  if (ec || size == 0) return;
  std::ifstream in(path, std::ios::binary);
  std::string line;
  std::getline(in, line);
  take_state_options(parse_header(line, path).options, into);
}

state_file::state_file(std::string path, emulator::options const& options) : path_(std::move(path)) {
  error_code ignored;
  if (std::filesystem::is_symlink(path_, ignored)) {
    // What it points to is replaced, not the link.
    auto const meant = std::filesystem::weakly_canonical(path_, ignored);
    if (!ignored) path_ = meant.string();
  }
  header_.options = state_options(options);
  header_.version = COLB_VERSION_STRING;
  struct stat about {};
  bool const exists = ::stat(path_.c_str(), &about) == 0;
  if (exists && !S_ISREG(about.st_mode)) {
    throw std::runtime_error("colb: the state file \"" + path_ +
                             "\" is not a regular file: name a file that may be replaced");
  }
  if (exists && about.st_size > 0) {
    take_over();
    return;
  }
  header_.authority = make_authority(std::chrono::hours(24 * 3650));
  begin(nullptr);
}

state_file::~state_file() {
  if (file_ >= 0) ::close(file_);
}

void state_file::take_over() {
  file_ = open_and_lock(path_, O_RDWR);
  try {
    ::fchmod(file_, 0600);
    std::ifstream in(path_, std::ios::binary);
    std::string line;
    std::getline(in, line);
    auto found = parse_header(line, path_);
    check_options(found);
    header_ = std::move(found);
    size_ = line.size() + 1;
  } catch (...) {
    ::close(std::exchange(file_, -1));
    throw;
  }
}

void state_file::check_options(state_header const& found) const {
  for (auto const& [name, value] : header_.options) {
    auto const* const was = found.options.if_contains(name);
    if (was && *was == value) continue;
    std::string values;
    if (name != "credentials" && was)
      values = " (" + json::serialize(*was) + ", not " + json::serialize(value) + ')';
    throw std::invalid_argument("colb: options." + std::string(name) + " is not what the state file \"" +
                                path_ + "\" was begun with" + values +
                                ": leave it as it was, or name another file to begin anew");
  }
}

void state_file::fail(std::string const& what) const {
  auto const code = errno;
  throw std::system_error(code, std::generic_category(), "colb: the state file \"" + path_ + "\" " + what);
}

int state_file::open_and_lock(std::string const& path, int flags) {
  int const file = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (file < 0) fail("cannot be opened");
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  ::close(file);
  throw std::runtime_error("colb: the state file \"" + path_ +
                           "\" is in use by another process: end that one, or name another file");
}

/// The file appears whole or not at all.
void state_file::begin(event const* first) {
  auto text = header_line(header_);
  if (port_ != 0) text += port_line(port_);
  if (first) text += event_line(*first);
  std::string fresh = path_ + ".new";
  ::unlink(fresh.c_str());  // of a process that was killed on its way
  int const file = open_and_lock(fresh, O_RDWR | O_CREAT | O_EXCL);
  int const old = std::exchange(file_, file);
  auto const old_size = std::exchange(size_, 0);
  try {
    write(text);
    if (::fsync(file_) != 0) fail("cannot be written");
    if (::rename(fresh.c_str(), path_.c_str()) != 0) fail("cannot be put in its place");
  } catch (...) {
    ::close(std::exchange(file_, old));
    size_ = old_size;
    ::unlink(fresh.c_str());
    throw;
  }
  if (old >= 0) ::close(old);
}

void state_file::write(std::string_view text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    auto const done =
        ::pwrite(file_, rest.data(), rest.size(), static_cast<off_t>(size_ + (text.size() - rest.size())));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) {
      auto const why = done < 0 ? errno : EIO;
      // What is half there was not answered.
      [[maybe_unused]] auto const ignored = ::ftruncate(file_, static_cast<off_t>(size_));
      errno = why;
      fail("cannot be written");
    }
    rest.remove_prefix(static_cast<std::size_t>(done));
  }
  size_ += text.size();
}

void state_file::load(core& core) {
  std::ifstream in(path_, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(size_));
  auto const all = repeat_all(in, header_, path_, core);
  size_ += all.bytes;
  port_ = all.port;
  if (::ftruncate(file_, static_cast<off_t>(size_)) != 0) fail("cannot be written");
}

void state_file::listens_on(std::uint16_t port) {
  if (std::exchange(port_, port) != port) write(port_line(port));
}

void state_file::record(event const& happened) {
  if (happened.what == event_kind::reset) {
    begin(&happened);
  } else {
    write(event_line(happened));
  }
}

void state_file::close(event const& standing) {
  if (file_ < 0) return;
  write(event_line(standing));
  if (::fsync(file_) != 0) fail("cannot be written");
  ::close(std::exchange(file_, -1));
}

}  // namespace colb::inline COLB_ABI::inner::emu
