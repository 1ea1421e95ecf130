// colb: looks for a marked key in what the program can write to.
#pragma once

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <openssl/crypto.h>

// AddressSanitizer keeps freed memory, and its own of the size of the address space is not to be read.
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
#define COLB_TEST_MARKS 1
#endif

namespace colb::test {

/// A key that stands nowhere in the program's text.
inline std::string marked_key() {
  std::string out;
  for (unsigned i = 0; i < 40; ++i) out += static_cast<char>('A' + (i * 7 + 3) % 26);
  return out;
}

#if defined(COLB_TEST_MARKS)
/// How often the marked key (but for its first bytes, which may be overwritten by a list of free memory)
/// stands in what the program can write to; -1: that cannot be read.
inline int marks_in_memory() {
  int found = 0;
  std::ifstream maps("/proc/self/maps");
  std::FILE* const memory = std::fopen("/proc/self/mem", "rb");
  if (!memory) return -1;
  std::setvbuf(memory, nullptr, _IONBF, 0);  // its buffer would hold what is found once more
  std::string line;
  while (std::getline(maps, line)) {
    unsigned long long from = 0, to = 0;
    char rights[5] = {};
    if (std::sscanf(line.c_str(), "%llx-%llx %4s", &from, &to, rights) != 3 || rights[1] != 'w') continue;
    std::vector<char> bytes(1 << 16);
    std::size_t run = 0;
    for (auto at = from; at < to; at += bytes.size()) {
      std::size_t const size = std::min<unsigned long long>(bytes.size(), to - at);
      if (std::fseek(memory, static_cast<long>(at), SEEK_SET) != 0) break;
      std::size_t const got = std::fread(bytes.data(), 1, size, memory);
      for (std::size_t i = 0; i < got; ++i) {
        // Byte by byte, so that this search leaves no copy of what it looks for.
        auto const expected = static_cast<char>('A' + ((16 + run) * 7 + 3) % 26);
        run = bytes[i] == expected ? run + 1
                                   : (bytes[i] == static_cast<char>('A' + (16 * 7 + 3) % 26) ? 1u : 0u);
        if (run == 20) {
          // The buffers of this search hold it once more.
          auto const here = reinterpret_cast<unsigned long long>(bytes.data());
          bool const own = at + i >= here && at + i < here + bytes.size();
          if (!own) ++found;
          run = 0;
        }
      }
      OPENSSL_cleanse(bytes.data(), bytes.size());
      if (got < size) break;
    }
  }
  std::fclose(memory);
  return found;
}
#endif

}  // namespace colb::test
