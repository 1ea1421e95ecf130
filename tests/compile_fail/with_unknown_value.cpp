// expect: no matching (function|constructor)
#include <colb/tencent/clb/listener.hpp>
#include <colb/with.hpp>

namespace clb = colb::tencent::clb;

struct colour {};

auto f(clb::DescribeListeners const& list) { return colb::with(list, {{"Colour", colour{}}}); }
