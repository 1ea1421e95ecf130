// colb: temporaries in an expression with co_await, where the compiler destroys them twice.
#pragma once

#include <type_traits>

#include <colb/config.hpp>

#include <colb/asio/awaitable.hpp>

namespace colb::inline COLB_ABI::inner {

template <class T>
inline constexpr bool is_awaitable = false;
template <class T, class E>
inline constexpr bool is_awaitable<asio::awaitable<T, E>> = true;

/// Whether handing over an `Argument` (deduced by `Argument&&`) is known to be destroyed twice by the
/// compiler, where the operation is then awaited.
template <class Argument, class Operation>
inline constexpr bool dies_twice =
    COLB_TEMPORARIES_DIE_TWICE && is_awaitable<Operation> && !std::is_lvalue_reference_v<Argument> &&
    !std::is_trivially_destructible_v<std::remove_cvref_t<Argument>>;

}  // namespace colb::inline COLB_ABI::inner
