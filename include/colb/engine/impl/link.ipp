// colb: the bodies of engine/link.hpp.
#pragma once

#include <colb/engine/link.hpp>

#if defined(__ELF__) && defined(COLB_SEPARATE_COMPILATION)
extern "C" {
char const COLB_LINK_NAME = 0;
char COLB_MODE_NAME = 0;
}
#endif
