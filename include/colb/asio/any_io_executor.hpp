// colb: Asio's `any_io_executor.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/any_io_executor.hpp>
#else
#include <asio/any_io_executor.hpp>
#endif
