#!/usr/bin/env python3
"""Executes a Conan 2 recipe's own steps without Conan: conan_stub.py RECIPE_DIR SOURCES PREFIX COMPILER.

Stands in for the few functions that the recipe uses, runs validate, package and package_info, and writes into PREFIX
the CMake package that Conan's CMakeDeps would make of cpp_info.
"""
import fnmatch
import os
import shutil
import sys
import types
from types import SimpleNamespace

recipe_dir, sources, prefix, compiler = sys.argv[1:5]


def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made


def copy(conanfile, pattern, src, dst):
    count = 0
    for folder, _, files in os.walk(src):
        for file in files:
            path = os.path.join(folder, file)
            relative = os.path.relpath(path, src)
            if fnmatch.fnmatch(file, pattern) or fnmatch.fnmatch(relative, pattern):
                target = os.path.join(dst, relative)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copy2(path, target)
                count += 1
    assert count, f"copy: {pattern} in {src}: nothing there"


def check_min_cppstd(conanfile, least):
    assert int(conanfile.settings.compiler.cppstd) >= least


class Compiler(str):
    cppstd = "20"


class ConanFile:
    conan_data = None

    def __init__(self):
        self.settings = SimpleNamespace(os="Linux", arch="x86_64", build_type="Release", compiler=Compiler(compiler))
        self.cpp_info = SimpleNamespace(includedirs=["include"], libdirs=["lib"], bindirs=["bin"], defines=[],
                                        system_libs=[], requires=[])
        self.info = SimpleNamespace(clear=lambda: None)
        self.source_folder, self.package_folder = sources, prefix
        self.required = []

    def requires(self, reference, **traits):
        self.required.append(reference.split("/")[0])


module("conan", ConanFile=ConanFile)
module("conan.tools")
module("conan.tools.build", check_min_cppstd=check_min_cppstd)
module("conan.tools.files", copy=copy, get=lambda *a, **k: sys.exit("get: no download here"))
module("conan.tools.layout", basic_layout=lambda *a, **k: None)

scope = {}
with open(os.path.join(recipe_dir, "conanfile.py"), encoding="utf-8") as file:
    exec(compile(file.read(), "conanfile.py", "exec"), scope)
recipe = next(c for c in scope.values() if isinstance(c, type) and issubclass(c, ConanFile) and c is not ConanFile)()
assert recipe.package_type == "header-library" and recipe.license == "BSL-1.0"
for pattern in (recipe.exports_sources,) if isinstance(recipe.exports_sources, str) else recipe.exports_sources:
    assert any(fnmatch.fnmatch(os.path.relpath(os.path.join(d, f), sources), pattern)
               for d, _, fs in os.walk(sources) for f in fs), f"exports_sources: {pattern}: nothing there"
for step in ("layout", "requirements", "validate", "package_id", "source", "package", "package_info"):
    getattr(recipe, step)()

info = recipe.cpp_info
targets = {"asio::asio": "", "boost::json": "Boost::json", "openssl::openssl": "OpenSSL::SSL;OpenSSL::Crypto"}
assert {r.split("::")[0] for r in info.requires} == set(recipe.required), "cpp_info.requires and requirements() differ"
folder = os.path.join(prefix, "lib/cmake/colb")
os.makedirs(folder, exist_ok=True)
with open(os.path.join(folder, "colbConfig.cmake"), "w", encoding="utf-8") as out:
    out.write("find_package(Threads REQUIRED)\nfind_package(OpenSSL REQUIRED)\nfind_package(Boost REQUIRED COMPONENTS json)\n")
    out.write("add_library(colb::colb INTERFACE IMPORTED)\nset_target_properties(colb::colb PROPERTIES\n")
    out.write(f'  INTERFACE_INCLUDE_DIRECTORIES "{";".join(os.path.join(prefix, d) for d in info.includedirs)}"\n')
    out.write(f'  INTERFACE_COMPILE_DEFINITIONS "{";".join(info.defines)}"\n')
    libraries = [targets[r] for r in info.requires if targets[r]] + info.system_libs
    out.write(f'  INTERFACE_LINK_LIBRARIES "{";".join(libraries)}")\n')
print(f"conan: {recipe.name} packaged into the prefix")
