# colb for vcpkg. SOURCE_ARCHIVE, SOURCE_SHA512: of the release.
set(VCPKG_BUILD_TYPE release)  # headers only
vcpkg_download_distfile(ARCHIVE
  URLS "${COLB_RELEASES}/colb-${VERSION}.tar.xz"
  FILENAME "colb-${VERSION}.tar.xz"
  SHA512 "${COLB_SHA512}")
vcpkg_extract_source_archive(SOURCE_PATH ARCHIVE "${ARCHIVE}")

vcpkg_configure_meson(SOURCE_PATH "${SOURCE_PATH}" OPTIONS -Dtests=disabled -Dexamples=disabled -Demulator=disabled)
vcpkg_install_meson()
vcpkg_fixup_pkgconfig()
vcpkg_cmake_config_fixup(PACKAGE_NAME colb CONFIG_PATH share/cmake/colb)

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug" "${CURRENT_PACKAGES_DIR}/share/licenses")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE_1_0.txt")
