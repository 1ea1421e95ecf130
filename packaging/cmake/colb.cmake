# The target colb::colb and the function colb_add_compiled(), for the installed colbConfig.cmake and for
# add_subdirectory() alike. Expects COLB_INCLUDE_DIR, the folder that holds colb/.

option(COLB_USE_BOOST_ASIO "Run on Boost.Asio instead of standalone Asio" OFF)
# Asio has no package of its own in Debian, and no CMake files in its releases: its header is looked for.
find_path(COLB_ASIO_INCLUDE_DIR asio/awaitable.hpp DOC "Folder of standalone Asio: holds asio/awaitable.hpp")
if(COLB_USE_BOOST_ASIO)
  set(COLB_ASIO_INCLUDE_DIR "${Boost_INCLUDE_DIRS}")
elseif(COLB_ASIO_INCLUDE_DIR)
  file(STRINGS "${COLB_ASIO_INCLUDE_DIR}/asio/version.hpp" _colb_asio_version REGEX "^#define ASIO_VERSION ")
  string(REGEX REPLACE "[^0-9]*([0-9]+).*" "\\1" COLB_ASIO_VERSION "${_colb_asio_version}")
endif()

if(COLB_ASIO_INCLUDE_DIR AND NOT TARGET colb::colb)
  add_library(colb_headers INTERFACE)
  add_library(colb::colb ALIAS colb_headers)
  target_compile_features(colb_headers INTERFACE cxx_std_20)
  if(COLB_USE_BOOST_ASIO)
    target_compile_definitions(colb_headers INTERFACE COLB_USE_BOOST_ASIO)
  else()
    target_compile_definitions(colb_headers INTERFACE ASIO_STANDALONE)
  endif()
  if(NOT COLB_USE_BOOST_ASIO AND COLB_ASIO_VERSION LESS 102400)
    # Before 1.24 Asio does not turn coroutines on for Clang by itself.
    target_compile_definitions(colb_headers INTERFACE
      $<$<CXX_COMPILER_ID:Clang,AppleClang>:ASIO_HAS_CO_AWAIT>
      $<$<CXX_COMPILER_ID:Clang,AppleClang>:ASIO_HAS_STD_COROUTINE>)
  endif()
  target_include_directories(colb_headers INTERFACE "$<BUILD_INTERFACE:${COLB_INCLUDE_DIR}>")
  target_include_directories(colb_headers SYSTEM INTERFACE "$<BUILD_INTERFACE:${COLB_ASIO_INCLUDE_DIR}>")
  target_link_libraries(colb_headers INTERFACE Boost::json OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
endif()

# colb_add_compiled(NAME [SERVICES tencent/clb …] [EMULATOR])
#
# Makes the static library NAME of colb's bodies, from the installed src.hpp files: link a program to NAME instead of
# colb::colb and its own files compile faster. SERVICES: the ones that the program uses; all by default. EMULATOR: the
# emulator's bodies as well.
function(colb_add_compiled name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "EMULATOR" "" "SERVICES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "colb_add_compiled: not understood: ${arg_UNPARSED_ARGUMENTS} (colb_add_compiled(NAME [SERVICES …] [EMULATOR]))")
  endif()
  set(known tencent/clb tencent/clb_2017 tencent/sts aliyun/slb aliyun/sts capitalonline/lb)
  if(NOT arg_SERVICES OR arg_EMULATOR)
    set(arg_SERVICES ${known})  # the emulator speaks them all
  endif()
  set(headers colb/src.hpp)
  foreach(service IN LISTS arg_SERVICES)
    if(NOT service IN_LIST known)
      message(FATAL_ERROR "colb_add_compiled: no such service: ${service} (there are: ${known})")
    endif()
    list(APPEND headers colb/${service}/src.hpp)
  endforeach()
  if(arg_EMULATOR)
    list(APPEND headers colb/emulator/src.hpp)
  endif()
  set(sources)
  foreach(header IN LISTS headers)
    string(MAKE_C_IDENTIFIER "${name}_${header}" file)
    set(file "${CMAKE_CURRENT_BINARY_DIR}/${file}.cpp")
    file(CONFIGURE OUTPUT "${file}" CONTENT "#include <${header}>\n")
    list(APPEND sources "${file}")
  endforeach()
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC colb::colb)
  target_compile_definitions(${name} PUBLIC COLB_SEPARATE_COMPILATION)
endfunction()
