// colb: the emulator's bodies. Include this in one translation unit of a program; or, to compile in parallel,
// each of the headers below in one.
#pragma once

#include <colb/emulator/impl/aliyun_slb.ipp>
#include <colb/emulator/impl/aliyun_slb_balancers.ipp>
#include <colb/emulator/impl/aliyun_slb_listeners.ipp>
#include <colb/emulator/impl/capitalonline.ipp>
#include <colb/emulator/impl/capitalonline_haproxy.ipp>
#include <colb/emulator/impl/capitalonline_vpc.ipp>
#include <colb/emulator/impl/core.ipp>
#include <colb/emulator/impl/identity.ipp>
#include <colb/emulator/impl/server.ipp>
#include <colb/emulator/impl/services.ipp>
#include <colb/emulator/impl/tencent.ipp>
#include <colb/emulator/impl/tencent_clb.ipp>
#include <colb/emulator/impl/tencent_clb_2017.ipp>
#include <colb/emulator/impl/tencent_clb_2017_application.ipp>
#include <colb/emulator/impl/tencent_clb_2017_classic.ipp>
#include <colb/emulator/impl/tencent_clb_balancers.ipp>
#include <colb/emulator/impl/tencent_clb_listeners.ipp>
#include <colb/emulator/impl/tencent_clb_targets.ipp>
