// Prints the keys that the default chain finds: `keys ID KEY TOKEN`, or `none: why`. Run by credentials.js.
#include <exception>
#include <iostream>
#include <memory>
#include <string_view>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/strand.hpp>

#include <colb/aliyun/sources.hpp>
#include <colb/engine/client_core.hpp>
#include <colb/engine/client_keys.hpp>
#include <colb/tencent/sources.hpp>

namespace {

asio::awaitable<void> show(colb::inner::client_keys& keys) {
  try {
    colb::inner::key_ptr const found = co_await keys.get(colb::clock::tick::max());
    std::cout << "keys " << found->keys.id << ' ' << found->keys.key << ' ' << found->keys.token << '\n';
  } catch (std::exception const& e) {
    std::cout << "none: " << e.what() << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  asio::io_context io;
  colb::client_options options;
  options.credentials = colb::credentials::default_chain();
  bool const tencent = argc > 1 && std::string_view(argv[1]) == "tencent";
  auto const& vendor = tencent ? colb::tencent::sources() : colb::aliyun::sources();
  asio::any_io_executor const strand = asio::make_strand(io);
  try {
    colb::inner::client_keys keys(options, vendor, io.get_executor(), strand, colb::clock::system(),
                                  &colb::inner::system_random, nullptr,
                                  &colb::inner::strands<asio::any_io_executor>::make);
    asio::co_spawn(strand, show(keys), asio::detached);
    io.run();
  } catch (std::exception const& e) {
    std::cout << "none: " << e.what() << '\n';
  }
}
