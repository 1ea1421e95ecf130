// colb: Asio's `co_spawn.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/co_spawn.hpp>
#else
#include <asio/co_spawn.hpp>
#endif
