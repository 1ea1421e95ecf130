// colb: the emulator's bodies for Tencent CLB API 3.0 alone. Include this in one translation unit of a
// program that does not include <colb/emulator/src.hpp>; that of another service in the same one.
#pragma once

#include <colb/emulator/impl/base.ipp>
#include <colb/emulator/impl/control.ipp>
#include <colb/emulator/impl/control_server.ipp>
#include <colb/emulator/impl/core.ipp>
#include <colb/emulator/impl/editions.ipp>
#include <colb/emulator/impl/identity.ipp>
#include <colb/emulator/impl/keys.ipp>
#include <colb/emulator/impl/limits.ipp>
#include <colb/emulator/impl/server.ipp>
#include <colb/emulator/impl/services.ipp>
#include <colb/emulator/impl/state.ipp>
#include <colb/emulator/impl/tencent.ipp>
#include <colb/emulator/impl/tencent_access.ipp>
#include <colb/emulator/impl/tencent_clb.ipp>
#include <colb/emulator/impl/tencent_clb_balancers.ipp>
#include <colb/emulator/impl/tencent_clb_classic.ipp>
#include <colb/emulator/impl/tencent_clb_listeners.ipp>
#include <colb/emulator/impl/tencent_clb_network.ipp>
#include <colb/emulator/impl/tencent_clb_prices.ipp>
#include <colb/emulator/impl/tencent_clb_rewrites.ipp>
#include <colb/emulator/impl/tencent_clb_rules.ipp>
#include <colb/emulator/impl/tencent_clb_settings.ipp>
#include <colb/emulator/impl/tencent_clb_target_groups.ipp>
#include <colb/emulator/impl/tencent_clb_targets.ipp>
#include <colb/emulator/impl/tencent_clb_today.ipp>
