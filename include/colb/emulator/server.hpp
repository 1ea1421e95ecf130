// colb: the emulator's HTTPS server.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/awaitable.hpp>
#include <colb/asio/ip/tcp.hpp>
#include <colb/asio/ssl/context.hpp>

#include <colb/emulator/control.hpp>
#include <colb/emulator/core.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// A certificate authority, in PEM.
struct authority {
  std::string certificate;
  std::string key;
};

/// The certificate of an authority and what it signed. All in PEM.
struct identity {
  std::string ca;
  std::string certificate;
  std::string key;
};

/// @param lifetime Of its certificate, an hour of the past included.
/// @throws std::system_error when OpenSSL fails; so does the other function.
authority make_authority(std::chrono::hours lifetime);
/// Makes a server certificate for 127.0.0.1, ::1, localhost and these names and addresses.
/// @throws std::invalid_argument when one is neither.
identity make_identity(authority const& by, std::vector<std::string> const& host_names,
                       std::chrono::hours lifetime);

/// How a URL names an address to listen on.
std::string host_of(asio::ip::address const& address);
asio::ip::tcp::acceptor listen_on(asio::any_io_executor const& executor, asio::ip::address const& address,
                                  std::uint16_t port);

class session;
class control_session;
class state_file;

/// Shared by the cloud object and by what runs on the executor, which may end in any order.
class server : public std::enable_shared_from_this<server> {
 public:
  explicit server(emulator::options options);
  ~server();
  server(server const&) = delete;
  server& operator=(server const&) = delete;

  void start(asio::any_io_executor executor, std::uint16_t port);
  /// The metadata services, by plain HTTP.
  void start_metadata(asio::any_io_executor executor, std::string const& address, std::uint16_t port);
  /// Plain HTTP, for `control` only.
  void start_control(asio::any_io_executor executor, std::uint16_t port);
  void stop();

  inner::emu::core& core() { return core_; }
  std::string const& endpoint() const { return endpoint_; }
  std::string const& control_endpoint() const { return control_endpoint_; }
  std::uint16_t port() const { return port_; }
  std::string const& metadata_endpoint() const { return metadata_endpoint_; }
  std::string const& ca_file() const { return ca_file_; }
  std::string const& ca_pem() const { return identity_.ca; }
  bool plain_http() const { return core_.options().plain_http; }

 private:
  friend class session;
  enum class door : std::uint8_t { cloud, metadata, control };
  server(emulator::options options, std::nullptr_t);

  // Acceptor, sockets and strands live in coroutine frames, which die with the io_context if it goes first.
  // While one is listed here its executor is alive.
  struct listening;
  static asio::awaitable<void> accept(std::shared_ptr<server> self, asio::any_io_executor executor,
                                      asio::ip::tcp::acceptor acceptor, door which);
  static asio::awaitable<void> serve(std::shared_ptr<server> self, asio::ip::tcp::socket socket,
                                     bool metadata);
  static asio::awaitable<void> serve_control(std::shared_ptr<server> self, asio::ip::tcp::socket socket);
  void look_at_held_back();
  void stop_control();

  std::shared_ptr<state_file> state_;
  inner::emu::core core_;
  std::unique_ptr<emu::control> control_{};
  identity identity_;
  asio::ssl::context tls_;
  std::uint16_t port_ = 0;
  std::string endpoint_{};
  std::string metadata_endpoint_{};
  std::string control_endpoint_{};
  std::string ca_file_{};

  std::mutex mutex_{};
  bool stopped_ = false;
  std::vector<asio::ip::tcp::acceptor*> acceptors_{};
  std::vector<std::weak_ptr<session>> sessions_{};
  std::vector<std::weak_ptr<control_session>> control_sessions_{};
};

}  // namespace colb::inline COLB_ABI::inner::emu
