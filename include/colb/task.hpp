// colb: the handle of an operation that goes on in the cloud after the answer: `colb::task`, its text, and
// back.
#pragma once

#include <colb/engine/task_handle.hpp>
#include <colb/version.hpp>

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/task.ipp>
#endif
