// colb: HTTP/1.1 requests as bytes, and bytes as responses. No I/O.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/transport/endpoint.hpp>
#include <colb/transport/failure.hpp>

namespace colb::inline COLB_ABI::inner {

/// What to send. `Host` (unless it is among the headers) and `Content-Length` are filled in when it is sent.
struct request {
  std::string method = "GET";
  std::string target = "/";
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  bool repeatable =
      false;  ///< Sending it twice is harmless: a kept connection is looked at once, not twice, before it.
};

/// Whether two header names are the same, in any case.
bool same_name(std::string_view a, std::string_view b) noexcept;

/// The header of a response, in one piece of memory.
class header_list {
 public:
  struct field {
    std::string_view name;
    std::string_view value;
  };

  void add(std::string_view name, std::string_view value);

  std::size_t size() const noexcept { return entries_.size(); }

  field operator[](std::size_t i) const;

  /// The first field of that name, in any case.
  std::optional<std::string_view> find(std::string_view name) const;

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

/// Says why a request cannot be sent; empty when it can. Whatever could end a line early is refused, so that
/// no value becomes a header or a second request. Never quotes what it refuses.
std::string why_not(request const& r);

/// Writes the request, for which `why_not` is empty, to `out`.
void serialise(request const& r, endpoint const& to, std::string& out);

/// Memory to read into.
struct read_buffer {
  std::unique_ptr<char[]> data{};
  std::size_t size = 0;
};

/// Turns bytes into one response, however they are cut. Bytes come in through `prepare` and `commit`; the
/// memory for them stays from one response to the next, unless it is taken.
class response_reader {
 public:
  enum class state { more, complete, failed };

  /// @param wipes the responses hold keys: all memory that they went through is overwritten, but for the
  /// result that is taken.
  response_reader(std::size_t max_header, std::size_t max_body, bool wipes = false);
  response_reader(response_reader const&) = delete;
  response_reader& operator=(response_reader const&) = delete;
  ~response_reader();

  /// Gets ready for the next response; bytes left over from the last one are dropped.
  void reset();

  /// Where the next bytes go.
  std::pair<char*, std::size_t> prepare();

  /// Takes `n` bytes that were put there.
  state commit(std::size_t n);

  /// The other side has closed in an orderly way.
  state eof();

  /// Exchanges the memory for bytes, between two responses.
  void swap_buffer(read_buffer& other) noexcept { std::swap(buffer_, other); }
  bool has_buffer() const noexcept { return buffer_.size != 0; }

  /// Bytes of this response so far, interim responses included.
  std::size_t seen() const noexcept { return seen_; }

  /// After `complete`: whether another request may go over this connection.
  bool reusable() const;

  response& result() noexcept { return result_; }

  /// After `failed`: stage, code and detail.
  failure& problem() noexcept { return problem_; }

 private:
  struct parser;

  void overwrite() noexcept;

  bool wipes_;
  std::size_t max_header_;
  std::size_t max_body_;
  std::size_t max_wire_;
  read_buffer buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t seen_ = 0;
  response result_{};
  failure problem_{};
  std::unique_ptr<parser> parser_;
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/http.ipp>
#endif
