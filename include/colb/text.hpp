// colb: any request, reply or data type as JSON text, and back.
#pragma once

#include <concepts>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include <colb/codec/json.hpp>
#include <colb/error.hpp>
#include <colb/reply.hpp>

namespace colb {

namespace detail {

template <class T>
inline constexpr bool is_reply = false;
template <class A>
inline constexpr bool is_reply<reply<A>> = true;

inline std::string written(type_info const& type, void const* value, std::string const* request_id, bool mask_secrets) {
  codec::write_options options;
  options.mask_secrets = mask_secrets;
  std::string out;
  if (!request_id) {
    codec::detail::write(out, type, value, options);
    return out;
  }
  out += '{';
  if (!codec::detail::write_members(out, type, value, options, true)) out += ',';
  out += "\"RequestId\":";
  codec::detail::append_string(out, *request_id);
  out += '}';
  return out;
}

template <class T>
std::string written(T const& value, bool mask_secrets) {
  if constexpr (is_reply<T>) {
    std::string const* request_id = nullptr;
    if constexpr (std::is_base_of_v<with_request_id, T>) request_id = &value.RequestId;
    return written(type_info_of<typename T::response_type>, &value.response(), request_id, mask_secrets);
  } else {
    return written(type_info_of<T>, &value, nullptr, mask_secrets);
  }
}

inline void read_or_throw(std::string_view text, type_info const& type, void* object) {
  codec::read_options const options;
  codec::read_error const problem = codec::detail::read(text, type, object, options);
  if (!problem) return;
  error_info info;
  info.condition = condition::malformed_response;
  info.action = "from_json";
  info.detail = problem.message;
  throw error(std::move(info));
}

struct request_id_only {
  std::string RequestId{};
};

}  // namespace detail

/// The whole value as JSON text, secrets included: fields in their order, unset ones left out. `from_json` reads it.
///
/// @param value a request, a reply, a data type, or a list of them.
template <class T>
std::string to_json(T const& value) {
  return detail::written(value, false);
}

/// Reads JSON text into a `T`. Unknown members are skipped; missing ones stay unset.
///
/// @throws colb::error (`condition::malformed_response`) that names the member at fault.
template <class T>
T from_json(std::string_view text) {
  if constexpr (detail::is_reply<T>) {
    T result{};
    detail::read_or_throw(text, detail::type_info_of<typename T::response_type>, &result.response());
    if constexpr (std::is_base_of_v<detail::with_request_id, T>) {
      detail::request_id_only id;
      detail::read_or_throw(text, detail::type_info_of<detail::request_id_only>, &id);
      result.RequestId = std::move(id.RequestId);
    }
    return result;
  } else {
    T result = detail::blank<T>();
    detail::read_or_throw(text, detail::type_info_of<T>, &result);
    return result;
  }
}

/// Prints a reply as JSON, secrets as "***".
template <action A>
std::ostream& operator<<(std::ostream& out, reply<A> const& value) {
  return out << detail::written(value, true);
}

/// Prints what the field holds.
template <class T>
std::ostream& operator<<(std::ostream& out, required<T> const& value) {
  if constexpr (detail::is_scalar<T>) {
    return out << value.value();
  } else {
    return out << detail::written(value.value(), true);
  }
}

/// Brought into each service's namespaces, so that requests, responses and data types print there.
namespace printing {

template <class T>
  requires detail::is_structure<T>
std::ostream& operator<<(std::ostream& out, T const& value) {
  return out << detail::written(value, true);
}

}  // namespace printing

}  // namespace colb
