// colb: Asio's `cancellation_type.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/cancellation_type.hpp>
#else
#include <asio/cancellation_type.hpp>
#endif
