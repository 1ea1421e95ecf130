// colb: Tencent Cloud's Security Token Service (API 3.0, 2018-08-13): its Actions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <colb/action.hpp>
#include <colb/required.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI::tencent::sts {

namespace types {

/// Temporary keys.
struct Credentials {
  /// At most 4096 bytes.
  std::string Token{};
  std::string TmpSecretId{};
  /// At most 1024 bytes.
  std::string TmpSecretKey{};
};
constexpr auto secret_fields(types::Credentials const*) { return names("Token", "TmpSecretKey"); }

/// A label of the session.
struct Tag {
  required<std::string> Key;
  required<std::string> Value;
};

}  // namespace types

/// Takes on a role. Asking twice does no harm: each time there are other keys.
///
/// Source: STS API 3.0 (2018-08-13), AssumeRole.
struct AssumeRole {
  /// Such as `qcs::cam::uin/12345678:roleName/name`.
  required<std::string> RoleArn;
  /// 2 to 128 of letters, digits and `=,.@_-+`.
  required<std::string> RoleSessionName;
  /// Seconds; default 7200, at most 43200.
  std::optional<std::int64_t> DurationSeconds{};
  /// JSON that narrows the role down, percent-encoded once by the caller.
  std::optional<std::string> Policy{};
  /// 2 to 128 characters, as agreed with the owner of the role.
  std::optional<std::string> ExternalId{};
  /// At most 50.
  std::vector<types::Tag> Tags{};
  std::optional<std::string> SourceIdentity{};
  /// Of the device of a second factor.
  std::optional<std::string> SerialNumber{};
  /// Of the second factor.
  std::optional<std::string> TokenCode{};

  /// What AssumeRole answers.
  struct response {
    std::optional<types::Credentials> Credentials{};
    /// Seconds since 1970.
    std::optional<std::int64_t> ExpiredTime{};
    /// ISO 8601.
    std::optional<std::string> Expiration{};
  };
};
constexpr descriptor describe(AssumeRole const*) { return {}; }
constexpr auto secret_fields(AssumeRole const*) { return names("TokenCode"); }

/// Takes on a role by the token of an identity provider; not signed.
///
/// Source: STS API 3.0 (2018-08-13), AssumeRoleWithWebIdentity.
struct AssumeRoleWithWebIdentity {
  /// Name of the identity provider.
  required<std::string> ProviderId;
  required<std::string> WebIdentityToken;
  required<std::string> RoleArn;
  required<std::string> RoleSessionName;
  /// Seconds.
  std::optional<std::int64_t> DurationSeconds{};

  /// What AssumeRoleWithWebIdentity answers.
  using response = AssumeRole::response;
};
constexpr descriptor describe(AssumeRoleWithWebIdentity const*) { return {.signature = signing::none}; }
constexpr auto secret_fields(AssumeRoleWithWebIdentity const*) { return names("WebIdentityToken"); }

/// Who the client is.
///
/// Source: STS API 3.0 (2018-08-13), GetCallerIdentity.
struct GetCallerIdentity {
  /// What GetCallerIdentity answers.
  struct response {
    std::optional<std::string> Arn{};
    std::optional<std::string> AccountId{};
    std::optional<std::string> UserId{};
    std::optional<std::string> PrincipalId{};
    /// Such as `CAMUser` or `CAMRole`.
    std::optional<std::string> Type{};
  };
};
constexpr descriptor describe(GetCallerIdentity const*) { return {}; }

using printing::operator<<;
namespace types {
using printing::operator<<;
}

}  // namespace colb::inline COLB_ABI::tencent::sts
