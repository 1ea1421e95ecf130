// colb: the emulator's state in a file: what happened to it, line by line, to happen again when it is loaded.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include <colb/emulator/core.hpp>
#include <colb/emulator/server.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// The first line of the file.
struct state_header {
  std::string version{};          ///< Of the colb that began the file.
  boost::json::object options{};  ///< Those that the state follows from, by the names of `emulator::options`.
  inner::emu::authority authority{};
};

/// What the state follows from, credentials included.
boost::json::object state_options(emulator::options const& options);
/// Puts options as they are in a header over others.
/// @throws std::invalid_argument when they are none.
void take_state_options(boost::json::object const& from, emulator::options& into);

std::string header_line(state_header const& header);
/// @param name Of the file, for the error.
/// @throws std::runtime_error with a sentence for people.
state_header parse_header(std::string_view line, std::string const& name);

std::string event_line(event const& happened);
/// A line and, of a call, the digest of the answer that it had.
struct recorded_event {
  event happened{};
  std::string digest{};
};
/// @throws std::exception with what is wrong.
recorded_event parse_event(std::string_view line);

/// What `repeat_all` found.
struct repeated {
  std::uint64_t bytes = 0;  ///< Of whole lines.
  std::uint16_t port = 0;   ///< That the cloud listened on; 0: it did not come so far.
};

/// Has everything that a file tells after its header happen again. A last line that breaks off was not
/// answered and does not count.
///
/// @param header The file's, for the error.
/// @throws std::runtime_error with a sentence that names the line.
repeated repeat_all(std::istream& lines, state_header const& header, std::string const& name, core& core);

/// A file that is written before each answer, so that nothing answered is lost when the process is killed.
/// It is locked as long as this lives; its owner alone may read it, for it holds keys.
/// Thread safety: `record` is called under the core's mutex; the rest is for one thread.
class state_file final : public recorder {
 public:
  /// Opens a file, or begins it when there is none (or an empty one).
  ///
  /// @param options Completed ones. Those that the state follows from have to be what the file was begun
  /// with.
  /// @throws std::invalid_argument when they are not; std::runtime_error when the file cannot be used.
  state_file(std::string path, emulator::options const& options);
  ~state_file() override;
  state_file(state_file const&) = delete;
  state_file& operator=(state_file const&) = delete;

  inner::emu::authority const& authority() const { return header_.authority; }

  /// Brings a new core to the state in the file.
  void load(core& core);
  /// The port that the cloud listened on when it was `load`ed last; 0: none.
  std::uint16_t port() const { return port_; }
  /// Keeps the port for the next time.
  void listens_on(std::uint16_t port);
  void record(event const& happened) override;
  /// Notes the last time and has everything written to the disk.
  void close(event const& standing) override;

 private:
  void begin(event const* first);
  void take_over();
  void check_options(state_header const& found) const;
  int open_and_lock(std::string const& path, int flags);
  void write(std::string_view text);
  [[noreturn]] void fail(std::string const& what) const;

  std::string path_;
  state_header header_{};
  int file_ = -1;
  std::uint64_t size_ = 0;
  std::uint16_t port_ = 0;
};

/// The options that a file was begun with, put over others; nothing changes when there is no file yet.
/// @throws std::runtime_error when it is not such a file.
void take_options_of_file(std::string const& path, emulator::options& into);

}  // namespace colb::inline COLB_ABI::inner::emu
