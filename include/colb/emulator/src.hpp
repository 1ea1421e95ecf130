// colb: the emulator's bodies. Include this in one translation unit of a program; or, to compile in parallel,
// each of the headers below in one.
#pragma once

#include <colb/emulator/src/aliyun_slb.hpp>
#include <colb/emulator/src/aliyun_slb_balancers.hpp>
#include <colb/emulator/src/aliyun_slb_listeners.hpp>
#include <colb/emulator/src/capitalonline.hpp>
#include <colb/emulator/src/capitalonline_haproxy.hpp>
#include <colb/emulator/src/capitalonline_vpc.hpp>
#include <colb/emulator/src/core.hpp>
#include <colb/emulator/src/identity.hpp>
#include <colb/emulator/src/server.hpp>
#include <colb/emulator/src/services.hpp>
#include <colb/emulator/src/tencent.hpp>
#include <colb/emulator/src/tencent_clb.hpp>
#include <colb/emulator/src/tencent_clb_2017.hpp>
#include <colb/emulator/src/tencent_clb_2017_application.hpp>
#include <colb/emulator/src/tencent_clb_2017_classic.hpp>
#include <colb/emulator/src/tencent_clb_balancers.hpp>
#include <colb/emulator/src/tencent_clb_listeners.hpp>
#include <colb/emulator/src/tencent_clb_targets.hpp>
