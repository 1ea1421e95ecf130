// colb: Asio's `detached.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/detached.hpp>
#else
#include <asio/detached.hpp>
#endif
