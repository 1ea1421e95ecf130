// colb: fuzzes endpoints: what is taken is safe in a header and reads the same again, all else is refused
// with a word.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <colb/transport/endpoint.hpp>

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  for (std::string_view const scheme : {"", "https://", "http://", "https://["}) {
    try {
      auto const read = colb::inner::parse_endpoint(std::string(scheme).append(text));
      require(read.port != 0 && !read.host.empty());
      require(read.authority.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-._:[]") ==
              std::string::npos);
      require(read.tls || colb::inner::is_loopback(read.host));
      auto again = colb::inner::parse_endpoint((read.tls ? "https://" : "http://") + read.authority);
      again.absolute = read.absolute;  // The dot of the root is not part of it.
      require(again == read);
    } catch (std::invalid_argument const& e) {
      require(std::string_view(e.what()).starts_with("endpoint"));
    }
  }
  return 0;
}
