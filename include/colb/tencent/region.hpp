// colb: the two ways in which Tencent Cloud names its regions.
#pragma once

#include <string_view>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::tencent {

/// The name that API 3.0 has for a region of which API 2017 knows a short one: `gz` gives `ap-guangzhou`. Any
/// other name is given back as it is.
///
/// Source: CLB API 2017 (v2), "Common Request Parameters".
constexpr std::string_view long_region_name(std::string_view name) {
  struct pair {
    std::string_view from, to;
  };
  constexpr pair known[] = {
      {"bj", "ap-beijing"},   {"ca", "na-toronto"},   {"cd", "ap-chengdu"},        {"cq", "ap-chongqing"},
      {"de", "eu-frankfurt"}, {"gz", "ap-guangzhou"}, {"hk", "ap-hongkong"},       {"in", "ap-mumbai"},
      {"jp", "ap-tokyo"},     {"kr", "ap-seoul"},     {"sg", "ap-singapore"},      {"sh", "ap-shanghai"},
      {"th", "ap-bangkok"},   {"use", "na-ashburn"},  {"usw", "na-siliconvalley"},
  };
  for (pair const& region : known) {
    if (region.from == name) return region.to;
  }
  return name;
}

}  // namespace colb::inline COLB_ABI::tencent
