// colb: what a proxy is asked and what it answers: CONNECT of HTTP, and SOCKS 5 (RFC 1928, 1929). No I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <colb/asio/ip/address.hpp>

#include <colb/transport/endpoint.hpp>

namespace colb::inline COLB_ABI::inner {

/// How a proxy is spoken to.
enum class proxy_kind : std::uint8_t {
  http,    ///< CONNECT.
  https,   ///< CONNECT over TLS.
  socks5,  ///< SOCKS 5 with an address.
  socks5h  ///< SOCKS 5 with a name.
};

/// A proxy; made by `parse_proxy`.
struct proxy_server {
  proxy_kind kind = proxy_kind::http;
  endpoint to{};  ///< Where it listens; `tls` says whether over TLS.
  bool has_user = false;
  std::string user{};  ///< Decoded. Neither this nor the password may reach any text.
  std::string password{};
};

/// Reads `proxy_options::url`. Throws std::invalid_argument that says what is wrong, never with user or
/// password.
proxy_server parse_proxy(std::string_view url);

/// The hosts that are reached without a proxy: `proxy_options::no_proxy`.
class proxy_exceptions {
 public:
  explicit proxy_exceptions(std::string_view list);

  /// Whether `to` is reached straight; loopback always is. What cannot be read in the list holds for nothing.
  bool holds_for(endpoint const& to) const;

 private:
  struct entry {
    std::string name{};  ///< Lower case, without leading or trailing dot; empty: `address`, or all.
    std::optional<asio::ip::address> address{};
    unsigned bits = 0;       ///< Of the address, that count.
    std::uint16_t port = 0;  ///< 0: any.
  };
  static std::optional<entry> read(std::string_view text);

  std::vector<entry> entries_{};
};

/// One conversation with a proxy, up to the moment when the connection through it stands: bytes to send, and
/// bytes that came, however they are cut.
class proxy_dialogue {
 public:
  enum class state : std::uint8_t { talking, open, refused };

  /// @param address of the target, for `proxy_kind::socks5`; the name goes to the proxy otherwise.
  proxy_dialogue(proxy_server const& by, endpoint const& target,
                 std::optional<asio::ip::address> const& address = std::nullopt);

  /// What is to be sent before anything more can be expected.
  std::string_view output() const noexcept { return std::string_view(output_).substr(sent_); }
  void sent(std::size_t bytes) noexcept { sent_ += bytes; }

  /// Takes what came.
  state input(std::string_view bytes);

  /// After `open`: what came after the proxy's answer, from the target.
  std::string take_rest();

  /// After `refused`: why, in words of colb and such of the proxy as are fit for a line.
  std::string const& problem() const noexcept { return problem_; }
  /// After `refused`: whether the proxy will say the same the next time.
  bool lasting() const noexcept { return lasting_; }

 private:
  enum class step : std::uint8_t { connect, method, password, reply };

  state connect_answer();
  state socks_answer();
  state refuse(bool lasting, std::string why);

  bool has_user_;
  step step_;
  std::string output_{};
  std::size_t sent_ = 0;
  std::string input_{};
  std::size_t heard_ = 0;      ///< Bytes of interim answers.
  std::string credentials_{};  ///< SOCKS: the message with user and password, until it is sent.
  std::string request_{};      ///< SOCKS: the request proper.
  std::string problem_{};
  bool lasting_ = false;
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/proxy.ipp>
#endif
