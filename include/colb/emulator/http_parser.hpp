// colb: HTTP requests off the wire, by Beast's parser. No I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <boost/beast/http/basic_parser.hpp>

#include <colb/emulator/http.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// Puts what Beast finds into a `request`.
class request_parser final : public boost::beast::http::basic_parser<true> {
 public:
  request_parser() {
    header_limit(64 * 1024);
    body_limit(std::uint64_t{10} * 1024 * 1024);
    eager(false);
  }

  request result{};

 private:
  using error_code = boost::beast::error_code;
  using view = boost::beast::string_view;

  static std::string text(view from) { return {from.data(), from.size()}; }

  void on_request_impl(boost::beast::http::verb, view method, view target, int, error_code&) override {
    result.method = text(method);
    result.target = text(target);
  }
  void on_response_impl(int, view, int, error_code&) override {}
  void on_field_impl(boost::beast::http::field, view name, view value, error_code&) override {
    result.headers.emplace_back(text(name), text(value));
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
  std::size_t on_body_impl(view body, error_code&) override {
    result.body.append(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, view body, error_code& ec) override {
    return on_body_impl(body, ec);
  }
  void on_finish_impl(error_code&) override {}
};

inline char const* reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 413:
      return "Payload Too Large";
    case 415:
      return "Unsupported Media Type";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Status";
  }
}

enum class step { parsed, need_more, refused };

/// Feeds the parser what there is; `refused` when it is not HTTP or too large.
inline step feed(request_parser& parser, std::string& buffer, int& status, bool header_only) {
  namespace http = boost::beast::http;
  while (!(header_only ? parser.is_header_done() : parser.is_done())) {
    if (buffer.empty()) return step::need_more;
    boost::beast::error_code ec;
    auto const used = parser.put(boost::asio::const_buffer(buffer.data(), buffer.size()), ec);
    buffer.erase(0, used);
    if (ec == http::error::need_more) {
      if (used == 0) return step::need_more;
    } else if (ec) {
      status = ec == http::error::header_limit ? 431 : ec == http::error::body_limit ? 413 : 400;
      return step::refused;
    }
  }
  return step::parsed;
}

}  // namespace colb::inline COLB_ABI::inner::emu
