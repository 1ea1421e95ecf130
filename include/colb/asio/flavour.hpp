// colb: which Asio colb runs on: the standalone one, or Boost's with COLB_USE_BOOST_ASIO, which a whole file
// of the program sees from its first include on (the CMake and Meson targets set it). Both fit in one
// program: the inline namespace names the flavour. Inside `colb`, `asio` is the one in use; nothing is
// declared outside.
#pragma once

#include <system_error>

#include <colb/version.hpp>

#if defined(COLB_USE_BOOST_ASIO)

#include <boost/asio/detail/config.hpp>
#include <boost/asio/version.hpp>
#include <boost/system/system_error.hpp>

#define COLB_ASIO_VERSION BOOST_ASIO_VERSION
#if defined(BOOST_ASIO_HAS_CO_AWAIT)
#define COLB_ASIO_HAS_COROUTINES 1
#endif

namespace boost::asio::ssl {
class context;
}
namespace colb::inline COLB_ABI {
namespace asio = ::boost::asio;
}
namespace colb::inline COLB_ABI::inner {
/// What Asio says went wrong. `std::error_code` is made of it where it leaves the inside.
using error_code = boost::system::error_code;
using system_error = boost::system::system_error;
}  // namespace colb::inline COLB_ABI::inner

#else

#include <asio/detail/config.hpp>
#include <asio/version.hpp>

#define COLB_ASIO_VERSION ASIO_VERSION
#if defined(ASIO_HAS_CO_AWAIT)
#define COLB_ASIO_HAS_COROUTINES 1
#endif

namespace asio::ssl {
class context;
}
namespace colb::inline COLB_ABI {
namespace asio = ::asio;
}
namespace colb::inline COLB_ABI::inner {
/// What Asio says went wrong.
using error_code = std::error_code;
using system_error = std::system_error;
}  // namespace colb::inline COLB_ABI::inner

#endif
