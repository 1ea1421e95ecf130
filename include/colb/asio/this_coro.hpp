// colb: Asio's `this_coro.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/this_coro.hpp>
#else
#include <asio/this_coro.hpp>
#endif
