// colb: who the client is: bodies.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <colb/credentials.hpp>
#include <colb/engine/key_cache.hpp>
#include <colb/engine/share.hpp>
#include <colb/engine/source.hpp>

namespace colb::inline COLB_ABI {

COLB_DECL issued_credentials::~issued_credentials() { inner::wipe(*this); }

COLB_DECL credentials_provider::credentials_provider() : caches_(inner::share<inner::key_caches>()) {}
COLB_DECL credentials_provider::~credentials_provider() = default;

namespace inner {

COLB_DECL credentials described(key_source what) {
  credentials out;
  out.provider = inner::share<described_provider>(std::move(what));
  return out;
}

}  // namespace inner

COLB_DECL credentials credentials::from_environment() {
  inner::key_source what;
  what.kind = inner::source_kind::environment;
  return inner::described(std::move(what));
}

COLB_DECL credentials credentials::from_profile(std::string name, std::string file) {
  inner::key_source what;
  what.kind = inner::source_kind::profile;
  what.name = std::move(name);
  what.file = std::move(file);
  return inner::described(std::move(what));
}

COLB_DECL credentials credentials::from_instance_role(std::string role, instance_role_options options) {
  inner::key_source what;
  what.kind = inner::source_kind::instance_role;
  what.name = std::move(role);
  what.metadata = std::move(options);
  return inner::described(std::move(what));
}

COLB_DECL credentials credentials::assume_role(credentials over, assume_role_options options) {
  inner::key_source what;
  what.kind = inner::source_kind::assume_role;
  what.role = std::move(options);
  what.members.push_back(std::move(over));
  return inner::described(std::move(what));
}

COLB_DECL credentials credentials::from_web_identity() {
  inner::key_source what;
  what.kind = inner::source_kind::web_identity;
  return inner::described(std::move(what));
}

COLB_DECL credentials credentials::from_process(std::string command) {
  inner::key_source what;
  what.kind = inner::source_kind::process;
  what.name = std::move(command);
  return inner::described(std::move(what));
}

COLB_DECL credentials credentials::chain(std::vector<credentials> sources) {
  inner::key_source what;
  what.kind = inner::source_kind::chain;
  what.members = std::move(sources);
  return inner::described(std::move(what));
}

COLB_DECL credentials credentials::default_chain() {
  inner::key_source uri;
  uri.kind = inner::source_kind::uri;
  std::vector<credentials> all;
  all.push_back(from_environment());
  all.push_back(from_web_identity());
  all.push_back(from_profile());
  all.push_back(from_instance_role());
  all.push_back(inner::described(std::move(uri)));
  return chain(std::move(all));
}

COLB_DECL credentials credentials::from(std::shared_ptr<credentials_provider> provider) {
  credentials out;
  out.provider = std::move(provider);
  return out;
}

}  // namespace colb::inline COLB_ABI
