// colb: Asio's `ip/address.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/ip/address.hpp>
#else
#include <asio/ip/address.hpp>
#endif
