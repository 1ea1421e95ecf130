// colb: Asio's `associated_cancellation_slot.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/associated_cancellation_slot.hpp>
#else
#include <asio/associated_cancellation_slot.hpp>
#endif
