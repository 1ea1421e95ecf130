// colb: the bodies of sign/canonical.hpp.
#pragma once

#include <algorithm>
#include <iterator>

#include <colb/sign/canonical.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::vector<codec::parameter const*> sorted_parameters(
    std::span<codec::parameter const> parameters) {
  std::vector<codec::parameter const*> sorted;
  sorted.reserve(parameters.size());
  for (auto const& parameter : parameters) sorted.push_back(&parameter);
  // Parameters of one name stay in their order, which is that of their addresses.
  std::sort(sorted.begin(), sorted.end(), [](auto const* a, auto const* b) {
    int const order = a->first.compare(b->first);
    return order != 0 ? order < 0 : a < b;
  });
  return sorted;
}

COLB_DECL canonical_header_text canonical_headers(std::span<sign::header const> headers, value_case values) {
  std::vector<std::pair<std::string, std::string>> sorted;
  sorted.reserve(headers.size());
  for (auto const& [name, value] : headers) {
    auto const trimmed = http_trimmed(value);
    sorted.emplace_back(ascii_lowered(name),
                        values == value_case::lowered ? ascii_lowered(trimmed) : std::string(trimmed));
  }
  std::sort(sorted.begin(), sorted.end());

  canonical_header_text out;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    auto const& [name, value] = sorted[i];
    out.lines += i > 0 && sorted[i - 1].first == name ? "," : name + ":";
    out.lines += value;
    if (i + 1 < sorted.size() && sorted[i + 1].first == name) continue;
    out.lines += '\n';
    if (!out.names.empty()) out.names += ';';
    out.names += name;
  }
  return out;
}

COLB_DECL std::string canonical_request(std::string_view method, std::string_view uri, std::string_view query,
                                        canonical_header_text const& headers, std::string_view payload_hash) {
  std::string out;
  out.reserve(method.size() + uri.size() + query.size() + headers.lines.size() + headers.names.size() +
              payload_hash.size() + 5);
  out.append(method).append(1, '\n');
  out.append(uri).append(1, '\n');
  out.append(query).append(1, '\n');
  out.append(headers.lines).append(1, '\n');
  out.append(headers.names).append(1, '\n');
  out.append(payload_hash);
  return out;
}

COLB_DECL std::string authorization_text(std::string_view scheme, std::string_view credential,
                                         std::string_view separator, std::string_view signed_headers,
                                         std::string_view signature) {
  std::string out;
  out.reserve(scheme.size() + credential.size() + 2 * separator.size() + signed_headers.size() +
              signature.size() + 36);
  out.append(scheme).append(" Credential=").append(credential).append(separator);
  out.append("SignedHeaders=").append(signed_headers).append(separator);
  out.append("Signature=").append(signature);
  return out;
}

COLB_DECL std::optional<std::vector<std::string>> parse_signed_headers(std::string_view list) {
  constexpr std::string_view name_characters =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::vector<std::string> names;
  for (;;) {
    auto const name = list.substr(0, list.find(';'));
    if (name.empty() || name.find_first_not_of(name_characters) != name.npos) return std::nullopt;
    auto lowered = ascii_lowered(name);
    if (std::find(names.begin(), names.end(), lowered) != names.end()) return std::nullopt;
    if (names.size() == sign::max_signed_headers) return std::nullopt;
    names.push_back(std::move(lowered));
    if (name.size() == list.size()) return names;
    list.remove_prefix(name.size() + 1);
  }
}

COLB_DECL std::optional<authorization_parts> parse_authorization(std::string_view text,
                                                                 std::string_view scheme) {
  if (text.size() > sign::max_authorization_size || !text.starts_with(scheme)) return std::nullopt;
  text.remove_prefix(scheme.size());
  if (!text.starts_with(' ') && !text.starts_with('\t')) return std::nullopt;

  std::string_view credential, signed_headers, signature;
  for (bool last = false; !last;) {
    auto const comma = text.find(',');
    last = comma == text.npos;
    auto const part = http_trimmed(text.substr(0, comma));
    if (!last) text.remove_prefix(comma + 1);

    auto const equals = part.find('=');
    if (equals == part.npos) return std::nullopt;
    auto const name = part.substr(0, equals);
    auto const value = part.substr(equals + 1);
    auto* const slot = name == "Credential"      ? &credential
                       : name == "SignedHeaders" ? &signed_headers
                       : name == "Signature"     ? &signature
                                                 : nullptr;
    bool const printable =
        std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (slot == nullptr || !slot->empty() || value.empty() || !printable) return std::nullopt;
    *slot = value;
  }
  if (credential.empty() || signature.empty()) return std::nullopt;
  auto names = parse_signed_headers(signed_headers);
  if (!names) return std::nullopt;
  return authorization_parts{credential, *std::move(names), signature};
}

COLB_DECL std::optional<std::vector<sign::header>> pick_headers(std::span<sign::header const> headers,
                                                                std::span<std::string const> names) {
  std::vector<sign::header> picked;
  for (auto const& name : names) {
    auto const before = picked.size();
    std::copy_if(headers.begin(), headers.end(), std::back_inserter(picked),
                 [&](sign::header const& h) { return same_header_name(h.name, name); });
    if (picked.size() == before) return std::nullopt;
  }
  return picked;
}

}  // namespace colb::inline COLB_ABI::inner
