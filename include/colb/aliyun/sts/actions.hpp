// colb: Alibaba Cloud's Security Token Service (2015-04-01): its Actions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <colb/action.hpp>
#include <colb/required.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI::aliyun::sts {

namespace types {

/// Temporary keys.
struct Credentials {
  std::string AccessKeyId{};
  std::string AccessKeySecret{};
  std::string SecurityToken{};
  /// ISO 8601, UTC.
  std::string Expiration{};
};
constexpr auto secret_fields(types::Credentials const*) { return names("AccessKeySecret", "SecurityToken"); }

/// Who has taken on the role.
struct AssumedRoleUser {
  std::optional<std::string> Arn{};
  std::optional<std::string> AssumedRoleId{};
};

}  // namespace types

/// Takes on a role. Asking twice does no harm: each time there are other keys.
///
/// Source: STS (2015-04-01), AssumeRole.
struct AssumeRole {
  /// Such as `acs:ram::123456789012****:role/name`.
  required<std::string> RoleArn;
  required<std::string> RoleSessionName;
  /// Seconds: 900 to the role's maximum, default 3600.
  std::optional<std::int64_t> DurationSeconds{};
  /// JSON that narrows the role down, at most 2048 characters.
  std::optional<std::string> Policy{};
  /// 2 to 1224 characters, as agreed with the owner of the role.
  std::optional<std::string> ExternalId{};
  std::optional<std::string> SourceIdentity{};

  /// What AssumeRole answers.
  struct response {
    std::optional<types::Credentials> Credentials{};
    std::optional<types::AssumedRoleUser> AssumedRoleUser{};
  };
};
constexpr descriptor describe(AssumeRole const*) { return {}; }

/// Takes on a role by the token of an identity provider; not signed.
///
/// Source: STS (2015-04-01), AssumeRoleWithOIDC.
struct AssumeRoleWithOIDC {
  required<std::string> OIDCProviderArn;
  required<std::string> OIDCToken;
  required<std::string> RoleArn;
  std::optional<std::string> RoleSessionName{};
  /// Seconds.
  std::optional<std::int64_t> DurationSeconds{};
  std::optional<std::string> Policy{};

  /// What AssumeRoleWithOIDC answers.
  using response = AssumeRole::response;
};
constexpr descriptor describe(AssumeRoleWithOIDC const*) { return {.signature = signing::none}; }
constexpr auto secret_fields(AssumeRoleWithOIDC const*) { return names("OIDCToken"); }

/// Who the client is.
///
/// Source: STS (2015-04-01), GetCallerIdentity.
struct GetCallerIdentity {
  /// What GetCallerIdentity answers.
  struct response {
    std::optional<std::string> Arn{};
    std::optional<std::string> AccountId{};
    std::optional<std::string> UserId{};
    std::optional<std::string> RoleId{};
    std::optional<std::string> PrincipalId{};
    std::optional<std::string> IdentityType{};
  };
};
constexpr descriptor describe(GetCallerIdentity const*) { return {}; }

using printing::operator<<;
namespace types {
using printing::operator<<;
}

}  // namespace colb::inline COLB_ABI::aliyun::sts
