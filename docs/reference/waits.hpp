// colb: what `call_and_wait` waits for, asked of the services themselves.
#pragma once

#include <string>
#include <string_view>

namespace reference {

/// What follows an Action to its end, in words for a table; empty: the Action is done when it answers.
///
/// @param service such as `tencent.clb`.
/// @param is_async whether the Action's descriptor says that it starts a task.
std::string waits_for(std::string_view service, std::string_view action, bool is_async);

}  // namespace reference
