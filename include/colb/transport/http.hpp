// colb: HTTP/1.1 requests as bytes, and bytes as responses. No I/O.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/beast/http/basic_parser.hpp>

#include <colb/transport/endpoint.hpp>
#include <colb/transport/failure.hpp>

namespace colb::inline COLB_ABI::inner {

/// What to send. `Host` (unless it is among the headers) and `Content-Length` are filled in when it is sent.
struct request {
  std::string method = "GET";
  std::string target = "/";
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
};

inline bool same_name(std::string_view a, std::string_view b) {
  auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// The header of a response, in one piece of memory.
class header_list {
 public:
  struct field {
    std::string_view name;
    std::string_view value;
  };

  void add(std::string_view name, std::string_view value) {
    entries_.push_back({text_.size(), name.size(), value.size()});
    text_.append(name).append(value);
  }

  std::size_t size() const noexcept { return entries_.size(); }

  field operator[](std::size_t i) const {
    std::string_view const text = text_;
    auto const& e = entries_[i];
    return {text.substr(e.start, e.name), text.substr(e.start + e.name, e.value)};
  }

  /// The first field of that name, in any case.
  std::optional<std::string_view> find(std::string_view name) const {
    for (std::size_t i = 0; i < size(); ++i)
      if (field const f = (*this)[i]; same_name(f.name, name)) return f.value;
    return std::nullopt;
  }

 private:
  struct entry {
    std::size_t start, name, value;
  };
  std::string text_;
  std::vector<entry> entries_;
};

struct response {
  int status = 0;
  header_list headers{};
  std::string body{};

  std::optional<std::string_view> find(std::string_view name) const { return headers.find(name); }
};

namespace http_text {

inline bool is_token(std::string_view s) {
  auto const ok = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && std::strchr("!#$%&'*+-.^_`|~", c) != nullptr);
  };
  return !s.empty() && std::ranges::all_of(s, ok);
}

inline bool is_value(std::string_view s) {
  return std::ranges::none_of(
      s, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

inline bool is_target(std::string_view s) {
  return s.starts_with('/') &&
         std::ranges::all_of(s, [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
}

/// The first characters of what came instead of HTTP, fit for a line of text.
inline std::string sample(std::string_view bytes) {
  std::string out(bytes.substr(0, 100));
  std::ranges::replace_if(
      out, [](char c) { return c < 0x20 || c == 0x7f; }, '.');
  return out;
}

}  // namespace http_text

/// Says why a request cannot be sent; empty when it can. Whatever could end a line early is refused, so that
/// no value becomes a header or a second request. Never quotes what it refuses.
inline std::string why_not(request const& r) {
  using namespace http_text;
  if (!is_token(r.method)) return "the method is not a word";
  if (!is_target(r.target))
    return "the target does not start with '/' or holds a space or a control character";
  for (auto const& [name, value] : r.headers) {
    if (!is_token(name)) return "a header name holds characters that it must not have";
    if (!is_value(value))
      return "the value of header " + name + " holds a line break or another control character";
    for (auto const own : {"Content-Length", "Transfer-Encoding", "Connection"})
      if (same_name(name, own)) return std::string("the header ") + own + " is not the caller's to set";
  }
  return {};
}

/// Writes the request, for which `why_not` is empty, to `out`.
inline void serialise(request const& r, endpoint const& to, std::string& out) {
  out.clear();
  out.append(r.method).append(" ").append(r.target).append(" HTTP/1.1\r\n");
  bool const has_host =
      std::ranges::any_of(r.headers, [](auto const& h) { return same_name(h.first, "Host"); });
  if (!has_host) out.append("Host: ").append(to.authority).append("\r\n");
  for (auto const& [name, value] : r.headers) out.append(name).append(": ").append(value).append("\r\n");
  if (!r.body.empty() || (r.method != "GET" && r.method != "HEAD"))
    out.append("Content-Length: ").append(std::to_string(r.body.size())).append("\r\n");
  out.append("\r\n").append(r.body);
}

/// Turns bytes into one response, however they are cut. Bytes come in through `prepare` and `commit`; the
/// memory for them stays from one response to the next.
class response_reader {
 public:
  enum class state { more, complete, failed };

  response_reader(std::size_t max_header, std::size_t max_body)
      : max_header_(max_header), max_body_(max_body) {}
  response_reader(response_reader const&) = delete;
  response_reader& operator=(response_reader const&) = delete;

  /// Gets ready for the next response; bytes left over from the last one are dropped.
  void reset() {
    begin_ = end_ = 0;
    seen_ = 0;
    header_size_ = 0;
    result_ = {};
    problem_ = {};
    message_.emplace(*this);
  }

  /// Where the next bytes go.
  std::pair<char*, std::size_t> prepare() {
    if (begin_ != 0) {
      std::copy(buffer_.begin() + offset(begin_), buffer_.begin() + offset(end_), buffer_.begin());
      end_ -= std::exchange(begin_, 0);
    }
    if (buffer_.size() - end_ < piece / 4) buffer_.resize(buffer_.size() + piece);
    return {buffer_.data() + end_, buffer_.size() - end_};
  }

  /// Takes `n` bytes that were put there.
  state commit(std::size_t n) {
    end_ += n;
    seen_ += n;
    while (begin_ != end_) {
      // What is left of a chunked body is never shorter than its end, and Beast asserts as much.
      bool const in_chunks = message_->is_header_done() && message_->chunked();
      if (in_chunks && end_ - begin_ < std::string_view("0\r\n\r\n").size()) return state::more;
      boost::system::error_code ec;
      std::size_t const used =
          message_->put(boost::asio::const_buffer(buffer_.data() + begin_, end_ - begin_), ec);
      bool const in_status_line = !message_->got_status;
      if (ec == boost::beast::http::error::need_more) {
        begin_ += used;
        if (end_ - begin_ <= max_header_) return state::more;
        ec = boost::beast::http::error::header_limit;
      }
      if (ec) return fail(ec, in_status_line);
      begin_ += used;
      if (!message_->is_done()) continue;
      if (result_.status / 100 != 1) return state::complete;
      // An interim response; the one that counts is yet to come.
      result_ = {};
      message_.emplace(*this);
    }
    return state::more;
  }

  /// The other side has closed in an orderly way.
  state eof() {
    bool const not_http =
        !message_->got_status && std::string_view("HTTP/1.").substr(0, end_ - begin_) !=
                                     std::string_view(buffer_.data() + begin_, end_ - begin_).substr(0, 7);
    if (begin_ != end_ && not_http) return fail(boost::beast::http::error::bad_version, true);
    boost::system::error_code ec = boost::beast::http::error::partial_message;
    if (message_->is_header_done() && message_->need_eof()) message_->put_eof(ec);
    if (!ec) return state::complete;
    problem_.at = stage::receive;
    problem_.code = ec;
    problem_.detail = seen_ == 0 ? "the connection was closed before the reply"
                                 : "the connection was closed in the middle of the reply";
    return state::failed;
  }

  /// Bytes of this response so far, interim responses included.
  std::size_t seen() const noexcept { return seen_; }

  /// After `complete`: whether another request may go over this connection.
  bool reusable() const { return message_->keep_alive() && begin_ == end_; }

  response& result() noexcept { return result_; }

  /// After `failed`: stage, code and detail.
  failure& problem() noexcept { return problem_; }

 private:
  static constexpr std::size_t piece = 16 * 1024;
  static constexpr std::ptrdiff_t offset(std::size_t i) { return static_cast<std::ptrdiff_t>(i); }
  using string_view = boost::beast::string_view;
  using error_code = boost::beast::error_code;

  class message final : public boost::beast::http::basic_parser<false> {
   public:
    explicit message(response_reader& owner) : owner_(owner) {
      eager(true);
      header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(owner.max_header_, UINT32_MAX)));
      body_limit(owner.max_body_);
    }

    bool got_status = false;

   private:
    void on_request_impl(boost::beast::http::verb, string_view, string_view, int, error_code&) override {}

    void on_response_impl(int code, string_view reason, int, error_code& ec) override {
      got_status = true;
      // 101 changes the protocol, for which colb never asks.
      if (code < 100 || code == 101) ec = boost::beast::http::error::bad_status;
      owner_.result_.status = code;
      owner_.count_header(reason.size() + 15, ec);
    }

    void on_field_impl(boost::beast::http::field name, string_view name_text, string_view value,
                       error_code& ec) override {
      owner_.count_header(name_text.size() + value.size() + 4, ec);
      if (in_trailer_) return;
      if (name == boost::beast::http::field::transfer_encoding &&
          !same_name({value.data(), value.size()}, "chunked"))
        ec = boost::beast::http::error::bad_transfer_encoding;
      owner_.result_.headers.add({name_text.data(), name_text.size()}, {value.data(), value.size()});
    }

    void on_header_impl(error_code&) override { in_trailer_ = true; }

    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override {
      if (length) owner_.result_.body.reserve(static_cast<std::size_t>(*length));
    }

    std::size_t on_body_impl(string_view bytes, error_code&) override {
      owner_.result_.body.append(bytes.data(), bytes.size());
      return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code&) override {
      owner_.result_.body.append(bytes.data(), bytes.size());
      return bytes.size();
    }

    void on_finish_impl(error_code&) override {}

    response_reader& owner_;
    bool in_trailer_ = false;
  };

  void count_header(std::size_t n, error_code& ec) {
    header_size_ += n;
    if (header_size_ > max_header_) ec = boost::beast::http::error::header_limit;
  }

  state fail(error_code ec, bool in_status_line) {
    problem_.code = ec;
    if (ec == boost::beast::http::error::body_limit) {
      problem_.at = stage::limit;
      problem_.detail = "the body of the reply is larger than " + std::to_string(max_body_) + " bytes";
    } else if (ec == boost::beast::http::error::header_limit) {
      problem_.at = stage::limit;
      problem_.detail = "the header of the reply is larger than " + std::to_string(max_header_) + " bytes";
    } else {
      problem_.at = stage::parse;
      problem_.detail = "the reply is not HTTP/1.1: " + ec.message();
      if (in_status_line)
        problem_.detail +=
            ", it starts with '" + http_text::sample({buffer_.data() + begin_, end_ - begin_}) + "'";
    }
    return state::failed;
  }

  std::size_t max_header_;
  std::size_t max_body_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t seen_ = 0;
  std::size_t header_size_ = 0;  // Of all responses of one exchange, so that interim ones are bounded too.
  response result_;
  failure problem_;
  std::optional<message> message_;
};

}  // namespace colb::inline COLB_ABI::inner
