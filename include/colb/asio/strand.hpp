// colb: Asio's `strand.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/strand.hpp>
#else
#include <asio/strand.hpp>
#endif
