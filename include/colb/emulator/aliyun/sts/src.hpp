// colb: the emulator's bodies for Alibaba Cloud's STS and metadata service alone. Include this in one
// translation unit of a program that does not include <colb/emulator/src.hpp>; that of another service in the
// same one.
#pragma once

#include <colb/emulator/impl/aliyun_access.ipp>
#include <colb/emulator/impl/aliyun_metadata.ipp>
#include <colb/emulator/impl/aliyun_sts.ipp>
#include <colb/emulator/impl/base.ipp>
#include <colb/emulator/impl/control.ipp>
#include <colb/emulator/impl/control_server.ipp>
#include <colb/emulator/impl/core.ipp>
#include <colb/emulator/impl/editions.ipp>
#include <colb/emulator/impl/identity.ipp>
#include <colb/emulator/impl/keys.ipp>
#include <colb/emulator/impl/limits.ipp>
#include <colb/emulator/impl/metadata.ipp>
#include <colb/emulator/impl/server.ipp>
#include <colb/emulator/impl/services.ipp>
#include <colb/emulator/impl/state.ipp>
