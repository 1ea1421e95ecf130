// colb: Asio's `awaitable.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/awaitable.hpp>
#else
#include <asio/awaitable.hpp>
#endif
