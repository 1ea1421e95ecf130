// colb: what the compiler and Asio have to offer, found out once.
#pragma once

#include <colb/version.hpp>

#include <colb/asio/flavour.hpp>

#if !defined(COLB_ASIO_HAS_COROUTINES)
#error \
    "colb: this Asio does not turn coroutines on for this compiler by itself; compile with -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE (Boost.Asio: with BOOST_ before both)"
#endif

#include <version>

#if !defined(__cpp_impl_coroutine) && !defined(__cpp_coroutines)
#error "colb needs C++20 with coroutines: compile with -std=c++20"
#endif

/// 1 where the compiler destroys brace-initialised temporaries of a full expression with `co_await` twice
/// (GCC before 13). There colb refuses request temporaries at compile time; the test `compiler_bug` says
/// whether the bound is right.
#if !defined(COLB_TEMPORARIES_DIE_TWICE)
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
#define COLB_TEMPORARIES_DIE_TWICE 1
#else
#define COLB_TEMPORARIES_DIE_TWICE 0
#endif
#endif
