// colb: what a proxy is asked and what it answers: the bodies.
#pragma once

#include <colb/transport/proxy.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <openssl/evp.h>

namespace colb::inline COLB_ABI::inner {

namespace proxy_text {

/// An answer's header that is longer is none.
inline constexpr std::size_t most_header = 16 * 1024;

COLB_DECL char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

COLB_DECL std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lowered(c);
  return out;
}

[[noreturn]] COLB_DECL void refuse(std::string_view why) {
  throw std::invalid_argument("proxy.url: " + std::string(why) +
                              "; write http://[user:password@]host:port, or https, socks5 or socks5h");
}

/// Percent-decoded user or password. Not quoted when it is wrong.
COLB_DECL std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char c = static_cast<unsigned char>(text[i]);
    if (c == '%') {
      char const* const from = text.data() + i + 1;
      bool const fits = text.size() - i > 2;
      auto const [end, ec] = fits ? std::from_chars(from, from + 2, c, 16)
                                  : std::from_chars_result{from, std::errc::invalid_argument};
      if (ec != std::errc() || end != from + 2)
        refuse("a % in user or password is not followed by two digits");
      i += 2;
    }
    if (c < 0x20 || c == 0x7f) refuse("user or password hold a control character");
    out += static_cast<char>(c);
  }
  return out;
}

COLB_DECL std::string base64(std::string_view text) {
  std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
  int const size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<unsigned char const*>(text.data()), static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

/// Words from outside, fit for a line.
COLB_DECL std::string shown(std::string_view text) {
  std::string out(text.substr(0, 60));
  for (char& c : out)
    if (c < 0x20 || c > 0x7e) c = '.';
  return out;
}

COLB_DECL std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

COLB_DECL asio::ip::address plain(asio::ip::address const& a) {
  if (a.is_v6() && a.to_v6().is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, a.to_v6());
  return a;
}

template <class Bytes>
bool same_bits(Bytes const& a, Bytes const& b, unsigned bits) {
  for (std::size_t i = 0; i < a.size() && bits > 0; ++i) {
    unsigned const here = std::min(bits, 8u);
    unsigned const mask = 0xffu << (8 - here);
    if (((a[i] ^ b[i]) & mask & 0xffu) != 0) return false;
    bits -= here;
  }
  return true;
}

COLB_DECL void append_address(std::string& out, asio::ip::address const& a) {
  auto const put = [&](auto const& bytes) {
    for (unsigned char const b : bytes) out += static_cast<char>(b);
  };
  out += a.is_v4() ? '\x01' : '\x04';
  if (a.is_v4())
    put(a.to_v4().to_bytes());
  else
    put(a.to_v6().to_bytes());
}

/// Where a tunnel is to lead: with the port, always.
COLB_DECL std::string host_and_port(endpoint const& e) {
  bool const v6 = e.host.find(':') != std::string::npos;
  return (v6 ? '[' + e.host + ']' : e.host) + ':' + std::to_string(e.port);
}

}  // namespace proxy_text

COLB_DECL proxy_server parse_proxy(std::string_view url) {
  using namespace proxy_text;
  proxy_server out;
  std::string scheme = "http";
  if (auto const end = url.find("://"); end != std::string_view::npos) {
    scheme = lowered(url.substr(0, end));
    url.remove_prefix(end + 3);
  }
  std::uint16_t port = 0;
  if (scheme == "http") {
    port = 80;
  } else if (scheme == "https") {
    out.kind = proxy_kind::https;
    port = 443;
  } else if (scheme == "socks5" || scheme == "socks5h") {
    out.kind = scheme == "socks5" ? proxy_kind::socks5 : proxy_kind::socks5h;
    port = 1080;
  } else {
    refuse("the scheme is none that colb knows");
  }

  if (auto const at = url.rfind('@'); at != std::string_view::npos) {
    std::string_view const who = url.substr(0, at);
    url.remove_prefix(at + 1);
    auto const colon = who.find(':');
    out.has_user = true;
    out.user = decoded(who.substr(0, colon));
    if (colon != std::string_view::npos) out.password = decoded(who.substr(colon + 1));
    bool const socks = out.kind == proxy_kind::socks5 || out.kind == proxy_kind::socks5h;
    if (out.user.empty()) refuse("the user name before '@' is empty");
    if (!socks && out.user.find(':') != std::string::npos) refuse("the user name holds a colon");
    if (socks && (out.user.size() > 255 || out.password.size() > 255))
      refuse("user or password are longer than the 255 bytes that SOCKS has for them");
    if (out.user.size() > 4096 || out.password.size() > 4096) refuse("user or password are too long");
  }

  if (url.ends_with('/')) url.remove_suffix(1);
  if (url.empty()) refuse("the host is missing");
  auto const bracket = url.rfind(']');
  bool const names_port =
      url.find(':', bracket == std::string_view::npos ? 0 : bracket) != std::string_view::npos;
  try {
    out.to = parse_endpoint("https://" + std::string(url));
  } catch (std::invalid_argument const&) {
    refuse("host and port are not as they should be");
  }
  if (!names_port) out.to.port = port;
  out.to.tls = out.kind == proxy_kind::https;
  out.to.authority = host_and_port(out.to);
  return out;
}

COLB_DECL proxy_exceptions::proxy_exceptions(std::string_view list) {
  while (!list.empty()) {
    auto const end = list.find_first_of(", \t\r\n");
    if (auto const one = read(list.substr(0, end))) entries_.push_back(*one);
    if (end == std::string_view::npos) break;
    list.remove_prefix(end + 1);
  }
}

COLB_DECL std::optional<proxy_exceptions::entry> proxy_exceptions::read(std::string_view text) {
  using namespace proxy_text;
  if (text.empty()) return std::nullopt;
  entry out;
  auto const number = [](std::string_view digits, unsigned most, unsigned& value) {
    auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return !digits.empty() && ec == std::errc() && end == digits.data() + digits.size() && value <= most;
  };
  auto const address_of = [](std::string_view s) -> std::optional<asio::ip::address> {
    error_code ec;
    auto const a = asio::ip::make_address(std::string(s), ec);
    if (ec) return std::nullopt;
    return a;
  };

  std::string_view host = text;
  std::string_view port;
  std::string_view bits;
  if (host.starts_with('[')) {
    auto const close = host.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    std::string_view const rest = host.substr(close + 1);
    host = host.substr(1, close - 1);
    if (rest.starts_with(':'))
      port = rest;
    else if (rest.starts_with('/'))
      bits = rest;
    else if (!rest.empty())
      return std::nullopt;
  } else if (auto const colon = host.find(':'); colon != std::string_view::npos && host.rfind(':') == colon) {
    port = host.substr(colon);
    host = host.substr(0, colon);
  }
  if (auto const slash = host.find('/'); slash != std::string_view::npos) {
    bits = host.substr(slash);
    host = host.substr(0, slash);
  }
  if (!port.empty()) {
    unsigned value = 0;
    if (!number(port.substr(1), 65535, value) || value == 0) return std::nullopt;
    out.port = static_cast<std::uint16_t>(value);
  }

  if (host == "*") return out;
  if (auto const a = address_of(host)) {
    out.address = *a;
    out.bits = a->is_v4() ? 32 : 128;
    if (!bits.empty() && !number(bits.substr(1), out.bits, out.bits)) return std::nullopt;
    return out;
  }
  if (!bits.empty()) return std::nullopt;
  if (host.starts_with("*.")) host.remove_prefix(1);
  if (host.starts_with('.')) host.remove_prefix(1);
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.empty()) return std::nullopt;
  out.name = lowered(host);
  return out;
}

COLB_DECL bool proxy_exceptions::holds_for(endpoint const& to) const {
  using namespace proxy_text;
  if (is_loopback(to.host) || to.host.ends_with(".localhost")) return true;
  error_code ec;
  auto const literal = asio::ip::make_address(to.host, ec);
  bool const is_address = !ec;
  asio::ip::address const address = is_address ? plain(literal) : literal;
  if (is_address && address.is_loopback()) return true;
  for (entry const& e : entries_) {
    if (e.port != 0 && e.port != to.port) continue;
    if (e.address) {
      if (!is_address || e.address->is_v4() != address.is_v4()) continue;
      bool const same = address.is_v4()
                            ? same_bits(e.address->to_v4().to_bytes(), address.to_v4().to_bytes(), e.bits)
                            : same_bits(e.address->to_v6().to_bytes(), address.to_v6().to_bytes(), e.bits);
      if (same) return true;
    } else if (e.name.empty() || to.host == e.name ||
               (!is_address && to.host.size() > e.name.size() && to.host.ends_with(e.name) &&
                to.host[to.host.size() - e.name.size() - 1] == '.')) {
      return true;
    }
  }
  return false;
}

COLB_DECL proxy_dialogue::proxy_dialogue(proxy_server const& by, endpoint const& target,
                                         std::optional<asio::ip::address> const& address)
    : has_user_(by.has_user), step_(step::connect) {
  using namespace proxy_text;
  if (by.kind == proxy_kind::http || by.kind == proxy_kind::https) {
    std::string const where = host_and_port(target);
    output_ = "CONNECT " + where + " HTTP/1.1\r\nHost: " + where + "\r\n";
    if (has_user_) output_ += "Proxy-Authorization: Basic " + base64(by.user + ':' + by.password) + "\r\n";
    output_ += "\r\n";
    return;
  }
  step_ = step::method;
  output_ = has_user_ ? std::string("\x05\x02\x00\x02", 4) : std::string("\x05\x01\x00", 3);
  if (has_user_) {
    credentials_ += '\x01';
    credentials_ += static_cast<char>(by.user.size());
    credentials_ += by.user;
    credentials_ += static_cast<char>(by.password.size());
    credentials_ += by.password;
  }
  request_ = std::string("\x05\x01\x00", 3);
  error_code ec;
  auto const literal = asio::ip::make_address(target.host, ec);
  if (address || !ec) {
    append_address(request_, address ? *address : literal);
  } else {
    request_ += '\x03';
    request_ += static_cast<char>(target.host.size());
    request_ += target.host;
  }
  request_ += static_cast<char>(target.port >> 8);
  request_ += static_cast<char>(target.port & 0xff);
}

COLB_DECL proxy_dialogue::state proxy_dialogue::input(std::string_view bytes) {
  input_.append(bytes);
  return step_ == step::connect ? connect_answer() : socks_answer();
}

COLB_DECL std::string proxy_dialogue::take_rest() { return std::exchange(input_, {}); }

COLB_DECL proxy_dialogue::state proxy_dialogue::refuse(bool lasting, std::string why) {
  lasting_ = lasting;
  problem_ = std::move(why);
  return state::refused;
}

COLB_DECL proxy_dialogue::state proxy_dialogue::connect_answer() {
  using namespace proxy_text;
  for (;;) {
    constexpr std::string_view start = "HTTP/1.";
    if (std::string_view(input_).substr(0, start.size()) != start.substr(0, input_.size()))
      return refuse(true, "what it says is not HTTP: '" + shown(input_) + "'");
    // A blank line ends the header; some leave out the carriage returns.
    std::size_t end = std::string::npos;
    for (std::size_t at = input_.find('\n'); at != std::string::npos; at = input_.find('\n', at + 1)) {
      std::string_view const after = std::string_view(input_).substr(at + 1);
      if (after.starts_with('\n')) end = at + 2;
      if (after.starts_with("\r\n")) end = at + 3;
      if (end != std::string::npos) break;
    }
    if (heard_ + (end == std::string::npos ? input_.size() : end) > most_header)
      return refuse(true, "the header of its answer is too long");
    if (end == std::string::npos) return state::talking;
    std::string const header = input_.substr(0, end);
    input_.erase(0, end);
    heard_ += end;

    std::string_view const line = trimmed(std::string_view(header).substr(0, header.find('\n')));
    unsigned status = 0;
    bool const read = line.size() >= 12 && line[8] == ' ' &&
                      std::from_chars(line.data() + 9, line.data() + 12, status).ptr == line.data() + 12 &&
                      (line.size() == 12 || line[12] == ' ');
    if (!read || status < 100) return refuse(true, "what it says is not HTTP: '" + shown(line) + "'");
    if (status < 200) continue;  // An interim answer.
    // A body's length means nothing here: the tunnel begins after the header.
    if (status < 300) return state::open;

    std::string why = "it answers " + shown(line.substr(9));
    if (status == 401 || status == 407) {
      std::string offered;
      bool basic = false;
      for (std::size_t at = header.find('\n'); at + 1 < header.size(); at = header.find('\n', at + 1)) {
        std::string_view const field =
            std::string_view(header).substr(at + 1, header.find('\n', at + 1) - at - 1);
        auto const colon = field.find(':');
        std::string const name = lowered(field.substr(0, colon));
        if (colon == std::string_view::npos || (name != "proxy-authenticate" && name != "www-authenticate"))
          continue;
        std::string_view const value = trimmed(field.substr(colon + 1));
        std::string_view const scheme = value.substr(0, value.find_first_of(" ,\t"));
        basic = basic || lowered(scheme) == "basic";
        if (offered.size() < 200) offered += (offered.empty() ? "" : ", ") + shown(scheme);
      }
      if (!offered.empty() && !basic)
        why += ": it wants " + offered + ", and colb knows Basic only";
      else
        why += has_user_ ? ": user and password of proxy.url are not accepted"
                         : ": it wants user and password in proxy.url";
    }
    // Nothing but time will change the mind of one that is overloaded or does not reach the target.
    bool const passes = status >= 500 || status == 408 || status == 425 || status == 429;
    return refuse(!passes, std::move(why));
  }
}

COLB_DECL proxy_dialogue::state proxy_dialogue::socks_answer() {
  using namespace proxy_text;
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(input_[i]); };
  auto const say = [&](std::string& what) {
    output_ = std::exchange(what, {});
    sent_ = 0;
  };
  if (step_ == step::method && input_.size() >= 2) {
    if (byte(0) != 5) return refuse(true, "what it says is not SOCKS 5");
    unsigned const method = byte(1);
    input_.erase(0, 2);
    if (method == 0) {
      say(request_);
      step_ = step::reply;
    } else if (method == 2 && has_user_) {
      say(credentials_);
      step_ = step::password;
    } else {
      return refuse(true, has_user_ ? "it takes neither user and password nor nothing"
                                    : "it wants authentication: give user and password in proxy.url");
    }
  }
  if (step_ == step::password && input_.size() >= 2) {
    if (byte(0) != 1) return refuse(true, "what it says is not SOCKS 5");
    if (byte(1) != 0) return refuse(true, "user and password of proxy.url are not accepted");
    input_.erase(0, 2);
    say(request_);
    step_ = step::reply;
  }
  if (step_ != step::reply || input_.size() < 2) return state::talking;
  if (byte(0) != 5) return refuse(true, "what it says is not SOCKS 5");
  if (unsigned const code = byte(1); code != 0) {
    constexpr std::array<std::string_view, 9> names = {"",
                                                       "a failure of its own",
                                                       "its rules do not allow it",
                                                       "the network cannot be reached",
                                                       "the host cannot be reached",
                                                       "the connection was refused",
                                                       "the way is too long",
                                                       "it does not know the command",
                                                       "it does not know this kind of address"};
    bool const known = code < names.size();
    return refuse(code == 2 || code == 7 || code == 8,
                  known ? std::string(names[code]) : "it answers with code " + std::to_string(code));
  }
  if (input_.size() < 5) return state::talking;
  std::size_t length = 0;
  if (byte(3) == 1) length = 4 + 4 + 2;
  if (byte(3) == 3) length = 4 + 1 + byte(4) + 2;
  if (byte(3) == 4) length = 4 + 16 + 2;
  if (length == 0) return refuse(true, "what it says is not SOCKS 5");
  if (input_.size() < length) return state::talking;
  input_.erase(0, length);
  return state::open;
}

}  // namespace colb::inline COLB_ABI::inner
