// colb: fuzzes the loader of the emulator's state file: whatever is in a file, it is loaded or refused.
#include <cstddef>
#include <cstdint>
#include <exception>
#include <sstream>
#include <string>

#include <colb/emulator/impl/base.ipp>
#include <colb/emulator/impl/control.ipp>
#include <colb/emulator/impl/control_server.ipp>
#include <colb/emulator/impl/core.ipp>
#include <colb/emulator/impl/editions.ipp>
#include <colb/emulator/impl/identity.ipp>
#include <colb/emulator/impl/limits.ipp>
#include <colb/emulator/impl/server.ipp>
#include <colb/emulator/impl/services.ipp>
#include <colb/emulator/impl/state.ipp>

namespace emu = colb::inner::emu;

namespace {

/// An API that takes every request, so that calls are repeated and answers compared.
class echo final : public emu::service {
 public:
  std::string_view name() const override { return "echo"; }
  std::vector<std::string> host_names() const override { return {}; }
  bool serves(emu::request const&) const override { return true; }
  std::optional<std::string> action_of(emu::request const& r, bool) const override { return r.target; }
  emu::answer handle(emu::request const& r, colb::emulator::fault const*, colb::emulator::call&) override {
    emu::answer out;
    out.body = r.body;
    return out;
  }
  std::vector<colb::emulator::coverage_row> coverage() const override { return {}; }
  void const* resources() const override { return this; }
  emu::view::service look() override { return {}; }
  bool end_task(std::string const& id, bool) override { return id.empty(); }
};

emu::service_entry const entry{
    "echo", 0, [](emu::environment&) -> std::unique_ptr<emu::service> { return std::make_unique<echo>(); }};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string const text(reinterpret_cast<char const*>(data), size);
  auto const end = text.find('\n');
  try {
    auto const header = emu::parse_header(text.substr(0, end), "file");
    colb::emulator::options options;
    emu::take_state_options(header.options, options);
  } catch (std::exception const&) {
  }
  emu::core core({});
  std::istringstream lines(text);
  try {
    emu::repeat_all(lines, {}, "file", core);
    core.record_to(nullptr);
    core.state();
  } catch (std::exception const&) {
  }
  return 0;
}
