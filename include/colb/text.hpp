// colb: any request, reply or data type as JSON text, and back.
#pragma once

#include <concepts>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include <colb/any_action.hpp>
#include <colb/engine/tables.hpp>
#include <colb/error.hpp>
#include <colb/reply.hpp>

namespace colb::inline COLB_ABI {

namespace inner {

template <class T>
inline constexpr bool is_reply = false;
template <class A>
inline constexpr bool is_reply<reply<A>> = true;

template <class T>
inline constexpr bool is_any_reply = false;
template <class A>
inline constexpr bool is_any_reply<reply<A>> = is_any<A>;

/// The table of a type; of requests and replies wherever it was compiled.
template <class T>
type_info const& table_of() {
  if constexpr (is_reply<T>) {
    return tables_of<typename T::action_type>::response();
  } else if constexpr (action<T>) {
    return tables_of<T>::request();
  } else {
    return type_info_of<T>;
  }
}

/// What a reply says beside the fields of its response; null where it has no such member.
struct added_texts {
  std::string const* request_id = nullptr;
  std::string const* resource_id = nullptr;
};

std::string written(type_info const& type, void const* value, added_texts const& added, bool mask_secrets);

template <class T>
std::string written(T const& value, bool mask_secrets) {
  if constexpr (is_any_reply<T>) {
    return written_any(value.Response, value.RequestId, value.ResourceId, mask_secrets);
  } else if constexpr (is_reply<T>) {
    added_texts added;
    if constexpr (std::is_base_of_v<with_request_id, T>) added.request_id = &value.RequestId;
    if constexpr (std::is_base_of_v<with_resource_id, T>) added.resource_id = &value.ResourceId;
    return written(table_of<T>(), &value.response(), added, mask_secrets);
  } else {
    return written(table_of<T>(), &value, {}, mask_secrets);
  }
}

/// Throws a `malformed_response` that names the member at fault; of a request an `invalid_request`, also for
/// a member that is required and missing.
void read_or_throw(std::string_view text, type_info const& type, void* object, bool is_request = false);

/// Whether it is sent, not answered: answers have nothing that is required.
template <class T>
inline constexpr bool is_request = action<T> || needs_blank<T>();
template <class T>
inline constexpr bool is_request<std::vector<T>> = is_request<T>;

struct texts_of_reply {
  std::string RequestId{};
  std::string ResourceId{};
};

}  // namespace inner

/// The whole value as JSON text, secrets included: fields in their order, unset ones left out. `from_json`
/// reads it.
///
/// @param value a request, a reply, a data type, or a list of them.
template <class T>
std::string to_json(T const& value) {
  return inner::written(value, false);
}

/// Reads JSON text into a `T`. Unknown members are skipped; missing ones stay unset, but for the required
/// ones of a request.
///
/// @throws colb::error that names the member at fault: `condition::invalid_request` for a request (or a type
/// with required members), `malformed_response` for a reply.
template <class T>
T from_json(std::string_view text) {
  if constexpr (inner::is_any_reply<T>) {
    T result{};
    inner::read_any(text, result.Response, result.RequestId, result.ResourceId);
    return result;
  } else if constexpr (inner::is_reply<T>) {
    T result{};
    inner::read_or_throw(text, inner::table_of<T>(), &result.response());
    if constexpr (std::is_base_of_v<inner::with_request_id, T>) {
      inner::texts_of_reply added;
      inner::read_or_throw(text, inner::type_info_of<inner::texts_of_reply>, &added);
      result.RequestId = std::move(added.RequestId);
      if constexpr (std::is_base_of_v<inner::with_resource_id, T>)
        result.ResourceId = std::move(added.ResourceId);
    }
    return result;
  } else {
    T result = inner::blank<T>();
    inner::read_or_throw(text, inner::table_of<T>(), &result, inner::is_request<T>);
    return result;
  }
}

/// Prints a reply as JSON, secrets as "***".
template <action A>
std::ostream& operator<<(std::ostream& out, reply<A> const& value) {
  return out << inner::written(value, true);
}

/// Prints what the field holds.
template <class T>
std::ostream& operator<<(std::ostream& out, required<T> const& value) {
  if constexpr (inner::is_scalar<T>) {
    return out << value.value();
  } else {
    return out << inner::written(value.value(), true);
  }
}

/// Brought into each service's namespaces, so that requests, responses and data types print there.
namespace printing {

template <class T>
  requires inner::is_structure<T>
std::ostream& operator<<(std::ostream& out, T const& value) {
  return out << inner::written(value, true);
}

}  // namespace printing

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/codec/impl/text.ipp>
#endif
