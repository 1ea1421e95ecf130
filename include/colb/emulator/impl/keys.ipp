// colb: bodies of the emulator's keys. Included in one translation unit; see src.hpp.
#pragma once

#include <utility>

#include <colb/emulator/keys.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// Of core.ipp.
std::string drawn(std::mt19937_64& from, std::string_view alphabet, std::size_t count);

keyring::keyring(environment& environment)
    : env_(environment), random_(environment.options.seed ^ 0x746f6b656e) {}

temporary_keys const& keyring::issue(std::string_view vendor, std::string_view id_prefix,
                                     std::chrono::seconds life, std::string role, std::string session) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  env_.change();
  temporary_keys made;
  made.vendor = vendor;
  made.id = std::string(id_prefix) + drawn(random_, letters, 32);
  made.key = drawn(random_, letters, 32);
  made.token = drawn(random_, letters, 220);
  made.role = std::move(role);
  made.session = std::move(session);
  made.expires = std::chrono::floor<std::chrono::seconds>(env_.now()) + life;
  constexpr std::size_t kept = 10'000;
  while (oldest_first_.size() >= kept) {
    auto const old = by_id_.find(oldest_first_.front());
    ids_by_token_.erase(old->second.token);
    by_id_.erase(old);
    oldest_first_.pop_front();
  }
  oldest_first_.push_back(made.id);
  ids_by_token_.emplace(made.token, made.id);
  return by_id_.insert_or_assign(made.id, std::move(made)).first->second;
}

keyring::finding keyring::look(std::string_view vendor, std::string_view id, std::string_view token) const {
  auto const& own = env_.options.credentials;
  if (id == own.id) {
    if (token == own.token) return {wrong::nothing, own.key};
    if (token.empty()) return {wrong::no_token};
    return {wrong::other_token};
  }
  auto const found = by_id_.find(id);
  if (found == by_id_.end() || found->second.vendor != vendor) return {wrong::unknown_id};
  temporary_keys const& keys = found->second;
  if (token.empty()) return {wrong::no_token};
  if (token != keys.token) return {ids_by_token_.contains(token) ? wrong::other_token : wrong::unknown_token};
  if (env_.now() >= keys.expires) return {wrong::expired};
  return {wrong::nothing, keys.key, &keys};
}

}  // namespace colb::inline COLB_ABI::inner::emu
