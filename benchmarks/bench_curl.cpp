// The same calls with libcurl's multi interface, as its manual has it done on Linux: curl_multi_socket_action
// and epoll, no signals, one thread. The work is colb's: each request is signed (with colb's signer), each
// reply read into a document. usage: bench_curl ENDPOINT CA_FILE CONCURRENCY CALLS
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sys/epoll.h>

#include <curl/curl.h>
#include <boost/json/parse.hpp>

#include <colb/sign/tc3.hpp>

#include "measure.hpp"

namespace {

constexpr std::string_view payload = "{\"LoadBalancerIds\":[\"lb-6efswuxa\"]}";

std::size_t collect(char* data, std::size_t size, std::size_t count, void* into) {
  static_cast<std::string*>(into)->append(data, size * count);
  return size * count;
}

struct transfer {
  CURL* handle = curl_easy_init();
  curl_slist* headers = nullptr;
  std::string body{};
  transfer() = default;
  transfer(transfer const&) = delete;
  transfer& operator=(transfer const&) = delete;
  ~transfer() {
    curl_easy_cleanup(handle);
    curl_slist_free_all(headers);
  }
};

/// Many transfers over one multi handle, driven by epoll.
class driver {
 public:
  driver(char const* endpoint, char const* ca_file, int concurrency)
      : host_(std::string_view(endpoint).substr(std::string_view(endpoint).find("//") + 2)) {
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(concurrency));
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &driver::watch);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, static_cast<void*>(this));
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &driver::set_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, static_cast<void*>(this));
    std::string const url = std::string(endpoint) + "/";
    for (int i = 0; i < concurrency; ++i) {
      auto t = std::make_unique<transfer>();
      curl_easy_setopt(t->handle, CURLOPT_URL, url.c_str());
      curl_easy_setopt(t->handle, CURLOPT_CAINFO, ca_file);
      curl_easy_setopt(t->handle, CURLOPT_NOSIGNAL, 1L);
      curl_easy_setopt(t->handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
      curl_easy_setopt(t->handle, CURLOPT_USERAGENT, "colb/0.2.0");
      curl_easy_setopt(t->handle, CURLOPT_POSTFIELDS, payload.data());
      curl_easy_setopt(t->handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(payload.size()));
      curl_easy_setopt(t->handle, CURLOPT_WRITEFUNCTION, &collect);
      curl_easy_setopt(t->handle, CURLOPT_WRITEDATA, static_cast<void*>(&t->body));
      curl_easy_setopt(t->handle, CURLOPT_PRIVATE, static_cast<void*>(t.get()));
      transfers_.push_back(std::move(t));
    }
  }
  driver(driver const&) = delete;
  driver& operator=(driver const&) = delete;
  ~driver() {
    transfers_.clear();
    curl_multi_cleanup(multi_);
  }

  void run(long calls) {
    started_ = finished_ = 0;
    calls_ = calls;
    for (auto& t : transfers_) start(*t);
    std::array<epoll_event, 64> events{};
    int running = 0;
    while (finished_ < calls_) {
      int const count =
          epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), static_cast<int>(timeout_));
      if (count == 0) {
        timeout_ = -1;
        curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
      }
      for (int i = 0; i < count; ++i) {
        auto const& event = events[static_cast<std::size_t>(i)];
        int const what = (event.events & EPOLLIN ? CURL_CSELECT_IN : 0) |
                         (event.events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
                         (event.events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
        curl_multi_socket_action(multi_, event.data.fd, what, &running);
      }
      take_finished();
    }
  }

 private:
  void start(transfer& t) {
    if (started_ == calls_) return;
    ++started_;
    t.body.clear();
    auto const now = std::time(nullptr);
    colb::sign::tc3_request message;
    message.secret_id = "AKIDbenchmark";
    message.secret_key = "key";
    message.service = "clb";
    message.host = host_;
    message.payload = payload;
    message.timestamp = now;
    std::string const authorization = "Authorization: " + signer_.sign(message);
    std::string const timestamp = "X-TC-Timestamp: " + std::to_string(now);
    curl_slist_free_all(t.headers);
    t.headers = nullptr;
    for (char const* line : {"Content-Type: application/json; charset=utf-8", authorization.c_str(),
                             "X-TC-Action: DescribeLoadBalancers", "X-TC-Version: 2018-03-17",
                             timestamp.c_str(), "X-TC-Region: ap-guangzhou", "Expect:", "Accept:"}) {
      t.headers = curl_slist_append(t.headers, line);
    }
    curl_easy_setopt(t.handle, CURLOPT_HTTPHEADER, t.headers);
    curl_multi_add_handle(multi_, t.handle);
  }

  void take_finished() {
    int left = 0;
    while (CURLMsg* const message = curl_multi_info_read(multi_, &left)) {
      if (message->data.result != CURLE_OK) {
        std::fprintf(stderr, "curl: %s\n", curl_easy_strerror(message->data.result));
        std::exit(1);
      }
      CURL* const handle = message->easy_handle;
      transfer* t = nullptr;
      curl_easy_getinfo(handle, CURLINFO_PRIVATE, &t);
      auto const document = boost::json::parse(t->body);
      if (document.at("Response").at("LoadBalancerSet").as_array().size() != 1) std::abort();
      ++finished_;
      curl_multi_remove_handle(multi_, handle);
      start(*t);
    }
  }

  static int watch(CURL*, curl_socket_t socket, int what, void* self, void* known) {
    auto& by = *static_cast<driver*>(self);
    if (what == CURL_POLL_REMOVE) {
      epoll_ctl(by.epoll_, EPOLL_CTL_DEL, socket, nullptr);
      return 0;
    }
    epoll_event event{};
    event.data.fd = socket;
    event.events = (what & CURL_POLL_IN ? EPOLLIN : 0U) | (what & CURL_POLL_OUT ? EPOLLOUT : 0U);
    epoll_ctl(by.epoll_, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event);
    curl_multi_assign(by.multi_, socket, self);
    return 0;
  }

  static int set_timer(CURLM*, long timeout, void* self) {
    static_cast<driver*>(self)->timeout_ = timeout;
    return 0;
  }

  std::string host_;
  CURLM* multi_ = curl_multi_init();
  int epoll_ = epoll_create1(EPOLL_CLOEXEC);
  long timeout_ = -1;
  long started_ = 0, finished_ = 0, calls_ = 0;
  colb::sign::tc3_signer signer_{};
  std::vector<std::unique_ptr<transfer>> transfers_{};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return std::fprintf(stderr, "usage: bench_curl ENDPOINT CA_FILE CONCURRENCY CALLS\n"), 2;
  int const concurrency = std::atoi(argv[3]);
  long const calls = std::atol(argv[4]);
  curl_global_init(CURL_GLOBAL_ALL);
  driver transfers(argv[1], argv[2], concurrency);
  transfers.run(std::max(calls / 10, static_cast<long>(concurrency)));
  measure const m;
  transfers.run(calls);
  m.print_calls("curl." + std::to_string(concurrency), calls);
}
