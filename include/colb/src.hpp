// colb: the bodies of the core, for programs that compile them once.
//
// With COLB_SEPARATE_COMPILATION, which colb's Meson and CMake targets set for a whole program, include this in one
// translation unit of it, and <colb/VENDOR/SERVICE/src.hpp> for each service used. Without, there is nothing to do.
#pragma once

#if !defined(COLB_SEPARATE_COMPILATION)
#error "colb: <colb/src.hpp> is for COLB_SEPARATE_COMPILATION, which the build's colb target sets; header-only needs no such file"
#endif
