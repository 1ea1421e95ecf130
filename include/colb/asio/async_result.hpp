// colb: Asio's `async_result.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/async_result.hpp>
#else
#include <asio/async_result.hpp>
#endif
