// colb: Asio's `ssl/stream.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/ssl/stream.hpp>
#else
#include <asio/ssl/stream.hpp>
#endif
