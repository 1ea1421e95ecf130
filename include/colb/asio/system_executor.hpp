// colb: Asio's `system_executor.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/system_executor.hpp>
#else
#include <asio/system_executor.hpp>
#endif
