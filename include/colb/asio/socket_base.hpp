// colb: Asio's `socket_base.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/socket_base.hpp>
#else
#include <asio/socket_base.hpp>
#endif
