// colb: Asio's `read.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/read.hpp>
#else
#include <asio/read.hpp>
#endif
