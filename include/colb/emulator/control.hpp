// colb: the emulator's control port: requests under /_colb/ and what they are answered with. No I/O.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include <colb/emulator/core.hpp>
#include <colb/emulator/http.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// Bytes that the body of a request to the control port may have.
inline constexpr std::size_t control_body_limit = std::size_t{1024} * 1024;

struct control_answer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body{};
  std::vector<std::pair<std::string, std::string>> headers{};
};

/// `{"error": sentence}`
control_answer control_error(int status, std::string_view sentence);

/// Thread safety: as the core's.
class control {
 public:
  /// @param core Outlives this.
  /// @param names Host names by which the port may be called, beside localhost and loopback addresses.
  control(core& core, std::vector<std::string> names);

  /// @param local_address That the connection came in at: it may be called by that too.
  control_answer handle(request const& request, std::string_view local_address);

 private:
  struct route;
  static std::vector<route> const& routes();

  void check_sender(request const& request, std::string_view local_address) const;
  control_answer answer(request const& request);

  control_answer page(request const& request, std::string const& id);
  control_answer health(request const& request, std::string const& id);
  control_answer state(request const& request, std::string const& id);
  control_answer calls(request const& request, std::string const& id);
  control_answer faults(request const& request, std::string const& id);
  control_answer add_faults(request const& request, std::string const& id);
  control_answer clear_faults(request const& request, std::string const& id);
  control_answer clock(request const& request, std::string const& id);
  control_answer end_task(request const& request, std::string const& id);
  control_answer reset(request const& request, std::string const& id);

  core& core_;
  std::vector<std::string> names_;
  std::string page_policy_;
};

/// Such as `drop_answer`.
std::string_view name_of(emulator::fault_kind kind);

/// Reads one entry of a fault plan, or several: `{"kind":"refuse","action":"CreateRule"}` or
/// `{"faults":[{…},{…}]}`.
/// @throws std::invalid_argument with a sentence that names the member at fault and what to do.
std::vector<emulator::fault> faults_from_json(std::string_view text);
/// Likewise written, less what is as by default.
boost::json::object fault_to_json(emulator::fault const& fault);

/// The text of a request or answer, with `***` for signatures, tokens and private keys.
std::string without_secrets(std::string_view text);

}  // namespace colb::inline COLB_ABI::inner::emu
