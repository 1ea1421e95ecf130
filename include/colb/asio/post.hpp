// colb: Asio's `post.hpp`, of the flavour in use.
#pragma once

#include <colb/asio/flavour.hpp>

#if defined(COLB_USE_BOOST_ASIO)
#include <boost/asio/post.hpp>
#else
#include <asio/post.hpp>
#endif
