// colb: Asio's `associated_allocator.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/associated_allocator.hpp>
#else
#include <asio/associated_allocator.hpp>
#endif
