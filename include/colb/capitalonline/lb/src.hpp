// colb: the bodies of Capital Online load balancing, beside <colb/src.hpp>, for programs that compile them once.
#pragma once

#include <colb/src.hpp>

#include <colb/capitalonline/lb/impl/errors.ipp>
#include <colb/capitalonline/lb/impl/service.ipp>
