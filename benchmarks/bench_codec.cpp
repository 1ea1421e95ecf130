// Reading one DescribeLoadBalancers reply, straight into the struct and by way of a document tree.
// usage: bench_codec REPLY_FILE CALLS
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <boost/json/parse.hpp>

#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/text.hpp>

#include "measure.hpp"

namespace clb = colb::tencent::clb;

struct envelope {
  clb::DescribeLoadBalancers::response Response{};
};

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: bench_codec REPLY_FILE CALLS\n"), 2;
  std::ifstream file(argv[1]);
  std::string const text{std::istreambuf_iterator<char>(file), {}};
  long const calls = std::atol(argv[2]);

  measure const direct;
  for (long i = 0; i < calls; ++i) {
    if (colb::from_json<envelope>(text).Response.LoadBalancerSet.size() != 1) std::abort();
  }
  direct.print("struct", 1, calls);

  measure const tree;
  for (long i = 0; i < calls; ++i) {
    if (boost::json::parse(text).at("Response").at("LoadBalancerSet").as_array().size() != 1) std::abort();
  }
  tree.print("tree", 1, calls);
}
