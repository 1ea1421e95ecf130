// What the half of the program that runs on standalone Asio offers the other one: no Asio in sight.
#pragma once

#include <cstddef>
#include <string>

/// How many load balancers a client on standalone Asio sees.
std::size_t balancers_seen_on_standalone_asio(std::string endpoint, std::string ca_file, std::string id,
                                              std::string key);
