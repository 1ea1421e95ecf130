// What nearly every test includes, compiled once. The headers' self-containment is tested without it.
#include <colb/client.hpp>
#include <colb/emulator.hpp>
#include <colb/tencent/clb/types.hpp>
#include <colb/text.hpp>

#include "catch.hpp"
