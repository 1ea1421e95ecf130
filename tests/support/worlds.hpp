// colb: machines that exist in a test only, with variables and files of their own.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/engine/vendor_sources.hpp>

namespace colb::test {

using texts = std::map<std::string, std::string>;

/// The home folder is /home/u. A file whose text is `!why` cannot be read.
inline inner::world world_of(texts variables, texts files) {
  variables.emplace("HOME", "/home/u");
  inner::world out;
  out.variable = [variables = std::move(variables)](std::string const& name) -> std::optional<std::string> {
    auto const found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  out.read = [files = std::move(files)](std::string const& path) {
    inner::world::file file;
    auto const found = files.find(path);
    file.there = found != files.end();
    if (file.there && found->second.starts_with('!')) {
      file.problem = found->second.substr(1);
    } else if (file.there) {
      file.text = found->second;
    }
    return file;
  };
  return out;
}

inline std::string seconds_of(std::chrono::system_clock::time_point at) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
}

/// A plan in one line: `keys ID KEY TOKEN until 123`, `role ARN as SESSION at URL over (…)`, `broken: why`.
inline std::string written_out(inner::plan const& one) {
  using what = inner::plan::what;
  std::string const region = one.region.empty() ? "" : " in " + one.region;
  auto const role = [&] {
    std::string out = one.assume.role_arn + " as " + one.assume.session_name;
    if (one.assume.duration.count() > 0) out += " for " + std::to_string(one.assume.duration.count());
    if (!one.assume.external_id.empty()) out += " external " + one.assume.external_id;
    if (!one.assume.policy.empty()) out += " policy " + one.assume.policy;
    return out + " at " + one.assume.endpoint;
  };
  switch (one.kind) {
    case what::absent:
      return "absent: " + one.why;
    case what::broken:
      return "broken: " + one.why;
    case what::keys: {
      std::string out = "keys " + one.keys.id + ' ' + one.keys.key;
      if (!one.keys.token.empty()) out += ' ' + one.keys.token;
      if (one.keys.expires) out += " until " + seconds_of(*one.keys.expires);
      return out + region;
    }
    case what::instance_role: {
      std::string out = "instance" + (one.role.empty() ? "" : ' ' + one.role);
      if (one.metadata.handshake == instance_role_options::handshake_mode::required) out += " handshake";
      return out + region;
    }
    case what::assume_role: {
      std::string out = "role " + role() + " over (";
      for (auto const& below : one.below) out += written_out(below);
      return out + ')' + region;
    }
    case what::web_identity:
      return "pod " + one.provider_id + ' ' + one.token_file + ' ' + role() + region;
    case what::process:
      return "process " + one.command + region;
    case what::uri:
      return "uri " + one.uri + region;
    case what::own:
      return "own";
  }
  return {};
}

/// The last of the plans, which is the one that counts unless an instance role is among them.
inline std::string written_out(std::vector<inner::plan> const& plans) {
  std::string out;
  for (auto const& each : plans) {
    if (!each.is_absent()) out += (out.empty() ? "" : " | ") + written_out(each);
  }
  return out.empty() ? "absent" : out;
}

}  // namespace colb::test
