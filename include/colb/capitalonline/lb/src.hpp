// colb: the bodies of Capital Online load balancing, beside <colb/src.hpp>, for programs that compile them once.
#pragma once

#include <colb/src.hpp>
