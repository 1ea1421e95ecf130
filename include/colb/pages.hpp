// colb: lists, page by page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/asio/awaitable.hpp>
#include <colb/asio/use_awaitable.hpp>

#include <colb/engine/client_core.hpp>
#include <colb/engine/operation.hpp>
#include <colb/engine/share.hpp>
#include <colb/reply.hpp>

namespace colb::inline COLB_ABI {

namespace inner {

template <class T>
consteval bool has_field(std::string_view name) {
  for (field_info const& field : field_table<T>) {
    if (field.name == name) return true;
  }
  return false;
}

template <class T>
bool has_value(T const& field) {
  if constexpr (is_optional<T>) {
    return field.has_value();
  } else {
    return true;
  }
}
template <class T>
auto& value_behind(T& field) {
  if constexpr (is_optional<std::remove_const_t<T>>) {
    return *field;
  } else {
    return field;
  }
}
template <class T>
auto* list_behind(T& field) {
  auto& list = value_behind(field);
  return has_value(field) ? std::addressof(list) : nullptr;
}

/// Where a walk over pages stands.
struct page_cursor {
  std::optional<std::int64_t>
      offset{};           ///< Of the page asked for last, or its number; empty before the first.
  std::int64_t seen = 0;  ///< Items before the page to ask for next; of numbered pages since the first one.
  std::string token{};    ///< Of the page to ask for next, where the list has a cursor.
  bool begun = false;     ///< Whether a page has arrived.
  bool done = false;
  std::size_t empty_pages = 0;             ///< In a row.
  std::optional<std::size_t> last_page{};  ///< What the page before looks like, where there was none like it.
  std::string old_token{};                 ///< A cursor from before, for those that lead in a circle.
  std::size_t pages = 0;                   ///< That have arrived.
  bool repeats = false;                    ///< The same page came again, although the list goes on.

  struct place {
    type_info const* type = nullptr;
    void* value = nullptr;
  };

  /// Where a path such as `TagSets.TagSet` leads. Nowhere when something on the way is unset, unless it is to
  /// be made.
  static place follow(type_info const& type, void* object, std::string_view path, bool make);
  static std::int64_t* integer(type_info const& type, void* object, std::string_view path, bool make);
  static std::string* text(type_info const& type, void* object, std::string_view path, bool make);

  /// Writes the page to ask for next into the request; as large as may be unless the request says how large.
  void aim(action_info const& action, void* request);
  /// Takes the answer in; false when there was nothing (new) on the page.
  bool arrived(action_info const& action, void* response);
  /// Whether a server's cursor only leads from one empty page to another.
  bool leads_nowhere() const noexcept { return repeats || (!done && empty_pages >= 100); }

 private:
  bool next_cursor(std::string const* next);
  bool seen_before(place const& items, bool goes_on);
};

/// A walk over pages, without its types.
struct page_walk {
  page_walk(std::shared_ptr<client_core> by, action_info const& of, extra_members more, call_options options)
      : core(std::move(by)), action(of), extra(std::move(more)), how(options) {}
  page_walk(page_walk const&) = delete;
  page_walk& operator=(page_walk const&) = delete;
  virtual ~page_walk() = default;

  std::shared_ptr<client_core> core;
  action_info const& action;
  page_cursor cursor{};
  void* request = nullptr;
  extra_members extra;
  call_options how;
};

template <class A>
struct typed_page_walk : page_walk {
  typed_page_walk(std::shared_ptr<client_core> by, A of, extra_members more, call_options options)
      : page_walk(std::move(by), tables_of<A>::info(), std::move(more), options), list(std::move(of)) {
    request = &list;
  }
  A list;
};

struct page_operation : operation {
  explicit page_operation(std::shared_ptr<page_walk> on) : operation(on->core), walk(std::move(on)) {
    call.action = &walk->action;
    asked = operation_kind::page;
    how = walk->how;
  }
  std::shared_ptr<page_walk> walk;
  bool arrived = false;
};

template <class A>
struct typed_page_operation final : page_operation {
  using result_type = std::optional<reply<A>>;

  explicit typed_page_operation(std::shared_ptr<page_walk> on) : page_operation(std::move(on)) {
    response = &page.response();
  }
  void answered(call_result&& facts) override {
    note_effort(page, facts.attempts, {});
    if constexpr (std::is_base_of_v<with_request_id, reply<A>>) page.RequestId = std::move(facts.request_id);
  }
  boost::json::object* unknown(bool wanted) override { return wanted ? &keep_unknown(page) : nullptr; }
  result_type take() {
    result_type result;
    note_effort(page, page.attempts(), time_of(*this));
    if (arrived) result = std::move(page);
    return result;
  }
  reply<A> page{};
};

asio::awaitable<void> run_page(std::shared_ptr<operation> op);

// ---- items
// ------------------------------------------------------------------------------------------------------

template <class T>
consteval std::size_t index_of_field(std::string_view name) {
  std::size_t at = 0;
  for (field_info const& field : field_table<T>) {
    if (field.name == name) return at;
    ++at;
  }
  return at;
}

/// The list that the items of a page are in, from the member that `paging::items` names at `Begin` on; null:
/// something on the way is unset.
template <class A, std::size_t Begin = 0, class T>
auto* page_items(T& object) {
  constexpr std::string_view path = descriptor_of<A>.pages.items.substr(Begin);
  constexpr std::string_view name = path.substr(0, path.find('.'));
  auto& field = get_field<index_of_field<T>(name)>(tie_fields(object));
  if constexpr (name.size() == path.size()) {
    return list_behind(field);
  } else {
    using inside = std::remove_reference_t<decltype(value_behind(field))>;
    auto* const found = has_value(field) ? std::addressof(value_behind(field)) : nullptr;
    using list = decltype(page_items<A, Begin + name.size() + 1>(std::declval<inside&>()));
    return found ? page_items<A, Begin + name.size() + 1>(*found) : list(nullptr);
  }
}

template <class A>
using page_item = typename std::remove_pointer_t<decltype(page_items<A>(
    std::declval<typename A::response&>()))>::value_type;

/// Items of a page that are yet to be given out.
template <class A>
struct item_walk final : typed_page_walk<A> {
  using typed_page_walk<A>::typed_page_walk;
  bool anything_left() const noexcept { return next < got.size(); }

  std::vector<page_item<A>> got{};
  std::size_t next = 0;
};

template <class A>
struct item_operation final : page_operation {
  using result_type = std::optional<page_item<A>>;

  explicit item_operation(std::shared_ptr<item_walk<A>> on) : page_operation(on), items(std::move(on)) {
    response = &page;
    arrived = items->anything_left();
    if (arrived) call.action = nullptr;  // nothing is asked: nothing to be told of
  }
  result_type take() {
    if (!arrived) return {};
    if (!items->anything_left()) {
      items->next = 0;
      items->got = std::move(*page_items<A>(page));
    }
    return std::move(items->got[items->next++]);
  }

  std::shared_ptr<item_walk<A>> items;
  typename A::response page{};
};

}  // namespace inner

/// A walk over the pages of a list, from `client.pages(request)`. Starts at the request's own offset or
/// cursor, and asks for as many items a page as the request's own limit says; left out: as many as the
/// service's document allows, or the service's default where it does not say.
///
/// What is created or deleted meanwhile shifts a list that is paged by offset or number: an item may then
/// come twice or not at all, and a walk that has to miss nothing goes by the items' IDs and walks again until
/// nothing is new. A cursor is the service's word on where to go on. A server that gives the same page again
/// and again, whatever it is asked for, ends the walk: with `condition::malformed_response` where it says
/// that there is more, as a list that was complete where it does not.
template <action A>
class pages {
  static_assert(!descriptor_of<A>.pages.items.empty(), "colb: this Action does not page; use call");

 public:
  pages(std::shared_ptr<inner::client_core> core, A request, std::vector<extra_member> extra = {},
        call_options how = {})
      : core_(core),
        walk_(inner::share<inner::typed_page_walk<A>>(std::move(core), std::move(request), std::move(extra),
                                                      how)) {
    constexpr paging by = descriptor_of<A>.pages;
    static_assert(inner::has_field<A>(by.token.empty() ? by.offset : by.token));
    constexpr std::string_view items = descriptor_of<A>.pages.items;
    static_assert(inner::has_field<typename A::response>(items.substr(0, items.find('.'))));
  }

  /// The next page that has something on it, or nothing after the last. One at a time.
  ///
  /// A page that failed may be asked for again with another `next`: the walk stands still until one arrives.
  /// Completion signature `void(std::exception_ptr, std::optional<reply<A>>)`; cancellation as everywhere.
  template <class Token = asio::use_awaitable_t<>>
  auto next(Token&& token = Token()) {
    using operation = inner::typed_page_operation<A>;
    return inner::launch(inner::prepare<operation>(
                             core_.get(), [this](auto const&) { return inner::share<operation>(walk_); }),
                         &inner::run_page, std::forward<Token>(token));
  }

 private:
  inner::core_handle core_;
  std::shared_ptr<inner::page_walk> walk_;
};

/// The same walk item by item, from `client.items(request)`: the next page is asked for when the last item of
/// one was taken.
template <action A>
class items {
  static_assert(!descriptor_of<A>.pages.items.empty(), "colb: this Action does not page; use call");

 public:
  using item = inner::page_item<A>;

  items(std::shared_ptr<inner::client_core> core, A request, std::vector<extra_member> extra = {},
        call_options how = {})
      : core_(core),
        walk_(inner::share<inner::item_walk<A>>(std::move(core), std::move(request), std::move(extra), how)) {
  }

  /// The next item, or nothing after the last. One at a time.
  ///
  /// A page that failed is asked for again by another `next`. Completion signature `void(std::exception_ptr,
  /// std::optional<item>)`; cancellation as everywhere.
  template <class Token = asio::use_awaitable_t<>>
  auto next(Token&& token = Token()) {
    using operation = inner::item_operation<A>;
    return inner::launch(inner::prepare<operation>(
                             core_.get(), [this](auto const&) { return inner::share<operation>(walk_); }),
                         &inner::run_page, std::forward<Token>(token));
  }

 private:
  inner::core_handle core_;
  std::shared_ptr<inner::item_walk<A>> walk_;
};

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/pages.ipp>
#endif
