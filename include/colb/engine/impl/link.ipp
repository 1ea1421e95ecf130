// colb: the bodies of engine/link.hpp.
#pragma once

#include <colb/engine/link.hpp>

#if defined(__ELF__) && defined(COLB_SEPARATE_COMPILATION)
extern "C" {
char const COLB_LINK_NAME = 0;
char colb_is_compiled_once_in_one_file_and_header_only_in_another = 0;
}
#endif
