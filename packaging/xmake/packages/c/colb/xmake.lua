-- colb for xmake's repository.
package("colb")
    set_kind("library", {headeronly = true})
    set_description("Coroutine client for the load-balancer APIs of Tencent Cloud, Alibaba Cloud and Capital Online")
    set_license("BSL-1.0")

    add_deps("asio >=1.22.1", "boost >=1.81.0", "openssl3")
    add_defines("ASIO_STANDALONE")
    add_links("boost_json")

    on_install("linux", "macosx", "bsd", function (package)
        os.cp("include/colb", package:installdir("include"))
    end)

    on_test(function (package)
        assert(package:check_cxxsnippets({test = [[
            #include <colb/tencent/clb/client.hpp>
            void test() {
                colb::tencent::clb::client* client = nullptr;
                (void)client;
            }
        ]]}, {configs = {languages = "c++20"}}))
    end)
