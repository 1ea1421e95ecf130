// Whatever a server says is an answer, or a problem; in pieces as they come.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <colb/ext/redis/reply.hpp>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  std::size_t const step = 1 + data[0] % 16;
  std::string_view const bytes(reinterpret_cast<char const*>(data) + 1, size - 1);
  colb::inner::redis_reader reader;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    reader.feed(bytes.substr(at, step));
    while (reader.next()) {
    }
  }
  return 0;
}
