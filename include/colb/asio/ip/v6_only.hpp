// colb: Asio's `ip/v6_only.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/ip/v6_only.hpp>
#else
#include <asio/ip/v6_only.hpp>
#endif
