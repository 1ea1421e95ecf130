# colb for Conan 2.
from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, get
from conan.tools.layout import basic_layout

required_conan_version = ">=2.0"


class ColbConan(ConanFile):
    name = "colb"
    description = "Coroutine client for the load-balancer APIs of Tencent Cloud, Alibaba Cloud and Capital Online"
    license = "BSL-1.0"
    topics = ("load-balancer", "cloud", "coroutines", "asio", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True
    exports_sources = "include/*", "LICENSE_1_0.txt"

    def layout(self):
        basic_layout(self, src_folder=".")

    def requirements(self):
        self.requires("asio/[>=1.22.1 <2]", transitive_headers=True)
        self.requires("boost/[>=1.81 <2]", transitive_headers=True, transitive_libs=True)
        self.requires("openssl/[>=3 <4]", transitive_headers=True, transitive_libs=True)

    def package_id(self):
        self.info.clear()

    def validate(self):
        check_min_cppstd(self, 20)

    def source(self):
        # In Conan Center's index: the release's archive by conandata.yml. In this tree: the exported sources.
        if self.conan_data:
            get(self, **self.conan_data["sources"][self.version], strip_root=True)

    def package(self):
        copy(self, "LICENSE_1_0.txt", src=self.source_folder, dst=f"{self.package_folder}/licenses")
        copy(self, "*.hpp", src=f"{self.source_folder}/include", dst=f"{self.package_folder}/include")
        copy(self, "*.ipp", src=f"{self.source_folder}/include", dst=f"{self.package_folder}/include")

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.defines = ["ASIO_STANDALONE"]
        if self.settings.compiler == "clang":
            # Before 1.24 Asio does not turn coroutines on for Clang by itself; later ones do not mind.
            self.cpp_info.defines += ["ASIO_HAS_CO_AWAIT", "ASIO_HAS_STD_COROUTINE"]
        self.cpp_info.requires = ["asio::asio", "boost::json", "openssl::openssl"]
        if self.settings.os in ("Linux", "FreeBSD"):
            self.cpp_info.system_libs = ["pthread"]
