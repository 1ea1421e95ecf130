// colb: what lanes and pacing add to a call on an idle client.
#include <cstddef>
#include <cstdlib>
#include <new>
#include <utility>

#include "catch.hpp"
#include "support/idle_client.hpp"

using namespace colb::test;

namespace {

thread_local bool counting = false;
thread_local long allocations = 0;

}  // namespace

// AddressSanitizer has operators of its own, and a hook.
#if defined(__SANITIZE_ADDRESS__)
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*allocated)(void const volatile*, std::size_t),
                                                         void (*freed)(void const volatile*));
namespace {

bool const hooked = __sanitizer_install_malloc_and_free_hooks(
                        [](void const volatile*, std::size_t) {
                          if (counting) ++allocations;
                        },
                        [](void const volatile*) {}) != 0;

}  // namespace
#else
void* operator new(std::size_t size) {
  if (counting) ++allocations;
  if (void* const p = std::malloc(size == 0 ? 1 : size)) return p;
  throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
#endif

namespace {

/// Of a call, the fewest of some: tables grow now and then.
long allocations_of(errand what, bool features) {
  idle_client one(features);
  for (int i = 0; i < 20; ++i) one.call(what);
  long fewest = -1;
  for (int i = 0; i < 10; ++i) {
    one.rest();
    counting = true;
    one.call(what);
    counting = false;
    long const here = std::exchange(allocations, 0);
    if (fewest < 0 || here < fewest) fewest = here;
  }
  return fewest;
}

}  // namespace

TEST_CASE("lanes and pacing add four allocations to a call at most", "[lanes][allocations]") {
  struct row {
    char const* what;
    errand does;
    long most;
  };
  for (row const& r : {row{"a read", errand::read, 0}, row{"a change", errand::change, 4},
                       row{"a change and the wait for it", errand::change_and_wait, 4}}) {
    CAPTURE(r.what);
    long const without = allocations_of(r.does, false);
    long const with = allocations_of(r.does, true);
    CHECK(without > 0);
    CHECK(with - without <= r.most);
  }
}
