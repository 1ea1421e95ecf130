// colb: HTTP requests to bytes, bytes to responses.
#include <colb/transport/http.hpp>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "../catch.hpp"

using namespace colb::inner;
using state = response_reader::state;

namespace {

state feed(response_reader& reader, std::string_view bytes) {
  auto now = state::more;
  while (!bytes.empty() && now == state::more) {
    auto const [into, room] = reader.prepare();
    auto const n = std::min(room, bytes.size());
    std::memcpy(into, bytes.data(), n);
    bytes.remove_prefix(n);
    now = reader.commit(n);
  }
  return now;
}

struct outcome {
  state now = state::more;
  response got{};
  failure problem{};
  bool reusable = false;
};

/// Reads `bytes`, cut at `cuts`, then the end if more is wanted and `ends`.
outcome read(std::string_view bytes, std::vector<std::size_t> const& cuts = {}, bool ends = true,
             std::size_t max_header = 1024, std::size_t max_body = 1024) {
  response_reader reader(max_header, max_body);
  reader.reset();
  outcome out;
  std::size_t from = 0;
  for (auto const cut : cuts) {
    if (out.now == state::more) out.now = feed(reader, bytes.substr(from, cut - from));
    from = cut;
  }
  if (out.now == state::more) out.now = feed(reader, bytes.substr(from));
  if (out.now == state::more && ends) out.now = reader.eof();
  out.problem = reader.problem();
  if (out.now == state::complete) out.reusable = reader.reusable();
  out.got = std::move(reader.result());
  return out;
}

std::string_view const chunked =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Id: 7\r\n\r\n"
    "4\r\nabcd\r\n6;ext=\"v\"\r\nefghij\r\n0\r\nX-Trailer: t\r\n\r\n";
std::string_view const sized = "HTTP/1.1 404 Not Found\r\ncontent-length: 5\r\nX-Id: 7\r\n\r\nhello";
std::string_view const to_end = "HTTP/1.1 200 OK\r\nX-Id: 7\r\n\r\nuntil the end";
std::string_view const interim =
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Id: 7\r\n\r\nhi";

}  // namespace

TEST_CASE("responses are read", "[transport]") {
  auto const a = read(chunked, {}, false);
  REQUIRE(a.now == state::complete);
  CHECK(a.got.status == 200);
  CHECK(a.got.body == "abcdefghij");
  CHECK(a.got.find("x-ID") == "7");
  CHECK_FALSE(a.got.find("X-Trailer"));
  CHECK_FALSE(a.got.find("X"));
  CHECK(a.reusable);

  auto const b = read(sized, {}, false);
  REQUIRE(b.now == state::complete);
  CHECK(b.got.status == 404);
  CHECK(b.got.body == "hello");
  CHECK(b.got.headers.size() == 2);
  CHECK(b.got.headers[0].name == "content-length");
  CHECK(b.got.headers[1].value == "7");
  CHECK(b.reusable);

  CHECK(read(to_end, {}, false).now == state::more);
  auto const c = read(to_end);
  REQUIRE(c.now == state::complete);
  CHECK(c.got.body == "until the end");
  CHECK_FALSE(c.reusable);

  auto const d = read(interim, {}, false);
  REQUIRE(d.now == state::complete);
  CHECK(d.got.status == 200);
  CHECK(d.got.body == "hi");
  CHECK_FALSE(d.got.find("Link"));
  CHECK(d.reusable);
}

TEST_CASE("responses without a body are complete at once", "[transport]") {
  for (auto const* text :
       {"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"}) {
    CAPTURE(text);
    auto const r = read(text, {}, false);
    REQUIRE(r.now == state::complete);
    CHECK(r.got.body.empty());
    CHECK(r.reusable);
  }
}

TEST_CASE("responses are the same wherever they are cut", "[transport]") {
  for (auto const text : {chunked, sized, to_end, interim}) {
    auto const whole = read(text);
    REQUIRE(whole.now == state::complete);
    auto const same = [&](outcome const& r) {
      return r.now == state::complete && r.got.status == whole.got.status && r.got.body == whole.got.body &&
             r.got.headers.size() == whole.got.headers.size() && r.got.find("X-Id") == "7" &&
             r.reusable == whole.reusable;
    };
    for (std::size_t i = 1; i < text.size(); ++i) {
      CAPTURE(text, i);
      REQUIRE(same(read(text, {i})));
      for (std::size_t j = i + 1; j < text.size(); j += 3) REQUIRE(same(read(text, {i, j})));
    }
    std::vector<std::size_t> every(text.size() - 1);
    for (std::size_t i = 0; i < every.size(); ++i) every[i] = i + 1;
    REQUIRE(same(read(text, every)));
  }
}

TEST_CASE("a response that breaks off is never a short one", "[transport]") {
  for (auto const text : {chunked, sized, interim}) {
    for (std::size_t n = 0; n < text.size(); ++n) {
      CAPTURE(text, n);
      auto const r = read(text.substr(0, n));
      REQUIRE(r.now == state::failed);
      CHECK(r.problem.at == stage::receive);
      CHECK(r.problem.code);
      CHECK(r.problem.detail.find(n == 0 ? "before the reply" : "in the middle") != std::string::npos);
    }
  }
  std::size_t const header = to_end.find("\r\n\r\n") + 4;
  for (std::size_t n = 0; n < header; ++n) REQUIRE(read(to_end.substr(0, n)).now == state::failed);
}

TEST_CASE("whether a connection can be used again", "[transport]") {
  auto const reusable = [](std::string_view text) {
    auto const r = read(text);
    REQUIRE(r.now == state::complete);
    return r.reusable;
  };
  CHECK(reusable("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  CHECK_FALSE(reusable("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
  CHECK_FALSE(reusable("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: x, Close\r\n\r\n"));
  CHECK_FALSE(reusable("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"));
  CHECK(reusable("HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"));
  CHECK_FALSE(reusable("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc"));
  CHECK_FALSE(reusable("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
}

TEST_CASE("what is not HTTP is a failure to parse", "[transport]") {
  for (auto const* text :
       {"SSH-2.0-OpenSSH_9.2\r\n", "<html>", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 099 Low\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "\r\n\r\n",
        "HTTQ", "x", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"}) {
    CAPTURE(text);
    auto const r = read(text);
    REQUIRE(r.now == state::failed);
    CHECK(r.problem.at == stage::parse);
    CHECK(r.problem.code);
  }
}

TEST_CASE("garbage is quoted in part, fit for one line, and headers and bodies never", "[transport]") {
  auto const garbage = read("\x01nonsense\r\n\x1b[31m" + std::string(500, 'z'));
  CHECK(garbage.problem.detail.find("'.nonsense...[31mzz") != std::string::npos);
  CHECK(garbage.problem.detail.size() < 180);
  CHECK(std::ranges::none_of(garbage.problem.detail, [](char c) { return c < 0x20; }));

  for (auto const* text : {"HTTP/1.1 200 OK\r\nToken: s3cret\r\nbroken s3cret\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\ns3cret\r\ns3cret\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ns3cret"}) {
    CAPTURE(text);
    auto const r = read(text);
    REQUIRE(r.now == state::failed);
    CHECK(r.problem.detail.find("s3cret") == std::string::npos);
  }
}

TEST_CASE("responses are bounded in size", "[transport]") {
  auto const limited = [](std::string const& text) {
    auto const whole = read(text, {}, false);
    REQUIRE(whole.now == state::failed);
    CHECK(whole.problem.at == stage::limit);
    // In small pieces the memory must be bounded as well.
    response_reader reader(1024, 1024);
    reader.reset();
    std::size_t fed = 0;
    auto now = state::more;
    for (; fed < text.size() && now == state::more; ++fed) now = feed(reader, text.substr(fed, 1));
    REQUIRE(now == state::failed);
    CHECK(reader.problem().at == stage::limit);
    CHECK(fed < 3000);
  };
  std::string const ok = "HTTP/1.1 200 OK\r\n";
  limited(ok + "Content-Length: 1025\r\n\r\n" + std::string(1025, 'b'));
  limited(ok + "\r\n" + std::string(5000, 'b'));
  limited(ok + "Transfer-Encoding: chunked\r\n\r\n200\r\n" + std::string(512, 'b') + "\r\n201\r\n" +
          std::string(513, 'b'));
  limited(ok + "X: " + std::string(5000, 'h'));
  limited("HTTP/1.1 200 " + std::string(5000, 'r'));
  std::string fields = ok;
  for (int i = 0; i < 1000; ++i) fields += "A: b\r\n";
  limited(fields);
  std::string interims;
  for (int i = 0; i < 500; ++i) interims += "HTTP/1.1 100 Continue\r\n\r\n";
  limited(interims);
  std::string const chunk = ok + "Transfer-Encoding: chunked\r\n\r\n";
  limited(chunk + "1;" + std::string(5000, 'e'));
  limited(chunk + "0\r\nT: " + std::string(5000, 't'));
  CHECK(read(ok + "Content-Length: 1024\r\n\r\n" + std::string(1024, 'b')).now == state::complete);
  CHECK(read(ok + "\r\n" + std::string(1024, 'b')).now == state::complete);
}

TEST_CASE("a reader serves one response after the other", "[transport]") {
  response_reader reader(1024, 1024);
  for (int i = 0; i < 3; ++i) {
    reader.reset();
    CHECK(reader.seen() == 0);
    REQUIRE(feed(reader, sized) == state::complete);
    CHECK(reader.seen() == sized.size());
    CHECK(reader.result().body == "hello");
    CHECK(reader.result().headers.size() == 2);
  }
  reader.reset();
  REQUIRE(feed(reader, "x") == state::more);
  REQUIRE(reader.eof() == state::failed);
  reader.reset();
  CHECK(feed(reader, sized) == state::complete);
}

TEST_CASE("requests are written", "[transport]") {
  auto const to = parse_endpoint("https://lb.example:8443");
  std::string out = "old";
  request r;
  r.target = "/?Action=X";
  REQUIRE(why_not(r).empty());
  serialise(r, to, out);
  CHECK(out == "GET /?Action=X HTTP/1.1\r\nHost: lb.example:8443\r\n\r\n");

  r.method = "POST";
  r.headers = {{"host", "lb.example"}, {"X-TC-Action", "DescribeLoadBalancers"}};
  r.body = "{}";
  REQUIRE(why_not(r).empty());
  serialise(r, to, out);
  CHECK(out ==
        "POST /?Action=X HTTP/1.1\r\nhost: lb.example\r\nX-TC-Action: DescribeLoadBalancers\r\n"
        "Content-Length: 2\r\n\r\n{}");
  r.body.clear();
  serialise(r, to, out);
  CHECK(out.find("Content-Length: 0\r\n") != std::string::npos);
}

TEST_CASE("what would end a line of the request early is refused", "[transport]") {
  using namespace std::string_literals;
  auto const refused = [](request const& r) {
    auto const text = why_not(r);
    CHECK(text.find("s3cret") == std::string::npos);
    return !text.empty();
  };
  for (auto const& bad : {"a\rb"s, "a\nb"s, "a\r\nb: s3cret"s, "a\0b"s, "a\x7f"s, "\x1b[0m"s}) {
    CAPTURE(bad);
    request value;
    value.headers = {{"X", bad}};
    CHECK(refused(value));
    request name;
    name.headers = {{bad, "x"}};
    CHECK(refused(name));
    request target;
    target.target = "/" + bad;
    CHECK(refused(target));
    request method;
    method.method = bad;
    CHECK(refused(method));
  }
  // Wherever it stands: values are looked at in pieces of eight.
  for (unsigned c = 0; c < 256; ++c) {
    bool const may_stand = (c >= 0x20 && c != 0x7f) || c == '\t';
    for (std::size_t size = 1; size <= 17; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        request value;
        value.headers = {{"X", std::string(size, 'v')}};
        value.headers[0].second[at] = static_cast<char>(c);
        if (refused(value) == may_stand) FAIL("character " << c << " at " << at << " of " << size);
      }
    }
  }
  request r;
  for (auto const* target : {"", "x", "/a b", "http://other/"}) {
    r.target = target;
    CHECK(refused(r));
  }
  r.target = "/";
  for (auto const* name : {"", "a b", "a:", "content-length", "Transfer-Encoding", "connection"}) {
    CAPTURE(name);
    r.headers = {{name, "1"}};
    CHECK(refused(r));
  }
  r.headers = {{"X-Tab", "a\tb"}, {"X-Utf8", "\xe8\xb4\x9f"}};
  CHECK(why_not(r).empty());
}
