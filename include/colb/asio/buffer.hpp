// colb: Asio's `buffer.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/buffer.hpp>
#else
#include <asio/buffer.hpp>
#endif
