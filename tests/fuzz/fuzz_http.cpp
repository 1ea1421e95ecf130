// colb: fuzzer of the response reader: whatever comes, however it is cut, it must end in one and the same
// way.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <colb/transport/http.hpp>

namespace {

using colb::inner::response_reader;
using state = response_reader::state;

constexpr std::size_t max_header = 2048;
constexpr std::size_t max_body = 4096;

/// Reads `bytes` in pieces whose sizes follow from `cuts`; in one piece when that is empty.
state read(response_reader& reader, std::string_view bytes, std::string_view cuts) {
  reader.reset();
  state now = state::more;
  for (std::size_t i = 0; !bytes.empty() && now == state::more; ++i) {
    auto const [into, room] = reader.prepare();
    if (room == 0) std::abort();
    auto const wanted =
        cuts.empty() ? room : std::size_t(static_cast<unsigned char>(cuts[i % cuts.size()]) % 64) + 1;
    auto const n = std::min({wanted, room, bytes.size()});
    std::memcpy(into, bytes.data(), n);
    bytes.remove_prefix(n);
    now = reader.commit(n);
  }
  return now == state::more ? reader.eof() : now;
}

void require(bool ok) {
  if (!ok) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const input(reinterpret_cast<char const*>(data), size);
  std::size_t const cut_count = size == 0 ? 0 : std::min<std::size_t>(data[0] % 16, size - 1);
  auto const cuts = input.substr(size == 0 ? 0 : 1, cut_count);
  auto const bytes = input.substr(std::min(size, 1 + cut_count));

  static response_reader whole(max_header, max_body);
  static response_reader pieces(max_header, max_body);
  auto const one = read(whole, bytes, {});
  auto const other = read(pieces, bytes, cuts.empty() ? std::string_view("\0", 1) : cuts);

  for (auto* const reader : {&whole, &pieces}) {
    require(reader->result().body.size() <= max_body);
    require(reader->problem().detail.size() < 400);
  }
  // Where exactly a reply is found too long may depend on the cuts.
  bool const too_long = (one == state::failed && whole.problem().at == colb::inner::stage::limit) ||
                        (other == state::failed && pieces.problem().at == colb::inner::stage::limit);
  if (too_long) return 0;
  require(one == other);
  if (one != state::complete) return 0;
  require(whole.result().status == pieces.result().status);
  require(whole.result().status >= 200);
  require(whole.result().body == pieces.result().body);
  require(whole.result().headers.size() == pieces.result().headers.size());
  // In pieces, what follows the response may not have been seen.
  require(!whole.reusable() || pieces.reusable());
  return 0;
}
