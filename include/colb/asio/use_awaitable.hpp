// colb: Asio's `use_awaitable.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/use_awaitable.hpp>
#else
#include <asio/use_awaitable.hpp>
#endif
