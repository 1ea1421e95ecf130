// colb: Tencent CLB API 2017: the client and all Actions.
//
// A program that uses few Actions may include <colb/tencent/clb_2017/client.hpp> and the families it needs
// instead.
#pragma once

#include <colb/tencent/clb_2017/actions.hpp>
#include <colb/tencent/clb_2017/client.hpp>
