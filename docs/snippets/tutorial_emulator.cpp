#include <colb/emulator/src.hpp>
