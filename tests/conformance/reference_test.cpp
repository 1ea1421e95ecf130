// colb: the reference of all Actions has what the tables have.
#include <cstddef>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "catch.hpp"
#include "compare.hpp"
#include "docstrings.hpp"
#include "pages.hpp"
#include "paths.hpp"

using conformance::api;
using conformance::apis;

namespace {

std::string read(std::string const& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<reference::page> const& pages() {
  static auto const all = reference::make_pages({read(COLB_CATALOG_DIR "/../../docs/emulator-coverage.md"),
                                                 read(COLB_CATALOG_DIR "/../../docs/lanes.md")});
  return all;
}

std::size_t times(std::string const& text, std::string const& what) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += what.size()) ++found;
  return found;
}

reference::page const& page_of(std::string const& path) {
  for (auto const& page : pages()) {
    if (page.path == path) return page;
  }
  FAIL(path);
  return pages().front();
}

}  // namespace

TEST_CASE("the reference has a page for each Action of the registry") {
  std::map<std::string, std::string> by_path;
  std::size_t actions = 0, of_actions = 0;
  for (auto const& page : pages()) {
    CHECK(by_path.emplace(page.path, page.text).second);
    of_actions += page.is_action ? 1 : 0;
  }
  for (api const& of : apis()) actions += of.actions.size();
  CHECK(of_actions == actions);
  CHECK(by_path.size() == actions + 2 * apis().size());

  for (auto const& page : pages()) {
    // Each field is a row; what is not described says nothing in its cell.
    INFO(page.path);
    CHECK(times(page.text, "| text |  |  |") == 0);
    if (!page.is_action) continue;
    CHECK(times(page.text, "## Request") == 1);
    CHECK(times(page.text, "| `") > 0);
    CHECK(times(page.text, "not served") == 0);
    // What is asked is named as it is called.
    CHECK(times(page.text, "` shows that ") + times(page.text, "`, shows that ") ==
          times(page.text, "waiting.md) until `Describe"));
    CHECK(times(page.text, "```json\n{") == 1);
  }
}

TEST_CASE("every Action, type and field of the headers says what it is") {
  for (api const& of : apis()) {
    auto const docs = reference::read_docstrings(load_headers(of));
    std::size_t seen = 0;
    auto const check = [&](colb::inner::type_info const& type, std::string const& name) {
      auto const found = docs.structures.find(name);
      INFO(of.name << ' ' << name);
      REQUIRE(found != docs.structures.end());
      CHECK_FALSE(found->second.text.empty());
      for (auto const& field : type.fields()) {
        auto const text = found->second.fields.find(std::string(field.name));
        INFO(field.name);
        CHECK(text != found->second.fields.end());
        if (text != found->second.fields.end()) CHECK_FALSE(text->second.empty());
        ++seen;
      }
    };
    for (auto const& row : of.actions) {
      check(*row.request, std::string(row.name));
      check(*row.response, std::string(row.name) + ".response");
    }
    CHECK(seen > of.actions.size());
  }
}

TEST_CASE("a page of the reference says what the tables say") {
  auto const& create = page_of("tencent-clb/CreateListener.md").text;
  for (char const* const part :
       {"| `Protocol` | text | yes | Listener protocol. | `TCP`, `UDP`, `HTTP`, `HTTPS`, `TCP_SSL`, `QUIC` |",
        "`DescribeTaskStatus` shows that it has ended", "never sent again", "20 requests a second",
        "cuts `Ports` into parts of 50, and `ListenerNames` with it",
        "`MultiCertInfo.CertList.CertKey`: printed as `***`", "| `InvalidParameter.PortCheckFailed` |",
        "\"LoadBalancerId\": \"lb-"}) {
    INFO(part);
    CHECK(create.find(part) != create.npos);
  }
  auto const& buy = page_of("aliyun-slb/CreateLoadBalancer.md").text;
  CHECK(buy.find("`ClientToken`: made by colb where left out") != buy.npos);
  CHECK(buy.find("the load balancer is `active`") != buy.npos);
  auto const& list = page_of("tencent-clb/DescribeLoadBalancers.md").text;
  CHECK(list.find("gives `LoadBalancerSet` by `Offset`, `Limit` a page") != list.npos);
}

TEST_CASE("the reference holds no private key") {
  for (auto const& page : pages()) {
    INFO(page.path);
    CHECK(page.text.find("BEGIN RSA") == page.text.npos);
    CHECK(page.text.find("PRIVATE KEY") == page.text.npos);
  }
  CHECK(page_of("aliyun-slb/UploadServerCertificate.md").text.find("\"PrivateKey\": \"***\"") !=
        std::string::npos);
}

TEST_CASE("links inside the reference lead somewhere") {
  std::map<std::string, std::string> by_path;
  for (auto const& page : pages()) by_path.emplace(page.path, page.text);
  std::regex const link(R"(\]\(([A-Za-z0-9_.]*)(#([A-Za-z0-9_]+))?\))");
  std::size_t followed = 0;
  for (auto const& [path, text] : by_path) {
    for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at) {
      std::string const file = (*at)[1], anchor = (*at)[3];
      std::string const to = file.empty() ? path : path.substr(0, path.find('/') + 1) + file;
      INFO(path << " to " << to << " # " << anchor);
      auto const found = by_path.find(to);
      CHECK(found != by_path.end());
      if (found != by_path.end() && !anchor.empty()) CHECK(times(found->second, "{#" + anchor + "}") == 1);
      ++followed;
    }
  }
  CHECK(followed > 1000);
}
