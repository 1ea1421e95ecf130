// colb: what the documents of both vendors' STS say that parameters may be. Sorted by Action or type, then by
// field.
#pragma once

#include <colb/emulator/limits.hpp>

namespace colb::inline COLB_ABI::inner::emu {

inline constexpr limit tencent_sts_limits[] = {
    limit::between("AssumeRole", "DurationSeconds", 1, 43200),
    limit::characters("AssumeRole", "ExternalId", 2, 128),
    limit::characters("AssumeRole", "RoleSessionName", 2, 128, {"A-Za-z0-9_+=,.@-"}),
    limit::items("AssumeRole", "Tags", 0, 50),
    limit::between("AssumeRoleWithWebIdentity", "DurationSeconds", 1, 43200),
    limit::characters("AssumeRoleWithWebIdentity", "RoleSessionName", 2, 128, {"A-Za-z0-9_+=,.@-"}),
};

inline constexpr note tencent_sts_notes[] = {
    {"AssumeRole",
     "Every role whose RoleArn is well formed exists and trusts the caller; 7200 s unless it is asked for "
     "less or more. Not enforced: Policy, Tags, ExternalId, the second factor; that some temporary keys may "
     "not take on roles (FailedOperation.TempKeyNotAllowed)."},
    {"AssumeRoleWithWebIdentity",
     "Not signed (`Authorization: SKIP`). Not enforced: that the token is the provider's."},
};

inline constexpr limit aliyun_sts_limits[] = {
    limit::between("AssumeRole", "DurationSeconds", 900, 43200),
    limit::characters("AssumeRole", "ExternalId", 2, 1224),
    limit::characters("AssumeRole", "Policy", 0, 2048),
    limit::between("AssumeRoleWithOIDC", "DurationSeconds", 900, 43200),
    limit::characters("AssumeRoleWithOIDC", "Policy", 0, 2048),
};

inline constexpr note aliyun_sts_notes[] = {
    {"AssumeRole",
     "Every role whose RoleArn is well formed exists and trusts the caller; 3600 s unless it is asked for "
     "less or more. Not enforced: Policy, ExternalId, a role's own maximum."},
    {"AssumeRoleWithOIDC", "Not signed. Not enforced: that the token is the provider's."},
};

}  // namespace colb::inline COLB_ABI::inner::emu
