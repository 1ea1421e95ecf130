// colb: Asio's `associated_executor.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/associated_executor.hpp>
#else
#include <asio/associated_executor.hpp>
#endif
