// colb: the bodies of <colb/ext/redis.hpp>, for programs that compile colb once: include this in one file of
// such a program.
#pragma once

#if !defined(COLB_SEPARATE_COMPILATION)
#error \
    "colb: <colb/ext/redis/src.hpp> is for COLB_SEPARATE_COMPILATION, which the build's colb target sets; header-only needs no such file"
#endif

#include <colb/ext/redis/impl/connection.ipp>
#include <colb/ext/redis/impl/redis.ipp>
#include <colb/ext/redis/impl/reply.ipp>
#include <colb/ext/redis/impl/site.ipp>
