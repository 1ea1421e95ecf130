// colb: what today's service keeps beside what the document knows: access control lists, additional domains,
// TLS policies, tags of all kinds of resources, protections.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include <colb/aliyun/slb/types.hpp>
#include <colb/emulator/service.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

struct access_list {
  std::string id{};
  std::string name{};
  std::string region{};
  std::string address_version{};
  std::string resource_group{};
  std::int64_t created_ms = 0;
  std::vector<colb::aliyun::slb::types::AclEntry> entries{};
};

/// A domain with a certificate of its own at an HTTPS listener.
struct domain_extension {
  std::string id{};
  std::string domain{};
  std::string certificate{};
  std::string load_balancer{};
  std::int64_t port = 0;
};

struct tls_policy {
  std::string id{};
  std::string name{};
  std::string region{};
  std::vector<std::string> ciphers{};
  std::vector<std::string> versions{};
  std::int64_t created_ms = 0;
  tick applied{};  ///< Configuring until then.
};

/// Where the access logs of a load balancer go.
struct log_delivery {
  std::string region{};
  std::string project{};
  std::string store{};
};

/// What today's service knows of a load balancer besides.
struct todays_settings {
  std::string delete_protection = "off";
  std::string modification_protection = "NonProtection";
  std::string modification_reason{};
  std::string capacity_charge = "PayBySpec";
  std::string address_version = "ipv4";
};

using resource_tags = std::vector<std::pair<std::string, std::string>>;

struct todays_world {
  std::map<std::string, access_list> access_lists{};
  std::map<std::string, domain_extension> extensions{};
  std::map<std::string, tls_policy> tls_policies{};
  std::map<std::string, log_delivery> access_logs{};  ///< By load balancer.
  std::map<std::string, log_delivery> monitors{};     ///< By region.
  std::map<std::string, todays_settings> settings{};  ///< By load balancer.
  std::map<std::string, boost::json::object> rule_settings{};
  /// Of everything but load balancers, which keep their own: by kind and ID.
  std::map<std::pair<std::string, std::string>, resource_tags> tags{};
};

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
