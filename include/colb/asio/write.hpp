// colb: Asio's `write.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/write.hpp>
#else
#include <asio/write.hpp>
#endif
