// colb: what is longer than one request may be, sent in parts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <colb/action.hpp>
#include <colb/engine/operation.hpp>
#include <colb/engine/reflect.hpp>
#include <colb/engine/share.hpp>
#include <colb/error.hpp>
#include <colb/reply.hpp>
#include <colb/resilience/batches.hpp>
#include <colb/task.hpp>

namespace colb::inline COLB_ABI {

/// One part of a batch, and how it ended.
struct batch_part {
  std::size_t first = 0;  ///< Index of its first item in the request's list.
  std::size_t count = 0;  ///< How many items it has.
  part_state state = part_state::not_started;
  std::optional<colb::error> error{};  ///< Unless done.
  std::optional<colb::task> task{};    ///< That it started, or that goes on.
  std::string request_id{};
};

/// What a batch gives: the parts, and one reply of those that were done.
template <action A>
struct batched {
  /// Lists are those of all parts, in order; totals are added up; of everything else the first part's is
  /// kept.
  colb::reply<A> reply{};
  std::vector<batch_part> parts{};  ///< In the order of the request's list; all of it is in them.

  /// Whether everything was done.
  bool ok() const noexcept {
    return std::ranges::all_of(parts, [](batch_part const& one) { return one.state == part_state::done; });
  }
};

namespace inner {

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

/// A list in a field, whatever it is wrapped in; null: it is unset.
template <class T>
auto* list_in(T& field) {
  using type = std::remove_const_t<T>;
  if constexpr (is_vector<type>) {
    return &field;
  } else if constexpr (is_required<type>) {
    return list_in(*field);
  } else if constexpr (is_optional<type>) {
    return field ? list_in(*field) : nullptr;
  } else {
    return static_cast<std::vector<std::string>*>(nullptr);
  }
}

template <class A>
consteval bool is_cut(std::string_view name) {
  constexpr batching by = descriptor_of<A>.batch;
  return name == by.list || name == by.with[0] || name == by.with[1];
}

/// Cuts the lists of a request down to a slice.
template <class A>
void cut(A& request, batch_slice slice) {
  auto fields = tie_fields(request);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    auto const one = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
      constexpr std::string_view name = field_name<A, N>();
      if constexpr (is_cut<A>(name)) {
        auto* const list = list_in(get_field<N>(fields));
        if (!list) return;
        auto const size = list->size();
        auto const from = list->begin() + static_cast<std::ptrdiff_t>(std::min(slice.first, size));
        auto const to =
            list->begin() + static_cast<std::ptrdiff_t>(std::min(slice.first + slice.count, size));
        std::remove_reference_t<decltype(*list)> part(from, to);
        *list = std::move(part);
      }
    };
    (one(std::integral_constant<std::size_t, I>()), ...);
  }(std::make_index_sequence<field_count<A>>{});
}

template <class A>
std::size_t batch_size(A const& request) {
  std::size_t size = 0;
  auto const fields = tie_fields(request);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    auto const one = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
      if constexpr (field_name<A, N>() == descriptor_of<A>.batch.list) {
        if (auto const* const list = list_in(get_field<N>(fields))) size = list->size();
      }
    };
    (one(std::integral_constant<std::size_t, I>()), ...);
  }(std::make_index_sequence<field_count<A>>{});
  return size;
}

/// Adds what another part answered. `adds`: it is a total.
template <class T>
void merge_into(T& into, T&& from, std::string_view total, bool adds = false) {
  if constexpr (is_vector<T>) {
    into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  } else if constexpr (is_optional<T>) {
    if (!from) return;
    if (!into) {
      into = std::move(from);
    } else {
      merge_into(*into, std::move(*from), total, adds);
    }
  } else if constexpr (is_structure<T>) {
    auto to = tie_fields(into);
    auto other = tie_fields(from);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (merge_into(get_field<I>(to), std::move(get_field<I>(other)), {},
                  !total.empty() && field_name<T, I>() == total),
       ...);
    }(std::make_index_sequence<field_count<T>>{});
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    if (adds) into += from;
  }
}

/// A batch without its types.
struct batch_operation : operation {
  using operation::operation;

  struct piece {
    std::shared_ptr<operation> op;
    bool waits;  ///< For the task that it starts.
  };
  /// A piece was done.
  virtual void take_in(operation& done, batch_part& part) = 0;

  std::vector<piece> pieces{};
  std::vector<batch_part> parts{};
};

asio::awaitable<void> run_batch(std::shared_ptr<operation> op);

template <class A, class Rule>
struct typed_batch final : batch_operation {
  using result_type = batched<A>;
  using piece_type = typename std::conditional_t<std::is_void_v<Rule>, std::type_identity<call_operation<A>>,
                                                 std::type_identity<call_and_wait_operation<A, Rule>>>::type;

  typed_batch(std::shared_ptr<client_core> by, request_view<A> const& what, call_options const& options,
              wait_options const& patience, bool follows)
      : batch_operation(std::move(by)) {
    constexpr batching by_list = descriptor_of<A>.batch;
    for (batch_slice const slice : batch_plan(batch_size(what.request), by_list.maximum)) {
      A part = what.request;
      cut(part, slice);
      number_token(part, parts.size());
      extra_members extra;
      if (what.extra) extra = cut_extra(*what.extra, by_list, slice.first, slice.count);
      request_view<A> part_of(part);
      part_of.extra = &extra;
      std::shared_ptr<piece_type> made;
      if constexpr (std::is_void_v<Rule>) {
        made = inner::share<piece_type>(core, part_of);
      } else {
        made = inner::share<piece_type>(core, part_of, patience, follows);
      }
      made->how = options;
      pieces.push_back({std::move(made), !std::is_void_v<Rule>});
      parts.push_back({slice.first, slice.count});
    }
  }

  void take_in(operation& done, batch_part& part) override {
    colb::reply<A> one = static_cast<piece_type&>(done).take();
    if constexpr (std::is_base_of_v<with_request_id, colb::reply<A>>) part.request_id = one.RequestId;
    if constexpr (descriptor_of<A>.kind == kind::async) {
      if (!one.task().ids.empty()) part.task = one.task();
    }
    if (std::exchange(first_, false)) {
      merged_ = std::move(one);
    } else {
      note_effort(merged_, merged_.attempts() + one.attempts(), merged_.took() + one.took());
      merge_into(merged_.response(), std::move(one.response()), descriptor_of<A>.pages.total);
    }
  }

  batched<A> take() { return {std::move(merged_), std::move(parts)}; }

 private:
  /// A caller's own client token names one request: each part gets one of its own.
  static void number_token(A& request, std::size_t index) {
    constexpr std::string_view token = descriptor_of<A>.client_token;
    if constexpr (!token.empty()) {
      auto fields = tie_fields(request);
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        auto const one = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
          if constexpr (field_name<A, N>() == token) {
            auto& field = get_field<N>(fields);
            if constexpr (is_optional<std::remove_cvref_t<decltype(field)>>) {
              if (field && !field->empty()) field = batch_token(*field, index);
            }
          }
        };
        (one(std::integral_constant<std::size_t, I>()), ...);
      }(std::make_index_sequence<field_count<A>>{});
    }
  }

  colb::reply<A> merged_{};
  bool first_ = true;
};

}  // namespace inner
}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/batch.ipp>
#endif
