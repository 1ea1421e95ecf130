// colb: the list of APIs that the emulator serves. Included in one translation unit; see src.hpp.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <colb/emulator/aliyun_slb.hpp>
#include <colb/emulator/capitalonline.hpp>
#include <colb/emulator/service.hpp>
#include <colb/emulator/tencent_clb.hpp>
#include <colb/emulator/tencent_clb_2017.hpp>

namespace colb::inline COLB_ABI::inner::emu {

std::vector<std::unique_ptr<service>> make_services(environment& environment) {
  auto const tencent = std::make_shared<tencent::world>(environment);
  std::vector<std::unique_ptr<service>> services;
  services.push_back(aliyun::make_slb(environment));  // before Tencent's, which takes all that comes for `/`
  services.push_back(tencent::make_clb(tencent));
  services.push_back(tencent::make_clb_2017(tencent));
  services.push_back(capitalonline::make_lb(environment));
  return services;
}

}  // namespace colb::inline COLB_ABI::inner::emu
