// colb: mixed builds do not link.
//
// Every file that makes a client refers to a name that holds colb's, Asio's and Boost's versions. Compiled
// once, that name is defined beside the bodies alone: a file built with other versions does not find its own.
// That a program's files agree on COLB_SEPARATE_COMPILATION is seen by a second name, which lives in each
// thread on one side and in the program on the other; no linker takes the one for the other. Header-only
// files that disagree on Asio or Boost are those libraries' to tell apart: nothing of colb's stands between
// them that a linker would see.
#pragma once

#include <boost/version.hpp>

#include <colb/asio/flavour.hpp>

#define COLB_GLUED_AS_IT_IS(abi, asio, boost) \
  colb_##abi##_with_asio_##asio##_and_boost_##boost##_compiled_once
#define COLB_GLUED(abi, asio, boost) COLB_GLUED_AS_IT_IS(abi, asio, boost)
#define COLB_LINK_NAME COLB_GLUED(COLB_ABI, COLB_ASIO_VERSION, BOOST_VERSION)
#define COLB_MODE_GLUED_AS_IT_IS(abi) colb_##abi##_is_compiled_once_in_one_file_and_header_only_in_another
#define COLB_MODE_GLUED(abi) COLB_MODE_GLUED_AS_IT_IS(abi)
#define COLB_MODE_NAME COLB_MODE_GLUED(COLB_ABI)

#if defined(__ELF__)
#if defined(COLB_SEPARATE_COMPILATION)
extern "C" {
extern char const COLB_LINK_NAME;
extern char COLB_MODE_NAME;
}
namespace {
[[gnu::used]] char const* const colb_links_with = &COLB_LINK_NAME;
[[gnu::used]] char const* const colb_links_in_mode = &COLB_MODE_NAME;
}  // namespace
#else
extern "C" {
[[gnu::used]] constinit inline thread_local char COLB_MODE_NAME = 0;
}
#endif
#endif
