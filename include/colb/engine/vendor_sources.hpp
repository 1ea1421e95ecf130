// colb: what a vendor knows about where keys come from. The core asks; it names no vendor.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <colb/engine/source.hpp>
#include <colb/transport/endpoint.hpp>
#include <colb/transport/http.hpp>

namespace colb::inline COLB_ABI::inner {

/// Questions to one server, one after the other. A machine without I/O: ask with `next`, tell it what came.
class conversation {
 public:
  conversation() = default;
  conversation(conversation const&) = delete;
  conversation& operator=(conversation const&) = delete;
  virtual ~conversation() = default;

  virtual endpoint const& to() const = 0;
  /// The next request; nothing when it is over.
  virtual std::optional<request> next() = 0;
  virtual void answered(int status, std::string_view body) = 0;
  /// No answer. @param reached a connection stood: somebody is there.
  virtual void failed(bool reached, std::string const& why) = 0;
  /// What it came to, once `next` gives nothing.
  virtual finding result() = 0;
  /// Metadata services are asked directly; everything else goes through the proxy.
  virtual bool direct() const { return false; }
  /// Of each request; 0: the client's own limits.
  virtual std::chrono::milliseconds step_limit() const { return {}; }
};

/// A conversation of one request, whose answer a function reads.
class one_question : public conversation {
 public:
  one_question(endpoint to, request what) : to_(std::move(to)), what_(std::move(what)) {}
  ~one_question() override;
  endpoint const& to() const override { return to_; }
  std::optional<request> next() override;
  void answered(int status, std::string_view body) override { result_ = read(status, body); }
  void failed(bool reached, std::string const& why) override;
  finding result() override { return std::move(result_); }

 protected:
  virtual finding read(int status, std::string_view body) const = 0;

 private:
  endpoint to_;
  request what_;
  bool asked_ = false;
  finding result_{};
};

/// The moment of a question.
struct moment {
  std::chrono::system_clock::time_point now{};
  std::uint64_t chance[2] = {0, 0};
};

/// What a refusal finds wrong with how a request was signed, rather than with what it asked for.
struct blame {
  bool keys = false;   ///< The key or the token is not known, or has expired.
  bool nonce = false;  ///< The nonce was used before: another one will do.
  bool clock = false;  ///< The time is off by more than `window`.
  std::chrono::seconds window{};
};

/// One vendor's sources. Stateless: one object serves all clients.
class vendor_sources {
 public:
  virtual ~vendor_sources() = default;

  /// As in "Capital Online has no …".
  virtual std::string_view vendor() const = 0;
  virtual plan environment(world const& here) const = 0;
  virtual plan profile(world const& here, std::string const& name, std::string const& file) const;
  virtual plan instance_role(world const& here, std::string const& role,
                             instance_role_options const& how) const;
  virtual plan web_identity(world const& here) const;
  virtual plan uri(world const& here) const;
  /// Completes a plan of kind `assume_role`: checks it, chooses the STS server.
  virtual plan assume_role(world const& here, plan what) const;
  virtual plan process(world const& here, std::string const& command) const;

  /// For plans that are to be asked for. `with` are the keys of who takes on a role; `token` is the text of
  /// the token file.
  virtual std::unique_ptr<conversation> ask_metadata(plan const& what) const;
  virtual std::unique_ptr<conversation> ask_role(plan const& what, issued_credentials const& with,
                                                 moment const& when) const;
  virtual std::unique_ptr<conversation> ask_web_identity(plan const& what, std::string_view token,
                                                         moment const& when) const;
  /// Reads what a server of credentials, or a program, has to say.
  virtual finding read_keys(std::string_view text, bool of_process) const;
  /// What to ask for who one is. @param sts `https://host[:port]`; empty: the vendor's.
  virtual std::unique_ptr<conversation> ask_identity(issued_credentials const& with, std::string_view sts,
                                                     moment const& when) const;
  /// What a refusal blames, by its code and words.
  virtual blame blames(std::string_view code, std::string_view message) const;

 protected:
  plan lacks(std::string_view what) const;
};

/// What a description comes to, in the order in which it is to be asked. Ends with the first plan that is
/// broken or certain to be there.
std::vector<plan> resolve(credentials const& what, vendor_sources const& of, world const& here);

/// Where a metadata service or a server of credentials is.
/// @param url `http://host[:port]`, path apart; plain HTTP to loopback and `allowed` only.
/// @throws std::invalid_argument that says what is wrong.
endpoint source_endpoint(std::string_view url, std::string_view allowed);

/// Appends a JSON text with its quotes.
void append_json_text(std::string& out, std::string_view text);

/// The vendor's words, unless one of the secrets stands in them.
std::string without_secrets(std::string_view words, std::vector<std::string_view> const& secrets);

/// A word that a file or a server has in place of one that is known, for an error. One that is long may be a
/// key in the wrong place.
std::string quoted_word(std::string_view word);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/vendor_sources.ipp>
#endif
