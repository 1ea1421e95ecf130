// Counts what is allocated with `new`. For one file of a program: it replaces the global operators.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

inline bool counting = false;
inline long allocations = 0;

inline void* counted(std::size_t size) {
  if (counting) ++allocations;
  if (void* const p = std::malloc(size)) return p;
  throw std::bad_alloc();
}

inline void* counted(std::size_t size, std::align_val_t alignment) {
  if (counting) ++allocations;
  auto const a = static_cast<std::size_t>(alignment);
  if (void* const p = std::aligned_alloc(a, (size + a - 1) / a * a)) return p;
  throw std::bad_alloc();
}

void* operator new(std::size_t size) { return counted(size); }
void* operator new(std::size_t size, std::align_val_t a) { return counted(size, a); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
