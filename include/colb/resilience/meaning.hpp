// colb: what a vendor's refusal means, as data. One form for the error tables of all services, and the one
// function that reads them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <colb/error.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// Whether what a refusal says passes by itself.
enum class passing : std::uint8_t {
  never,      ///< It is told at once: the same request would be refused again. One that means `unavailable`
              ///< (the service said no, and nobody knows why) is repeated for reads only. Nothing was done.
  busy,       ///< The resource is at work; nothing was done. Repeated for `retry.busy_for`.
  unclear,    ///< Busy or in the wrong state, the code does not say which. Repeated for `retry.unclear_for`.
  throttled,  ///< Too many requests; nothing was done.
  broke  ///< The service broke inside: nobody knows what became of a change. Repeated where that is harmless.
};

/// What a code, with its message, means to its caller.
struct meaning {
  colb::condition condition = colb::condition::invalid_request;
  passing passes = passing::never;
  bool wide = false;  ///< Of `throttled`: by the account's, the address's or everybody's limit, not the
                      ///< Action's alone.

  friend constexpr bool operator==(meaning const&, meaning const&) = default;
};

/// One row of an error table. The first row of a table that fits decides.
struct error_rule {
  /// Which codes:
  /// `ListenerNotFound` this one; `Throttling.*` this one and all that begin with it and a dot; `Forb*` all
  /// that begin so; `~not found|sold out` those that hold one of these phrases as words; `*` any.
  std::string_view code;
  meaning means;
  /// Phrases of which the message has to hold one, in the form of `holds_phrase`; empty: whatever it says.
  std::string_view message{};
};

/// Whether a text holds one of some phrases as words.
///
/// The text is cut into words where letters end and where capitals begin (`LBIdNotFound` holds `not found`),
/// and compared without case. `load balance` is one word, so that a `LoadBalancer` holds no `balance`.
/// @param phrases separated by `|`. A word that ends in `*` stands for all that begin so; `~` stands for any
/// words or none. A phrase with other letters than ASCII's is looked for as it stands.
bool holds_phrase(std::string_view text, std::string_view phrases);

/// What an error of the vendor means: by the vendor's table, then by the words that every vendor builds codes
/// of, then by the HTTP status; otherwise it is a refusal that is repeated for reads only.
///
/// @param vendor the service's rows, the special ones before the general ones.
/// @param code,message the vendor's.
/// @param http_status of the answer; 0: not known.
meaning meaning_of(std::span<error_rule const> vendor, std::string_view code, std::string_view message,
                   int http_status);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/resilience/impl/meaning.ipp>
#endif
