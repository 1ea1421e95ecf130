// colb: what a vendor knows about where keys come from: bodies.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <colb/engine/vendor_sources.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL one_question::~one_question() {
  wipe(what_.body);
  for (auto& [name, value] : what_.headers) wipe(value);
}

COLB_DECL std::optional<request> one_question::next() {
  if (std::exchange(asked_, true)) return std::nullopt;
  return std::move(what_);
}

COLB_DECL void one_question::failed(bool, std::string const& why) { result_ = finding::broken(why, true); }

COLB_DECL plan vendor_sources::lacks(std::string_view what) const {
  return plan::nothing(std::string(what), std::string(vendor()) + " has no " + std::string(what) +
                                              ": give .id and .key, or credentials::from_environment()");
}

COLB_DECL plan vendor_sources::profile(world const&, std::string const&, std::string const&) const {
  return lacks("credential file");
}
COLB_DECL plan vendor_sources::instance_role(world const&, std::string const&,
                                             instance_role_options const&) const {
  return lacks("instance role");
}
COLB_DECL plan vendor_sources::web_identity(world const&) const { return lacks("web identity"); }
COLB_DECL plan vendor_sources::uri(world const&) const { return lacks("credentials URI"); }
COLB_DECL plan vendor_sources::assume_role(world const&, plan) const { return lacks("role to assume"); }
COLB_DECL plan vendor_sources::process(world const&, std::string const&) const {
  return lacks("credential process");
}
COLB_DECL std::unique_ptr<conversation> vendor_sources::ask_metadata(plan const&) const { return nullptr; }
COLB_DECL std::unique_ptr<conversation> vendor_sources::ask_role(plan const&, issued_credentials const&,
                                                                 moment const&) const {
  return nullptr;
}
COLB_DECL std::unique_ptr<conversation> vendor_sources::ask_web_identity(plan const&, std::string_view,
                                                                         moment const&) const {
  return nullptr;
}
COLB_DECL finding vendor_sources::read_keys(std::string_view, bool) const {
  return finding::absent("not supported");
}
COLB_DECL std::unique_ptr<conversation> vendor_sources::ask_identity(issued_credentials const&,
                                                                     std::string_view, moment const&) const {
  return nullptr;
}

COLB_DECL blame vendor_sources::blames(std::string_view, std::string_view) const { return {}; }

COLB_DECL bool ends_a_chain(plan const& one) {
  return !one.is_absent() && one.kind != plan::what::instance_role;
}

COLB_DECL void resolve_into(std::vector<plan>& out, credentials const& what, vendor_sources const& of,
                            world const& here, int depth) {
  if (depth > 8) {
    out.push_back(plan::unusable("chain", "sources are nested deeper than 8"));
    return;
  }
  if (!what.id.empty() || !what.key.empty() || !what.provider) {
    plan one;
    one.kind = plan::what::keys;
    one.from = "the program";
    one.keys.id = what.id;
    one.keys.key = what.key;
    one.keys.token = what.token;
    if (auto const why = why_not_keys(one.keys); !why.empty()) one = plan::unusable("the program", why);
    out.push_back(std::move(one));
    return;
  }
  key_source const* const described = what.provider->description();
  if (!described) {
    plan one;
    one.kind = plan::what::own;
    one.from = what.provider->name();
    one.provider = what.provider;
    out.push_back(std::move(one));
    return;
  }
  switch (described->kind) {
    case source_kind::environment:
      out.push_back(of.environment(here));
      return;
    case source_kind::profile:
      out.push_back(of.profile(here, described->name, described->file));
      return;
    case source_kind::instance_role:
      out.push_back(of.instance_role(here, described->name, described->metadata));
      return;
    case source_kind::web_identity:
      out.push_back(of.web_identity(here));
      return;
    case source_kind::uri:
      out.push_back(of.uri(here));
      return;
    case source_kind::process:
      out.push_back(of.process(here, described->name));
      return;
    case source_kind::assume_role: {
      plan one;
      one.kind = plan::what::assume_role;
      one.from = "role " + described->role.role_arn;
      one.assume = described->role;
      for (credentials const& member : described->members)
        resolve_into(one.below, member, of, here, depth + 1);
      for (plan const& below : one.below) {
        if (one.region.empty()) one.region = below.region;
        one.files.insert(one.files.end(), below.files.begin(), below.files.end());
      }
      if (one.assume.role_arn.empty()) {
        out.push_back(plan::unusable("role", "assume_role: .role_arn is empty"));
      } else {
        out.push_back(of.assume_role(here, std::move(one)));
      }
      return;
    }
    case source_kind::chain:
      for (credentials const& member : described->members) {
        resolve_into(out, member, of, here, depth + 1);
        if (!out.empty() && ends_a_chain(out.back())) return;
      }
      return;
  }
}

COLB_DECL std::vector<plan> resolve(credentials const& what, vendor_sources const& of, world const& here) {
  std::vector<plan> out;
  resolve_into(out, what, of, here, 0);
  return out;
}

COLB_DECL endpoint source_endpoint(std::string_view url, std::string_view allowed) {
  constexpr std::string_view scheme = "http://";
  if (!allowed.empty() && url.starts_with(scheme)) {
    std::string_view const rest = url.substr(scheme.size());
    std::string_view const host = rest.substr(0, rest.find_first_of(":/"));
    if (host == allowed) {
      // The same rules for what follows, with a host that they let through.
      endpoint out = parse_endpoint("http://localhost" + std::string(rest.substr(host.size())));
      out.host = host;
      out.authority = std::string(host) + (out.port == 80 ? "" : ':' + std::to_string(out.port));
      return out;
    }
  }
  return parse_endpoint(url);
}

COLB_DECL void append_json_text(std::string& out, std::string_view text) {
  constexpr char hex[] = "0123456789abcdef";
  out += '"';
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

COLB_DECL std::string without_secrets(std::string_view words, std::vector<std::string_view> const& secrets) {
  bool const quotes = std::ranges::any_of(
      secrets, [&](std::string_view secret) { return !secret.empty() && words.find(secret) != words.npos; });
  bool const to_sign = words.find("string to sign") != words.npos ||
                       words.find("tringToSign") != words.npos || words.find("anonicalRequest") != words.npos;
  if (quotes || to_sign) return "(its words are left out: they may hold secrets)";
  std::string out(words.substr(0, 500));
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return out;
}

COLB_DECL std::string quoted_word(std::string_view word) {
  constexpr std::size_t longest = 24;  // keys are longer
  if (word.size() > longest) return "of " + std::to_string(word.size()) + " characters";
  return '\'' + without_secrets(word, {}) + '\'';
}

}  // namespace colb::inline COLB_ABI::inner
