// colb: where Capital Online's keys come from: two environment variables.
//
// All inline, and included by the bodies of the services only: several of them share it.
#pragma once

#include <string>
#include <string_view>

#include <colb/engine/vendor_sources.hpp>

namespace colb::inline COLB_ABI::capitalonline {

namespace detail {

class sources_t final : public inner::vendor_sources {
 public:
  std::string_view vendor() const override { return "Capital Online"; }

  inner::plan environment(inner::world const& here) const override {
    constexpr char names[] = "environment variables CDS_SECRET_ID and CDS_SECRET_KEY";
    auto const id = inner::non_empty(here, "CDS_SECRET_ID");
    auto key = inner::non_empty(here, "CDS_SECRET_KEY");
    if (!id && !key) return inner::plan::nothing(names, "they are not set");
    if (!id || !key)
      return inner::plan::unusable(names,
                                   std::string(id ? "CDS_SECRET_KEY" : "CDS_SECRET_ID") + " is not set");
    inner::plan out;
    out.kind = inner::plan::what::keys;
    out.from = names;
    out.keys.id = *id;
    out.keys.key = std::move(*key);
    if (auto const why = inner::why_not_keys(out.keys); !why.empty())
      return inner::plan::unusable(names, why);
    return out;
  }
};

}  // namespace detail

/// `CDS_SECRET_ID` and `CDS_SECRET_KEY`, as the vendor's Go SDK and Terraform provider have them. Nothing
/// else is known of this vendor: no file, role, token or metadata service.
inline inner::vendor_sources const& sources() {
  static detail::sources_t const all;
  return all;
}

}  // namespace colb::inline COLB_ABI::capitalonline
