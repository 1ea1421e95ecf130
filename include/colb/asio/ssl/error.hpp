// colb: Asio's `ssl/error.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/ssl/error.hpp>
#else
#include <asio/ssl/error.hpp>
#endif
