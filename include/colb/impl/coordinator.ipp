// colb: the bodies of coordinator.hpp.
#pragma once

#include <colb/coordinator.hpp>

namespace colb::inline COLB_ABI {

COLB_DECL asio::awaitable<void> coordinator::ended(std::string) { co_return; }

COLB_DECL asio::awaitable<void> coordinator::give_back(bucket, std::string) { co_return; }

}  // namespace colb::inline COLB_ABI
