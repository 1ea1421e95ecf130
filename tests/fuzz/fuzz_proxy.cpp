// colb: fuzzes proxies: URLs, lists of exceptions, and what a proxy answers. However the bytes are cut the
// end is the same, nothing grows without bound, and no text holds the password.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include <colb/transport/proxy.hpp>

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

using colb::inner::proxy_dialogue;

struct end {
  proxy_dialogue::state ended = proxy_dialogue::state::talking;
  std::string rest{};
  std::string problem{};
};

end talk(colb::inner::proxy_server const& by, std::string_view bytes, std::size_t piece) {
  proxy_dialogue d(by, colb::inner::parse_endpoint("https://lb.example"));
  end out;
  std::size_t at = 0;
  while (at < bytes.size() && out.ended == proxy_dialogue::state::talking) {
    require(d.output().size() < 10'000);
    d.sent(d.output().size());
    out.ended = d.input(bytes.substr(at, piece));
    at += std::min(piece, bytes.size() - at);
  }
  if (out.ended == proxy_dialogue::state::open) out.rest = d.take_rest().append(bytes.substr(at));
  out.problem = d.problem();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  for (std::string_view const scheme : {"", "http://", "socks5://u:p@"}) {
    try {
      auto const read = colb::inner::parse_proxy(std::string(scheme).append(text));
      require(!read.to.host.empty() && read.to.port != 0);
      require(read.user.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
      require(read.has_user == !read.user.empty());
    } catch (std::invalid_argument const& e) {
      require(std::string_view(e.what()).starts_with("proxy.url: "));
    }
  }
  colb::inner::proxy_exceptions const list(text);
  for (auto const* host : {"https://lb.example", "https://10.1.2.3:444", "https://[2001:db8::1]"})
    list.holds_for(colb::inner::parse_endpoint(host));

  for (auto const* url : {"http://me:s3cr3t@proxy", "socks5h://proxy", "socks5h://me:s3cr3t@proxy"}) {
    auto const by = colb::inner::parse_proxy(url);
    end const whole = talk(by, text, text.size() + 1);
    end const bytes = talk(by, text, 1);
    require(whole.ended == bytes.ended && whole.rest == bytes.rest);
    for (char const c : whole.problem) require(c >= 0x20 && c != 0x7f);
    require(whole.problem.size() < 1000);
    if (text.find("s3cr3t") == std::string_view::npos)
      require(whole.problem.find("s3cr3t") == std::string::npos);
  }
  return 0;
}
