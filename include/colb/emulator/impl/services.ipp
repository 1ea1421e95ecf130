// colb: the list of APIs that the emulator serves. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/emulator/service.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// Filled before `main`, by the translation units of the APIs in whatever order they come.
std::vector<service_entry>& linked_services() {
  static std::vector<service_entry> all;
  return all;
}

service_entry::service_entry(std::string_view service, int place,
                             std::unique_ptr<emu::service> (*make_it)(environment&))
    : name(service), order(place), make(make_it) {
  auto& all = linked_services();
  auto const later =
      std::find_if(all.begin(), all.end(), [&](service_entry const& other) { return other.order > place; });
  all.insert(later, *this);
}

/// A vendor names all its services.
bool is_named(std::string_view service, std::string_view by) {
  return service == by || service.substr(0, service.find('.')) == by;
}

std::vector<std::unique_ptr<service>> make_services(environment& environment) {
  auto const& linked = linked_services();
  auto const& wanted = environment.options.services;
  for (auto const& name : wanted) {
    if (std::any_of(linked.begin(), linked.end(),
                    [&](auto const& each) { return is_named(each.name, name); }))
      continue;
    std::string list;
    for (auto const& each : linked) list.append(list.empty() ? "" : ", ").append(each.name);
    throw std::invalid_argument("colb: options.services names \"" + name +
                                "\", which is not linked into this program (" + list +
                                " are): include its src.hpp, such as <colb/emulator/tencent/clb/src.hpp>");
  }
  std::vector<std::unique_ptr<service>> made;
  for (auto const& each : linked) {
    bool const asked = wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](auto const& name) {
                         return is_named(each.name, name);
                       });
    if (asked) made.push_back(each.make(environment));
  }
  return made;
}

}  // namespace colb::inline COLB_ABI::inner::emu
