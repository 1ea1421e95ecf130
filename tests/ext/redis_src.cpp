// The bodies of the coordinator over Redis, compiled once for its tests.
#include <colb/ext/redis/src.hpp>
