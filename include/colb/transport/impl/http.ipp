// colb: HTTP/1.1 requests as bytes, and bytes as responses: the bodies.
#pragma once

#include <colb/transport/http.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <limits>

#include <openssl/crypto.h>
#include <boost/beast/http/basic_parser.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL bool same_name(std::string_view a, std::string_view b) noexcept {
  auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

COLB_DECL void header_list::add(std::string_view name, std::string_view value) {
  if (entries_.empty()) {
    // Services send about ten fields.
    entries_.reserve(16);
    text_.reserve(480);
  }
  entries_.push_back({text_.size(), name.size(), value.size()});
  text_.append(name).append(value);
}

COLB_DECL header_list::field header_list::operator[](std::size_t i) const {
  std::string_view const text = text_;
  auto const& e = entries_[i];
  return {text.substr(e.start, e.name), text.substr(e.start + e.name, e.value)};
}

COLB_DECL std::optional<std::string_view> header_list::find(std::string_view name) const {
  for (std::size_t i = 0; i < size(); ++i)
    if (field const f = (*this)[i]; same_name(f.name, name)) return f.value;
  return std::nullopt;
}

namespace http_text {

/// Which characters may stand where: one look in a table for each.
enum : unsigned char { in_token = 1, in_value = 2, in_target = 4 };

constexpr std::array<unsigned char, 256> make_classes() {
  std::array<unsigned char, 256> out{};
  for (unsigned c = 0; c < 256; ++c) {
    bool const word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    bool const mark =
        std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
    bool const printed = c > 0x20 && c != 0x7f;
    out[c] = static_cast<unsigned char>((word || (mark && c != 0) ? in_token : 0) |
                                        (printed || c == ' ' || c == '\t' ? in_value : 0) |
                                        (printed ? in_target : 0));
  }
  return out;
}
inline constexpr std::array<unsigned char, 256> classes = make_classes();

COLB_DECL bool all(std::string_view s, unsigned char wanted) noexcept {
  unsigned char met = wanted;
  for (char const c : s) met &= classes[static_cast<unsigned char>(c)];
  return met == wanted;
}

/// Whether all may stand in a value: eight at a time, the table for those among which one may be none.
COLB_DECL bool all_in_value(std::string_view s) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101U, tops = 0x8080808080808080U;
  for (; s.size() >= 8; s.remove_prefix(8)) {
    std::uint64_t bytes;
    std::memcpy(&bytes, s.data(), 8);
    std::uint64_t const deletes = bytes ^ (ones * 0x7f);
    std::uint64_t const found = (((bytes - ones * 0x20) & ~bytes) | ((deletes - ones) & ~deletes)) & tops;
    if (found != 0 && !all(s.substr(0, 8), in_value)) return false;
  }
  return all(s, in_value);
}

/// The first characters of what came instead of HTTP, fit for a line of text.
COLB_DECL std::string sample(std::string_view bytes) {
  std::string out(bytes.substr(0, 100));
  std::ranges::replace_if(
      out, [](char c) { return c < 0x20 || c == 0x7f; }, '.');
  return out;
}

}  // namespace http_text

COLB_DECL std::string why_not(request const& r) {
  using namespace http_text;
  if (r.method.empty() || !all(r.method, in_token)) return "the method is not a word";
  if (!r.target.starts_with('/') || !all(r.target, in_target))
    return "the target does not start with '/' or holds a space or a control character";
  for (auto const& [name, value] : r.headers) {
    if (name.empty() || !all(name, in_token)) return "a header name holds characters that it must not have";
    if (!all_in_value(value))
      return "the value of header " + name + " holds a line break or another control character";
    if ((name[0] | 0x20) != 'c' && (name[0] | 0x20) != 't') continue;
    for (auto const own : {"Content-Length", "Transfer-Encoding", "Connection"})
      if (same_name(name, own)) return std::string("the header ") + own + " is not the caller's to set";
  }
  return {};
}

COLB_DECL void serialise(request const& r, endpoint const& to, std::string& out) {
  constexpr std::size_t around = 64;  // More than all that stands between the parts, the length included.
  std::size_t size = r.method.size() + r.target.size() + to.authority.size() + r.body.size() + around;
  for (auto const& [name, value] : r.headers) size += name.size() + value.size() + 4;
  if (out.capacity() < size) {
    // A text that grows leaves copies behind, and there are tokens in it.
    OPENSSL_cleanse(out.data(), out.size());
    out = std::string();
    out.reserve(size);
  }
  bool const has_host =
      std::ranges::any_of(r.headers, [](auto const& h) { return same_name(h.first, "Host"); });
  out.resize(size);
  char* at = out.data();
  auto const put = [&at](std::string_view text) { at += text.copy(at, text.size()); };
  put(r.method);
  put(" ");
  put(r.target);
  put(" HTTP/1.1\r\n");
  if (!has_host) {
    put("Host: ");
    put(to.authority);
    put("\r\n");
  }
  for (auto const& [name, value] : r.headers) {
    put(name);
    put(": ");
    put(value);
    put("\r\n");
  }
  if (!r.body.empty() || (r.method != "GET" && r.method != "HEAD")) {
    put("Content-Length: ");
    std::array<char, 20> digits;
    char const* const end = std::to_chars(digits.data(), digits.data() + digits.size(), r.body.size()).ptr;
    put({digits.data(), end});
    put("\r\n");
  }
  put("\r\n");
  put(r.body);
  out.resize(static_cast<std::size_t>(at - out.data()));
}

/// Beast's parser, and what it has been through since the last reset.
struct response_reader::parser {
  using string_view = boost::beast::string_view;
  using error_code = boost::beast::error_code;

  class message final : public boost::beast::http::basic_parser<false> {
   public:
    message(response_reader& reader, parser& owner) : reader_(reader), owner_(owner) {
      eager(true);
      header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(reader.max_header_, UINT32_MAX)));
      body_limit(reader.max_body_);
    }

    bool got_status = false;

   private:
    void on_request_impl(boost::beast::http::verb, string_view, string_view, int, error_code&) override {}

    void on_response_impl(int code, string_view reason, int, error_code& ec) override {
      got_status = true;
      // 101 changes the protocol, for which colb never asks.
      if (code < 100 || code == 101) ec = boost::beast::http::error::bad_status;
      reader_.result_.status = code;
      count_header(reason.size() + 15, ec);
    }

    void on_field_impl(boost::beast::http::field name, string_view name_text, string_view value,
                       error_code& ec) override {
      count_header(name_text.size() + value.size() + 4, ec);
      if (in_trailer_) return;
      if (name == boost::beast::http::field::transfer_encoding &&
          !same_name({value.data(), value.size()}, "chunked"))
        ec = boost::beast::http::error::bad_transfer_encoding;
      reader_.result_.headers.add({name_text.data(), name_text.size()}, {value.data(), value.size()});
    }

    void on_header_impl(error_code&) override { in_trailer_ = true; }

    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override {
      if (length) reader_.result_.body.reserve(static_cast<std::size_t>(*length));
      // A text that grows leaves copies behind.
      if (!length && reader_.wipes_) reader_.result_.body.reserve(reader_.max_body_);
    }

    std::size_t on_body_impl(string_view bytes, error_code&) override {
      reader_.result_.body.append(bytes.data(), bytes.size());
      return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code&) override {
      reader_.result_.body.append(bytes.data(), bytes.size());
      return bytes.size();
    }

    void on_finish_impl(error_code&) override {}

    void count_header(std::size_t n, error_code& ec) {
      owner_.header_size += n;
      if (owner_.header_size > reader_.max_header_) ec = boost::beast::http::error::header_limit;
    }

    response_reader& reader_;
    parser& owner_;
    bool in_trailer_ = false;
  };

  static state fail(response_reader& reader, error_code ec, bool in_status_line) {
    failure& problem = reader.problem_;
    problem.code = ec;
    problem.too_large =
        ec == boost::beast::http::error::body_limit || ec == boost::beast::http::error::header_limit;
    if (ec == boost::beast::http::error::body_limit) {
      problem.at = stage::limit;
      problem.detail = "the body of the reply is larger than " + std::to_string(reader.max_body_) + " bytes";
    } else if (ec == boost::beast::http::error::header_limit) {
      problem.at = stage::limit;
      problem.detail =
          "the header of the reply is larger than " + std::to_string(reader.max_header_) + " bytes";
    } else {
      problem.at = stage::parse;
      problem.detail = "the reply is not HTTP/1.1: " + ec.message();
      if (in_status_line)
        problem.detail +=
            ", it starts with '" +
            http_text::sample({reader.buffer_.data.get() + reader.begin_, reader.end_ - reader.begin_}) + "'";
    }
    return state::failed;
  }

  std::size_t header_size = 0;  // Of all responses of one exchange, so that interim ones are bounded too.
  std::optional<message> now{};
};

COLB_DECL response_reader::response_reader(std::size_t max_header, std::size_t max_body, bool wipes)
    : wipes_(wipes),
      max_header_(max_header),
      max_body_(max_body),
      // Framing may take as much again as what it frames.
      max_wire_(max_body > std::numeric_limits<std::size_t>::max() / 4 - max_header
                    ? std::numeric_limits<std::size_t>::max()
                    : 2 * max_body + max_header + 64 * 1024),
      parser_(std::make_unique<parser>()) {}

COLB_DECL response_reader::~response_reader() { overwrite(); }

COLB_DECL void response_reader::overwrite() noexcept {
  if (!wipes_) return;
  if (buffer_.data) OPENSSL_cleanse(buffer_.data.get(), buffer_.size);
  OPENSSL_cleanse(result_.body.data(), result_.body.size());
}

COLB_DECL void response_reader::reset() {
  overwrite();
  begin_ = end_ = 0;
  seen_ = 0;
  result_ = {};
  problem_ = {};
  parser_->header_size = 0;
  parser_->now.emplace(*this, *parser_);
}

COLB_DECL std::pair<char*, std::size_t> response_reader::prepare() {
  constexpr std::size_t piece = 16 * 1024;
  if (begin_ != 0) {
    std::memmove(buffer_.data.get(), buffer_.data.get() + begin_, end_ - begin_);
    end_ -= std::exchange(begin_, 0);
  }
  if (buffer_.size - end_ < piece / 4) {
    read_buffer larger{std::make_unique_for_overwrite<char[]>(buffer_.size + piece), buffer_.size + piece};
    if (end_ != 0) std::memcpy(larger.data.get(), buffer_.data.get(), end_);
    if (wipes_ && buffer_.data) OPENSSL_cleanse(buffer_.data.get(), buffer_.size);
    buffer_ = std::move(larger);
  }
  return {buffer_.data.get() + end_, buffer_.size - end_};
}

COLB_DECL response_reader::state response_reader::commit(std::size_t n) {
  auto& message = parser_->now;
  end_ += n;
  seen_ += n;
  if (seen_ > max_wire_) {
    // One byte a chunk, with kilobytes of extensions: the body alone would not show it.
    problem_.at = stage::limit;
    problem_.too_large = true;
    problem_.code = make_error_code(boost::beast::http::error::body_limit);
    problem_.detail = "the reply takes more than " + std::to_string(max_wire_) + " bytes to say its part";
    return state::failed;
  }
  while (begin_ != end_) {
    // What is left of a chunked body is never shorter than its end, and Beast asserts as much.
    bool const in_chunks = message->is_header_done() && message->chunked();
    if (in_chunks && end_ - begin_ < std::string_view("0\r\n\r\n").size()) return state::more;
    boost::system::error_code ec;
    std::size_t const used =
        message->put(boost::asio::const_buffer(buffer_.data.get() + begin_, end_ - begin_), ec);
    bool const in_status_line = !message->got_status;
    if (ec == boost::beast::http::error::need_more) {
      begin_ += used;
      if (end_ - begin_ <= max_header_) return state::more;
      ec = boost::beast::http::error::header_limit;
    }
    if (ec) return parser::fail(*this, ec, in_status_line);
    begin_ += used;
    if (!message->is_done()) continue;
    if (result_.status / 100 != 1) return state::complete;
    // An interim response; the one that counts is yet to come.
    result_ = {};
    message.emplace(*this, *parser_);
  }
  return state::more;
}

COLB_DECL response_reader::state response_reader::eof() {
  auto& message = parser_->now;
  bool const not_http =
      !message->got_status && std::string_view("HTTP/1.").substr(0, end_ - begin_) !=
                                  std::string_view(buffer_.data.get() + begin_, end_ - begin_).substr(0, 7);
  if (begin_ != end_ && not_http) return parser::fail(*this, boost::beast::http::error::bad_version, true);
  boost::system::error_code ec = boost::beast::http::error::partial_message;
  if (message->is_header_done() && message->need_eof()) message->put_eof(ec);
  if (!ec) return state::complete;
  problem_.at = stage::receive;
  problem_.code = ec;
  problem_.detail = seen_ == 0 ? "the connection was closed before the reply"
                               : "the connection was closed in the middle of the reply";
  return state::failed;
}

COLB_DECL bool response_reader::reusable() const { return parser_->now->keep_alive() && begin_ == end_; }

}  // namespace colb::inline COLB_ABI::inner
