// colb: the bodies of pages.hpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <colb/codec/json.hpp>
#include <colb/pages.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL page_cursor::place page_cursor::follow(type_info const& type, void* object, std::string_view path,
                                                 bool make) {
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

COLB_DECL std::int64_t* page_cursor::integer(type_info const& type, void* object, std::string_view path,
                                             bool make) {
  return path.empty() ? nullptr : static_cast<std::int64_t*>(follow(type, object, path, make).value);
}

COLB_DECL std::string* page_cursor::text(type_info const& type, void* object, std::string_view path,
                                         bool make) {
  return static_cast<std::string*>(follow(type, object, path, make).value);
}

COLB_DECL void page_cursor::aim(action_info const& action, void* request) {
  paging const& by = action.description->pages;
  if (by.maximum > 0 && !by.limit.empty() && !integer(*action.request, request, by.limit, false))
    *integer(*action.request, request, by.limit, true) = by.maximum;
  if (!by.token.empty()) {
    // The first page is asked for with what the caller wrote, if anything.
    if (begun) {
      *text(*action.request, request, by.token, true) = token;
    } else if (auto const* const own = text(*action.request, request, by.token, false)) {
      token = *own;
    }
    return;
  }
  std::int64_t* const field = integer(*action.request, request, by.offset, true);
  if (!offset) {
    offset = by.numbered && *field == 0 ? 1 : *field;
    seen = by.numbered ? 0 : *offset;
  }
  *field = *offset;
}

/// Where to go on; a circle of cursors ends where it meets one from before (which is remembered after 1, 2,
/// 4, 8, … pages).
COLB_DECL bool page_cursor::next_cursor(std::string const* next) {
  if (!next || next->empty() || *next == token || *next == old_token) return false;
  token = *next;
  if ((pages & (pages - 1)) == 0) old_token = token;
  return true;
}

/// Whether a page of a list without a cursor is the one before once more: the server does not look at what it
/// is asked for.
COLB_DECL bool page_cursor::seen_before(place const& items, bool goes_on) {
  if (!goes_on && !last_page) return false;
  std::string text;
  codec::detail::write(text, *items.type, items.value, {});
  std::size_t const looks = std::hash<std::string>()(text);
  bool const same = last_page == looks;
  last_page = looks;
  return same;
}

COLB_DECL bool page_cursor::arrived(action_info const& action, void* response) {
  paging const& by = action.description->pages;
  place const items = follow(*action.response, response, by.items, false);
  auto const count = items.value ? static_cast<std::int64_t>(items.type->size(items.value)) : 0;
  empty_pages = count == 0 ? empty_pages + 1 : 0;
  begun = true;
  ++pages;
  if (!by.token.empty()) {
    done = !next_cursor(text(*action.response, response, by.token, false));
    return count > 0;
  }
  std::int64_t const* total = integer(*action.response, response, by.total, false);
  // An older server that knows no pages answers with the whole list, again and again, and tells no page.
  bool const whole = by.numbered && !total && find_field(*action.response, by.offset) &&
                     !integer(*action.response, response, by.offset, false);
  if (count > 0 && seen_before(items, !whole && (!total || seen + count < *total))) {
    done = true;
    repeats = total && seen < *total;
    return false;
  }
  seen += count;
  *offset += by.numbered ? 1 : count;
  done = count == 0 || whole || (total && seen >= *total);
  return count > 0;
}

COLB_DECL asio::awaitable<void> run_page(std::shared_ptr<operation> op) {
  co_await begin_operation(*op);
  auto& mine = static_cast<page_operation&>(*op);
  page_walk& walk = *mine.walk;
  // A page of a list with a cursor may be empty although the list goes on.
  while (!walk.cursor.done && !mine.arrived) {
    walk.cursor.aim(walk.action, walk.request);
    mine.call = walk.core->encode(walk.action, walk.request, &walk.extra);
    co_await exchange_once(mine);
    mine.arrived = walk.cursor.arrived(walk.action, mine.response);
    if (walk.cursor.leads_nowhere()) {
      error_info info;
      info.condition = condition::malformed_response;
      info.action = walk.action.name;
      info.detail =
          walk.cursor.repeats
              ? "the same page came again, although the list is said to be longer: the service does "
                "not page as it is asked to"
              : "the list goes on and on, and there is nothing on its pages";
      throw error(std::move(info));
    }
  }
}

}  // namespace colb::inline COLB_ABI::inner
