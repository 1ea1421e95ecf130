// colb: Asio's `ssl/context.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/ssl/context.hpp>
#else
#include <asio/ssl/context.hpp>
#endif
