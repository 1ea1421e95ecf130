// colb: completion tokens that Asio had in another place once.
#pragma once

#if __has_include(<asio/as_tuple.hpp>)
#include <asio/as_tuple.hpp>
namespace colb::test {
using asio::as_tuple;
}
#else
#include <asio/experimental/as_tuple.hpp>
namespace colb::test {
using asio::experimental::as_tuple;
}
#endif
#if __has_include(<asio/deferred.hpp>)
#include <asio/deferred.hpp>
namespace colb::test {
using asio::deferred;
}
#else
#include <asio/experimental/deferred.hpp>
namespace colb::test {
using asio::experimental::deferred;
}
#endif
