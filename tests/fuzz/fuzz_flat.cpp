// colb: fuzzes the reading of flat parameters: no input breaks it, and what it takes it writes and reads
// again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <colb/codec/flat.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/security_group.hpp>
#include <colb/tencent/clb/target.hpp>

namespace {

template <class T>
void check(std::vector<colb::codec::parameter> const& parameters, bool strict) {
  auto const& type = colb::inner::type_info_of<T>;
  colb::codec::read_options const options{.strict = strict, .max_memory = 1 << 20};
  T first = colb::inner::blank<T>();
  if (colb::codec::detail::read_flat(parameters, type, &first, options)) return;

  // Items with nothing set have no flat form: they are gone after the first writing, and then nothing changes
  // any more.
  auto lenient = options;
  lenient.strict = false;
  auto const written = colb::codec::detail::write_flat(type, &first, 1);
  T second = colb::inner::blank<T>();
  if (colb::codec::detail::read_flat(written, type, &second, lenient)) std::abort();
  auto const settled = colb::codec::detail::write_flat(type, &second, 0);
  T third = colb::inner::blank<T>();
  if (colb::codec::detail::read_flat(settled, type, &third, lenient)) std::abort();
  if (colb::codec::detail::write_flat(type, &third, 0) != settled || settled.size() != written.size())
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const parameters = colb::codec::parse_form({reinterpret_cast<char const*>(data), size}, 1000);
  if (!parameters) return 0;
  for (bool const strict : {false, true}) {
    check<colb::tencent::clb::DescribeLoadBalancers>(*parameters, strict);
    check<colb::tencent::clb::CreateListener>(*parameters, strict);
    check<colb::tencent::clb::RegisterTargets>(*parameters, strict);
    check<colb::tencent::clb::SetLoadBalancerSecurityGroups>(*parameters, strict);
  }
  return 0;
}
