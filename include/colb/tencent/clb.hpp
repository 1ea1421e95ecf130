// colb: Tencent CLB API 3.0 (2018-03-17): the client and all Actions.
//
// A program that uses few Actions may include <colb/tencent/clb/client.hpp> and the families it needs
// instead.
#pragma once

#include <colb/tencent/clb/actions.hpp>
#include <colb/tencent/clb/client.hpp>
