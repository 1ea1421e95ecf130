// colb: who the client is, and where it gets that from.
#pragma once

#include <colb/engine/credentials_type.hpp>

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/credentials.ipp>
#endif
