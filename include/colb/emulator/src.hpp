// colb: the emulator's bodies, for all services. Include this in one translation unit of a program. A program
// that emulates one service compiles less with that one's src.hpp instead; it links what it includes.
#pragma once

#include <colb/emulator/aliyun/slb/src.hpp>
#include <colb/emulator/aliyun/sts/src.hpp>
#include <colb/emulator/capitalonline/lb/src.hpp>
#include <colb/emulator/tencent/clb/src.hpp>
#include <colb/emulator/tencent/clb_2017/src.hpp>
#include <colb/emulator/tencent/sts/src.hpp>
