// colb: Asio's `redirect_error.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/redirect_error.hpp>
#else
#include <asio/redirect_error.hpp>
#endif
