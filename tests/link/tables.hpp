// An Action whose tables are compiled in one file of a program.
#pragma once

#include <colb/tencent/clb/listener.hpp>
#include <colb/text.hpp>

COLB_TABLES_ELSEWHERE(colb::tencent::clb::CreateListener);
