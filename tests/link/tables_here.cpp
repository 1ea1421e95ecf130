#include "tables.hpp"

COLB_TABLES_HERE(colb::tencent::clb::CreateListener);
