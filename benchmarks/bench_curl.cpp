// The same exchange with libcurl's multi interface: N transfers on one thread, the request's bytes ready-made
// (no signature, no encoding), the reply's body collected and not decoded. usage: bench_curl ENDPOINT CA_FILE
// CONCURRENCY CALLS
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "measure.hpp"

static std::size_t collect(char* data, std::size_t size, std::size_t count, void* into) {
  static_cast<std::string*>(into)->append(data, size * count);
  return size * count;
}

struct transfer {
  CURL* handle = curl_easy_init();
  std::string body{};
  transfer() = default;
  transfer(transfer const&) = delete;
  transfer& operator=(transfer const&) = delete;
  ~transfer() { curl_easy_cleanup(handle); }
};

static void run(CURLM* multi, std::vector<std::unique_ptr<transfer>>& transfers, long calls) {
  long started = 0, finished = 0;
  for (auto& t : transfers) {
    t->body.clear();
    curl_multi_add_handle(multi, t->handle);
    ++started;
  }
  while (finished < calls) {
    int running = 0;
    curl_multi_perform(multi, &running);
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->data.result != CURLE_OK) {
        std::fprintf(stderr, "curl: %s\n", curl_easy_strerror(message->data.result));
        std::exit(1);
      }
      CURL* const handle = message->easy_handle;
      transfer* t = nullptr;
      curl_easy_getinfo(handle, CURLINFO_PRIVATE, &t);
      if (t->body.size() < 900) std::abort();
      ++finished;
      curl_multi_remove_handle(multi, handle);
      t->body.clear();
      if (started < calls) {
        curl_multi_add_handle(multi, handle);
        ++started;
      }
    }
    if (finished < calls) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
  }
}

int main(int argc, char** argv) {
  if (argc != 5) return std::fprintf(stderr, "usage: bench_curl ENDPOINT CA_FILE CONCURRENCY CALLS\n"), 2;
  int const concurrency = std::atoi(argv[3]);
  long const calls = std::atol(argv[4]);
  curl_global_init(CURL_GLOBAL_ALL);

  curl_slist* headers = nullptr;
  for (char const* line :
       {"Content-Type: application/json; charset=utf-8",
        "Authorization: TC3-HMAC-SHA256 Credential=AKIDbenchmark/2026-01-01/clb/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=0000000000000000000000000000000000000000000000000000000000000000",
        "X-TC-Action: DescribeLoadBalancers", "X-TC-Version: 2018-03-17", "X-TC-Timestamp: 1767225600",
        "X-TC-Region: ap-guangzhou", "Expect:", "Accept:"}) {
    headers = curl_slist_append(headers, line);
  }
  CURLM* multi = curl_multi_init();
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(concurrency));
  std::string const url = std::string(argv[1]) + "/";
  std::vector<std::unique_ptr<transfer>> transfers;
  for (int i = 0; i < concurrency; ++i) {
    auto t = std::make_unique<transfer>();
    curl_easy_setopt(t->handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(t->handle, CURLOPT_CAINFO, argv[2]);
    curl_easy_setopt(t->handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(t->handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(t->handle, CURLOPT_POSTFIELDS, "{\"LoadBalancerIds\":[\"lb-6efswuxa\"]}");
    curl_easy_setopt(t->handle, CURLOPT_WRITEFUNCTION, &collect);
    curl_easy_setopt(t->handle, CURLOPT_WRITEDATA, static_cast<void*>(&t->body));
    curl_easy_setopt(t->handle, CURLOPT_PRIVATE, static_cast<void*>(t.get()));
    transfers.push_back(std::move(t));
  }

  run(multi, transfers, calls / 10);
  measure const m;
  run(multi, transfers, calls);
  m.print("curl", concurrency, calls);

  transfers.clear();
  curl_multi_cleanup(multi);
  curl_slist_free_all(headers);
}
