// colb: what the core asks of a vendor. Each service implements it once; nothing here knows any of them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/action.hpp>
#include <colb/credentials.hpp>
#include <colb/engine/extra.hpp>
#include <colb/engine/tables.hpp>
#include <colb/error.hpp>
#include <colb/request_style.hpp>
#include <colb/resilience/attempts.hpp>
#include <colb/resilience/retry.hpp>
#include <colb/transport/http.hpp>

namespace colb::inline COLB_ABI::inner {

class vendor_sources;

/// A request, encoded once; every attempt signs it anew.
struct encoded_call {
  action_info const* action = nullptr;
  std::string payload{};  ///< A JSON body, where the protocol has one.
  std::vector<std::pair<std::string, std::string>> parameters{};  ///< Flat parameters, where it has those.
  std::size_t max_memory = 32 * 1024 * 1024;  ///< That the reply may take once it is read.
  bool repeatable = false;                    ///< A read, or a change that carries a client token.
  std::vector<std::string> resources{};       ///< What it changes, by the first path of its descriptor.
  std::vector<std::string> changes{};   ///< Likewise by all paths, where changes queue for what they change.
  std::vector<std::string> parents{};   ///< Of `descriptor::teaches`, as far as the request tells.
  std::vector<std::string> children{};  ///< Likewise.
  bool hidden = false;                  ///< It holds what no log should show: not in a URL.
  boost::json::object* unknown = nullptr;  ///< Where the reply's unknown members go; null: nowhere.
  std::shared_ptr<void const> owner{};     ///< Of `action`, where that is not for ever.
};

/// The texts at a path such as `Targets.LoadBalancerId`, through lists and optional structs.
void collect_texts(type_info const& type, void const* value, std::string_view path,
                   std::vector<std::string>& into);

/// Whether a request is to be given a client token: its Action takes one, and it has none.
bool lacks_client_token(action_info const& action, void const* request);

/// What an attempt is signed with.
struct signing_context {
  std::string_view host;  ///< As the Host header has it.
  std::string_view region;
  colb::credentials const& credentials;
  std::chrono::system_clock::time_point now;
  random_source const& random;
};

/// The error of an answer that has a status to say and no body that the vendor wrote.
error_info error_of_status(response const& answer);

/// One service of one vendor: how a call is written, signed and answered. Used on the client's strand, but
/// for `encode`.
class protocol {
 public:
  virtual ~protocol() = default;

  /// Such as `tencent.clb`, and the version of the API: what tasks are labelled with.
  virtual std::string_view service() const = 0;
  virtual std::string_view version() const = 0;
  /// Takes in the options' style, before anything else is asked.
  /// @throws std::invalid_argument when the service does not offer it, saying what it does.
  virtual void configure(request_style const& style) {
    if (style != request_style{})
      throw std::invalid_argument(".style: this service is spoken to in one way only");
  }
  /// Where it is when the options do not say.
  virtual std::string default_endpoint(std::string_view region) const = 0;
  /// Where this Action is, when the options do not say and it is somewhere else; otherwise empty.
  virtual std::string own_endpoint(action_info const&) const { return {}; }
  /// Where the vendor's keys come from.
  virtual vendor_sources const& sources() const = 0;

  /// Writes the request. Called where the caller is, from any thread.
  /// @param client_token to be sent unless the request has one or the Action takes none.
  virtual void encode(encoded_call& call, void const* request, std::string_view client_token) const = 0;
  /// Adds members that the request's struct does not have to a request that `encode` wrote.
  /// @throws colb::error (`condition::invalid_request`).
  void add(encoded_call& call, void const* request, extra_members const& extra) const;
  /// Writes a request whose struct is not known.
  void encode_any(encoded_call& call, boost::json::object const& parameters) const;
  /// Where an Action is called that colb has no struct for; empty: where all are.
  virtual http_route route_of(std::string_view action) const {
    (void)action;
    return {};
  }
  /// The number of a list's first item in flat parameters.
  virtual std::size_t first_index() const { return 0; }
  /// Whether the protocol itself sends a flat parameter of this name.
  virtual bool sends(std::string_view) const { return false; }
  /// Makes one attempt: with a signature, timestamp and nonce of its own.
  virtual request build(encoded_call const& call, signing_context const& context) = 0;
  /// Reads the answer into `response`, an object of the Action's response type.
  virtual verdict read(encoded_call const& call, response const& answer, void* response) const = 0;
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/protocol.ipp>
#endif
