// colb: Alibaba Cloud SLB (2014-05-15): the client and all Actions.
//
// A program that uses few Actions may include <colb/aliyun/slb/client.hpp> and the families it needs instead.
#pragma once

#include <colb/aliyun/slb/actions.hpp>
#include <colb/aliyun/slb/client.hpp>
