// colb: fuzzes what may be sent to the emulator's control port, and what its journal shows of calls: never a
// crash, every answer is JSON, every refusal has a sentence, and what is masked stays masked.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include <boost/json/parse.hpp>

#include <colb/emulator/impl/base.ipp>
#include <colb/emulator/impl/control.ipp>
#include <colb/emulator/impl/core.ipp>
#include <colb/emulator/impl/editions.ipp>
#include <colb/emulator/impl/limits.ipp>
#include <colb/emulator/impl/services.ipp>

namespace {

namespace emu = colb::inner::emu;

void require(bool holds) {
  if (!holds) std::abort();
}

struct cloud {
  emu::core core{[] {
    colb::emulator::options options;
    options.control_port = 0;
    options.clock = std::make_shared<colb::manual_clock>();
    options.journal = 10;
    return options;
  }()};
  emu::control control{core, {}};
};

void ask(std::uint8_t choice, std::string_view text) {
  static cloud here;
  constexpr std::string_view targets[] = {"/_colb/faults",
                                          "/_colb/clock",
                                          "/_colb/tasks/x",
                                          "/_colb/reset",
                                          "/_colb/calls?",
                                          "/_colb/tasks/",
                                          ""};
  emu::request request;
  request.method = choice & 8 ? "GET" : "POST";
  request.target = targets[choice % std::size(targets)];
  request.headers = {{"Host", "localhost"}, {"Content-Type", "application/json"}};
  if (choice & 16) request.headers[0].second = text;
  if (choice & 32) request.headers.emplace_back("Origin", text);
  if (choice & 64 || request.target.empty()) request.target += text;
  request.body = text;
  auto const answer = here.control.handle(request, "10.0.0.1");
  boost::system::error_code ec;
  auto const tree = boost::json::parse(answer.body, ec);
  if (answer.content_type.starts_with("text/html")) return;
  require(!ec && tree.is_object());
  require(answer.status != 500);
  require((answer.status >= 300) == tree.as_object().contains("error"));
  if (here.core.faults().size() > 100) here.core.reset();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view const text(reinterpret_cast<char const*>(data) + 1, size - 1);
  ask(data[0], text);

  auto const shown = emu::without_secrets(text);
  require(shown.find("PRIVATE KEY") == shown.npos);
  auto const in_form = emu::without_secrets("Signature=secret-one&" + std::string(text));
  require(in_form.find("secret-one") == in_form.npos || text.find("secret-one") != text.npos);
  require(colb::inner::is_utf8(emu::shown_text(shown, 4096)));
  return 0;
}
