// colb: a redis-server of the tests' own, on a loopback port, that keeps nothing.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <asio/connect.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include "support/certificates.hpp"

namespace colb::test {

class redis_server {
 public:
  /// @param more lines of its configuration, such as `requirepass x`.
  explicit redis_server(std::vector<std::string> const& more = {}, bool tls = false) : tls_(tls) {
    std::string name =
        (std::filesystem::temp_directory_path() / ("colb-redis-" + std::string(6, 'X'))).string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no folder for a Redis");
    folder_ = name;
    if (tls_) make_certificates();
    std::string lines;
    for (std::string const& line : more) lines += line + '\n';
    write("conf", lines);
    port_ = free_port();
    start();
  }
  redis_server(redis_server const&) = delete;
  redis_server& operator=(redis_server const&) = delete;
  ~redis_server() {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string place() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string url() const {
    return (tls_ ? "rediss://localhost:" : "redis://127.0.0.1:") + std::to_string(port_);
  }
  std::string ca_file() const { return (folder_ / "ca.pem").string(); }

  void start() {
    std::string const port = std::to_string(port_);
    std::vector<std::string> words{"redis-server", (folder_ / "conf").string(),
                                   "--bind",       "127.0.0.1",
                                   "--save",       "",
                                   "--appendonly", "no",
                                   "--dir",        folder_.string(),
                                   "--logfile",    (folder_ / "log").string()};
    auto const add = [&](std::vector<std::string> const& some) {
      words.insert(words.end(), some.begin(), some.end());
    };
    if (tls_) {
      add({"--port", "0", "--tls-port", port, "--tls-auth-clients", "no"});
      add({"--tls-cert-file", (folder_ / "own.pem").string(), "--tls-key-file",
           (folder_ / "own.key").string()});
      add({"--tls-ca-cert-file", ca_file()});
    } else {
      add({"--port", port});
    }
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    process_ = fork();
    if (process_ == 0) {
      execvp(arguments[0], arguments.data());
      _exit(127);
    }
    for (int i = 0; i < 500; ++i) {
      asio::io_context io;
      asio::ip::tcp::socket s(io);
      std::error_code ec;
      s.connect({asio::ip::make_address("127.0.0.1"), port_}, ec);
      if (!ec) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    throw std::runtime_error("redis-server does not start");
  }

  /// Ends it at once, as a crash would.
  void stop() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }
  void freeze() { kill(process_, SIGSTOP); }
  void thaw() { kill(process_, SIGCONT); }

 private:
  static std::uint16_t free_port() {
    asio::io_context io;
    asio::ip::tcp::acceptor a(io, {asio::ip::make_address("127.0.0.1"), 0});
    return a.local_endpoint().port();
  }
  void write(char const* name, std::string const& text) { std::ofstream(folder_ / name) << text; }
  void make_certificates() {
    identity const authority = make_identity("colb test authority", "", nullptr);
    identity const own = make_identity("localhost", "DNS:localhost", &authority);
    write("ca.pem", authority.certificate_pem());
    write("own.pem", own.certificate_pem());
    write("own.key", own.key_pem());
  }

  bool tls_;
  std::filesystem::path folder_{};
  std::uint16_t port_ = 0;
  pid_t process_ = 0;
};

}  // namespace colb::test
