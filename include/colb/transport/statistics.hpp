// colb: what a client's connections have done.
#pragma once

#include <cstddef>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// What a client's connections have done so far, and are now.
struct statistics {
  std::size_t connections = 0;        ///< Opened.
  std::size_t resumed = 0;            ///< Of these, with a TLS session of an earlier one.
  std::size_t exchanges = 0;          ///< Requests that got a response.
  std::size_t reused = 0;             ///< Of these, over a kept connection.
  std::size_t busy = 0;               ///< Connections in use now, those being opened included.
  std::size_t idle = 0;               ///< Connections kept now.
  std::size_t waiting = 0;            ///< Exchanges that wait for a connection now.
  std::size_t observer_failures = 0;  ///< Exceptions that the client's observer threw.
};

}  // namespace colb::inline COLB_ABI
