// colb: lists, page by page.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <asio/awaitable.hpp>
#include <asio/use_awaitable.hpp>

#include <colb/engine/client_core.hpp>
#include <colb/engine/operation.hpp>
#include <colb/reply.hpp>

namespace colb::inline COLB_ABI {

namespace inner {

template <class T>
consteval bool has_field(std::string_view name) {
  return [name]<std::size_t... I>(std::index_sequence<I...>) { return ((field_name<T, I>() == name) || ...); }
  (std::make_index_sequence<field_count<T>>{});
}

/// Where a walk over pages stands.
struct page_cursor {
  std::optional<std::int64_t>
      offset{};           ///< Of the page asked for last, or its number; empty before the first.
  std::int64_t seen = 0;  ///< Items before the page to ask for next; of numbered pages since the first one.
  bool done = false;

  struct place {
    type_info const* type = nullptr;
    void* value = nullptr;
  };

  /// Where a path such as `TagSets.TagSet` leads. Nowhere when something on the way is unset, unless it is to
  /// be made.
  static place follow(type_info const& type, void* object, std::string_view path, bool make) {
    place at{&type, object};
    while (!path.empty()) {
      std::string_view const name = path.substr(0, path.find('.'));
      path.remove_prefix(name.size() < path.size() ? name.size() + 1 : name.size());
      field_info const* const field = find_field(*at.type, name);
      if (!field) return {};
      at = {field->type, field_at(at.value, *field)};
      if (at.type->shape != shape::optional) continue;
      void* inner = const_cast<void*>(at.type->get(at.value));
      if (!inner && make) inner = at.type->put(at.value);
      if (!inner) return {};
      at = {at.type->element, inner};
    }
    return at;
  }

  static std::int64_t* integer(type_info const& type, void* object, std::string_view path, bool make) {
    return path.empty() ? nullptr : static_cast<std::int64_t*>(follow(type, object, path, make).value);
  }

  /// Writes the page to ask for next into the request.
  void aim(action_info const& action, void* request) {
    paging const& by = action.description->pages;
    std::int64_t* const field = integer(*action.request, request, by.offset, true);
    if (!offset) {
      offset = by.numbered && *field == 0 ? 1 : *field;
      seen = by.numbered ? 0 : *offset;
    }
    *field = *offset;
  }

  /// Takes the answer in; false when there was nothing on the page.
  bool arrived(action_info const& action, void* response) {
    paging const& by = action.description->pages;
    place const items = follow(*action.response, response, by.items, false);
    auto const count = items.value ? static_cast<std::int64_t>(items.type->size(items.value)) : 0;
    std::int64_t const* total = integer(*action.response, response, by.total, false);
    seen += count;
    *offset += by.numbered ? 1 : count;
    done = count == 0 || (total && seen >= *total);
    return count > 0;
  }
};

/// A walk over pages, without its types.
struct page_walk {
  page_walk(std::shared_ptr<client_core> by, action_info const& of) : core(std::move(by)), action(of) {}
  page_walk(page_walk const&) = delete;
  page_walk& operator=(page_walk const&) = delete;
  virtual ~page_walk() = default;

  std::shared_ptr<client_core> core;
  action_info const& action;
  page_cursor cursor{};
  void* request = nullptr;
};

template <class A>
struct typed_page_walk final : page_walk {
  typed_page_walk(std::shared_ptr<client_core> by, A of)
      : page_walk(std::move(by), action_info_of<A>), list(std::move(of)) {
    request = &list;
  }
  A list;
};

struct page_operation : operation {
  explicit page_operation(std::shared_ptr<page_walk> on) : operation(on->core), walk(std::move(on)) {}
  std::shared_ptr<page_walk> walk;
  bool arrived = false;
};

template <class A>
struct typed_page_operation final : page_operation {
  using result_type = std::optional<reply<A>>;

  explicit typed_page_operation(std::shared_ptr<page_walk> on) : page_operation(std::move(on)) {
    response = &page.response();
  }
  void answered(call_result facts) override {
    if constexpr (std::is_base_of_v<with_request_id, reply<A>>) page.RequestId = std::move(facts.request_id);
  }
  result_type take() {
    result_type result;
    if (arrived) result = std::move(page);
    return result;
  }
  reply<A> page{};
};

inline asio::awaitable<void> run_page(std::shared_ptr<operation> op) {
  co_await accept_cancellation();
  auto& mine = static_cast<page_operation&>(*op);
  page_walk& walk = *mine.walk;
  if (walk.cursor.done) co_return;
  walk.cursor.aim(walk.action, walk.request);
  mine.call = walk.core->encode(walk.action, walk.request);
  co_await exchange_once(mine);
  mine.arrived = walk.cursor.arrived(walk.action, mine.response);
}

}  // namespace inner

/// A walk over the pages of a list, from `client.pages(request)`. Starts at the request's own offset, and
/// asks for as many items a page as the request's own limit says (left out: the service's default).
template <action A>
class pages {
  static_assert(!descriptor_of<A>.pages.items.empty(), "colb: this Action does not page; use call");

 public:
  pages(std::shared_ptr<inner::client_core> core, A request)
      : core_(core), walk_(std::make_shared<inner::typed_page_walk<A>>(std::move(core), std::move(request))) {
    static_assert(inner::has_field<A>(descriptor_of<A>.pages.offset));
    constexpr std::string_view items = descriptor_of<A>.pages.items;
    static_assert(inner::has_field<typename A::response>(items.substr(0, items.find('.'))));
  }

  /// The next page that has something on it, or nothing after the last. One at a time.
  ///
  /// A page that failed may be asked for again with another `next`: the walk stands still until one arrives.
  /// Completion signature `void(std::exception_ptr, std::optional<reply<A>>)`; cancellation as everywhere.
  template <class Token = asio::use_awaitable_t<>>
  auto next(Token&& token = Token()) {
    return inner::launch(std::make_shared<inner::typed_page_operation<A>>(walk_), &inner::run_page,
                         std::forward<Token>(token));
  }

 private:
  inner::core_handle core_;
  std::shared_ptr<inner::page_walk> walk_;
};

}  // namespace colb::inline COLB_ABI
