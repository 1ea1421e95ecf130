// Reading a DescribeLoadBalancers reply of 100 instances into the struct, its members in the struct's order
// and in another, and with boost::json::parse into a document. usage: bench_codec REPLY_FILE CALLS
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/text.hpp>

#include "measure.hpp"

namespace clb = colb::tencent::clb;

namespace {

constexpr std::size_t instances = 100;

struct envelope {
  clb::DescribeLoadBalancers::response Response{};
};

/// The reply with its first instance so many times.
std::string in_order(std::string const& reply) {
  auto all = colb::from_json<envelope>(reply);
  auto& set = all.Response.LoadBalancerSet;
  auto const first = set.at(0);
  set.clear();
  for (std::size_t i = 0; i < instances; ++i) {
    set.push_back(first);
    set.back().LoadBalancerId = "lb-" + std::to_string(10000000 + i);
  }
  all.Response.TotalCount = instances;
  return colb::to_json(all);
}

/// With the members of every object shuffled, the same way in objects of the same members.
boost::json::value shuffled(boost::json::value const& from) {
  if (from.is_array()) {
    boost::json::array out;
    for (auto const& each : from.get_array()) out.push_back(shuffled(each));
    return out;
  }
  if (!from.is_object()) return from;
  std::vector<std::pair<std::string, boost::json::value>> members;
  for (auto const& [name, value] : from.get_object()) members.emplace_back(name, shuffled(value));
  std::mt19937 random(1);
  std::shuffle(members.begin(), members.end(), random);
  boost::json::object out;
  for (auto& [name, value] : members) out[name] = std::move(value);
  return out;
}

template <class F>
void keep_shortest(double& shortest, long calls, F f) {
  measure const m;
  for (long i = 0; i < calls; ++i) f();
  shortest = std::min(shortest, m.wall() / static_cast<double>(calls) * 1e6);
}

void read_struct(std::string_view text) {
  if (colb::from_json<envelope>(text).Response.LoadBalancerSet.size() != instances) std::abort();
}

void read_document(std::string_view text) {
  auto const document = boost::json::parse(text);
  if (document.at("Response").at("LoadBalancerSet").as_array().size() != instances) std::abort();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: bench_codec REPLY_FILE CALLS\n"), 2;
  std::ifstream file(argv[1]);
  std::string const reply{std::istreambuf_iterator<char>(file), {}};
  long const calls = std::max(std::atol(argv[2]) / 20, 1L);
  std::string const ordered = in_order(reply);
  std::string const other = boost::json::serialize(shuffled(boost::json::parse(ordered)));

  double const unknown = std::numeric_limits<double>::max();
  double direct = unknown, direct_other = unknown, document = unknown, document_other = unknown;
  for (int turn = 0; turn < 20; ++turn) {
    keep_shortest(direct, calls, [&] { read_struct(ordered); });
    keep_shortest(document, calls, [&] { read_document(ordered); });
    keep_shortest(direct_other, calls, [&] { read_struct(other); });
    keep_shortest(document_other, calls, [&] { read_document(other); });
  }
  print("decode", direct);
  print("decode.document", document);
  print("decode_other", direct_other);
  print("decode_other.document", document_other);
}
