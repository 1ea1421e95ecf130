// colb: Asio's `dispatch.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/dispatch.hpp>
#else
#include <asio/dispatch.hpp>
#endif
