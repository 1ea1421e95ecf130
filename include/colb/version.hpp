// colb: its version, and how its bodies are compiled.
#pragma once

#define COLB_VERSION_MAJOR 0
#define COLB_VERSION_MINOR 2
#define COLB_VERSION_PATCH 0
#define COLB_VERSION_STRING "0.2.0"

/// The inline namespace of everything in `colb`: neither two versions nor two flavours of Asio link by
/// accident.
#if defined(COLB_USE_BOOST_ASIO)
#define COLB_ABI v0_2_boost_asio
#else
#define COLB_ABI v0_2
#endif

/// Stands before every function whose body is in an `.ipp` file. Header-only (the default) such a body is
/// `inline` and included by its header; with `COLB_SEPARATE_COMPILATION`, which the build's target sets for
/// the whole program, it is compiled once, where `<colb/src.hpp>` and the services' `src.hpp` are included.
#if defined(COLB_SEPARATE_COMPILATION)
#define COLB_DECL
#else
#define COLB_DECL inline
#endif
