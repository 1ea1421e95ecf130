// colb: Asio's `error.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/error.hpp>
#else
#include <asio/error.hpp>
#endif
