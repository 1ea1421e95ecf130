// colb: fuzzes the reading of JSON: no input breaks it, and what it takes it writes and reads again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <colb/codec/json.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/target.hpp>

namespace fuzz {

/// Every shape that a field can have.
struct everything {
  colb::required<std::string> Text;
  std::optional<std::int64_t> Integer{};
  std::optional<double> Real{};
  std::optional<bool> Boolean{};
  std::vector<std::string> Texts{};
  std::vector<bool> Booleans{};
  std::vector<std::vector<double>> Grid{};
  std::map<std::string, std::vector<std::int64_t>> Map{};
  std::optional<std::vector<std::string>> Groups{};
  boost::json::value Any{};
  std::optional<colb::tencent::clb::types::HealthCheck> Check{};
  std::vector<colb::tencent::clb::types::Target> Targets{};
};

struct envelope {
  std::string RequestId{};
  std::optional<colb::tencent::clb::types::Target> Error{};
};

void require(bool holds) {
  if (!holds) std::abort();
}

template <class T>
std::string write(T const& value) {
  std::string out;
  colb::codec::detail::write(out, colb::inner::type_info_of<T>, &value, {});
  return out;
}

template <class T>
void check(std::string_view text, bool strict) {
  auto const& type = colb::inner::type_info_of<T>;
  colb::codec::read_options const options{.strict = strict, .max_memory = std::size_t{1} << 20};
  T first = colb::inner::blank<T>();
  if (auto const problem = colb::codec::detail::read(text, type, &first, options)) {
    require(!problem.message.empty());
    return;
  }
  std::string const written = write(first);
  T second = colb::inner::blank<T>();
  require(!colb::codec::detail::read(written, type, &second, options));
  require(write(second) == written);

  colb::codec::write_options masking;
  masking.mask_secrets = true;
  std::string masked;
  colb::codec::detail::write(masked, type, &first, masking);
  T third = colb::inner::blank<T>();
  require(!colb::codec::detail::read(masked, type, &third, options));
}

void check_envelope(std::string_view text, std::string_view wrapper) {
  auto response = colb::inner::blank<colb::tencent::clb::DescribeListeners::response>();
  envelope around;
  colb::codec::detail::read_target target;
  target.type = &colb::inner::type_info_of<colb::tencent::clb::DescribeListeners::response>;
  target.object = &response;
  target.extra = &colb::inner::type_info_of<envelope>;
  target.extra_object = &around;
  target.wrapper = wrapper;
  colb::codec::read_options const options{.max_memory = std::size_t{1} << 20};
  if (auto const problem = colb::codec::detail::read(text, target, options))
    require(!problem.message.empty());
}

}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  for (bool const strict : {false, true}) {
    fuzz::check<fuzz::everything>(text, strict);
    fuzz::check<colb::tencent::clb::CreateListener>(text, strict);
    fuzz::check<colb::tencent::clb::RegisterTargets>(text, strict);
    fuzz::check<colb::tencent::clb::DescribeLoadBalancers::response>(text, strict);
  }
  fuzz::check_envelope(text, "Response");
  fuzz::check_envelope(text, "");
  return 0;
}
