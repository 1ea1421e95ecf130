// colb: shared objects that cost the compiler little.
#pragma once

#include <memory>
#include <utility>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// Like `std::make_shared`, in two pieces of memory: that one has the compiler write some forty functions
/// more for each type. For what is made once, or seldom beside what it does.
template <class T, class... Arguments>
std::shared_ptr<T> share(Arguments&&... arguments) {
  return std::shared_ptr<T>(new T(std::forward<Arguments>(arguments)...));
}

}  // namespace colb::inline COLB_ABI::inner
