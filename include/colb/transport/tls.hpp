// colb: TLS by OpenSSL, over any stream.
//
// Why colb drives OpenSSL itself, and not through `asio::ssl::stream`: an exchange needs to know whether a
// byte of the request was handed to the connection (only then may the server have acted), to end a wait
// without harm to the connection, to see an idle connection's end without reading from it for good, and to
// hold no buffer while it is idle. A composed operation hides all of that. Here OpenSSL reads and writes the
// stream below, which never blocks, so that a wait is a wait of that stream, and an attempt says at once what
// it did.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <colb/asio/flavour.hpp>
#include <colb/transport/stream.hpp>

namespace colb::inline COLB_ABI::inner {

/// Whom to trust.
struct tls_settings {
  std::string ca_file{};                          ///< PEM file of authorities; empty: the system's.
  bool verify = true;                             ///< Check chain and host name, with an own context too.
  std::shared_ptr<asio::ssl::context> context{};  ///< The caller's own; `ca_file` does not apply then.
  bool wipes = false;                             ///< Overwrite what was deciphered once it has been read.
};

/// What the TLS streams of one client share: the context, and sessions to resume. Used on one strand.
class tls_client : public std::enable_shared_from_this<tls_client> {
 public:
  /// Throws std::system_error when `settings.ca_file` cannot be read.
  explicit tls_client(tls_settings const& settings);
  ~tls_client();

  /// TLS to `to` over `below`; both are yet to be opened.
  std::shared_ptr<stream> over(std::shared_ptr<stream> below, endpoint const& to);

 private:
  class tls_stream;
  struct session_store;

  bool verify_;
  bool wipes_;
  std::shared_ptr<asio::ssl::context> context_;
  std::unique_ptr<session_store> sessions_;
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/tls.ipp>
#endif
