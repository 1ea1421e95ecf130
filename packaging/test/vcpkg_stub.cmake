# Executes a vcpkg port without vcpkg: cmake -DPORT=… -DARCHIVE_FILE=… -DPREFIX=… -DWORK=… -P vcpkg_stub.cmake
#
# Stands in for the functions that the port calls, with Meson doing what vcpkg would have it do.
cmake_minimum_required(VERSION 3.20)
set(CURRENT_PACKAGES_DIR "${PREFIX}")
file(READ "${PORT}/vcpkg.json" manifest)
string(JSON VERSION GET "${manifest}" version)
string(JSON PORT_NAME GET "${manifest}" name)
set(COLB_RELEASES "unused")
file(SHA512 "${ARCHIVE_FILE}" COLB_SHA512)

function(run)
  execute_process(COMMAND ${ARGV} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(vcpkg_download_distfile variable)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FILENAME;SHA512" "URLS")
  get_filename_component(name "${ARCHIVE_FILE}" NAME)
  if(NOT name STREQUAL arg_FILENAME)
    message(FATAL_ERROR "the port wants ${arg_FILENAME}, the release is ${name}")
  endif()
  if(NOT arg_URLS OR NOT arg_SHA512)
    message(FATAL_ERROR "vcpkg_download_distfile wants URLS and SHA512")
  endif()
  set(${variable} "${ARCHIVE_FILE}" PARENT_SCOPE)
endfunction()

function(vcpkg_extract_source_archive variable)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "ARCHIVE" "")
  file(REMOVE_RECURSE "${WORK}/source")
  file(ARCHIVE_EXTRACT INPUT "${arg_ARCHIVE}" DESTINATION "${WORK}/source")
  file(GLOB top "${WORK}/source/*")
  set(${variable} "${top}" PARENT_SCOPE)
endfunction()

function(vcpkg_configure_meson)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
  file(REMOVE_RECURSE "${WORK}/build")
  run(meson setup "${WORK}/build" "${arg_SOURCE_PATH}" --prefix "${PREFIX}" --libdir lib --wrap-mode nodownload ${arg_OPTIONS})
endfunction()

function(vcpkg_install_meson)
  run(meson install -C "${WORK}/build" --no-rebuild)
endfunction()

function(vcpkg_fixup_pkgconfig)
  file(GLOB_RECURSE found "${PREFIX}/*.pc")
  if(NOT found)
    message(FATAL_ERROR "vcpkg_fixup_pkgconfig: there is no .pc file")
  endif()
endfunction()

function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "PACKAGE_NAME;CONFIG_PATH" "")
  if(NOT EXISTS "${PREFIX}/${arg_CONFIG_PATH}/${arg_PACKAGE_NAME}Config.cmake")
    message(FATAL_ERROR "vcpkg_cmake_config_fixup: no ${arg_PACKAGE_NAME}Config.cmake in ${arg_CONFIG_PATH}")
  endif()
  # vcpkg moves it to share/PACKAGE_NAME, one folder higher, and mends _IMPORT_PREFIX only: the port's file has to bear it.
  file(RENAME "${PREFIX}/${arg_CONFIG_PATH}" "${PREFIX}/share/${arg_PACKAGE_NAME}")
endfunction()

function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
  file(COPY_FILE "${arg_FILE_LIST}" "${PREFIX}/share/${PORT_NAME}/copyright")
endfunction()

include("${PORT}/portfile.cmake")
message(STATUS "vcpkg: ${PORT_NAME} ${VERSION} installed into the prefix")
