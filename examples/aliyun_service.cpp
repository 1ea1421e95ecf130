// A web service on Alibaba Cloud SLB: instance, VServer group, listeners, rule, certificate, start, health.
//
// Without --region it works on an emulated cloud inside this program. With --region, and with the vendor's
// environment variables ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET (and
// ALIBABA_CLOUD_SECURITY_TOKEN), on the real one: that costs money.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <colb/aliyun/slb/backend_server.hpp>
#include <colb/aliyun/slb/certificate.hpp>
#include <colb/aliyun/slb/client.hpp>
#include <colb/aliyun/slb/listener.hpp>
#include <colb/aliyun/slb/load_balancer.hpp>
#include <colb/aliyun/slb/rule.hpp>
#include <colb/aliyun/slb/vserver_group.hpp>

#include "common.hpp"

namespace slb = colb::aliyun::slb;

namespace {

struct settings {
  example::place where{};
  std::string name = "colb-service";
  std::string domain = "www.example.com";
  std::vector<std::string> servers{};
  std::string certificate{};  ///< PEM.
  std::string key{};          ///< PEM; a secret.
  std::string resume{};
  bool teardown = false;
};

/// What exists so far, so that an interrupted run can say what it leaves behind.
struct service {
  std::string load_balancer{};
  std::string address{};
  std::string group{};
  std::string certificate{};
};

struct openssl_free {
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};

/// A certificate that is good for a day, and its key, both in PEM.
std::pair<std::string, std::string> self_signed(std::string const& domain) {
  std::unique_ptr<EVP_PKEY, openssl_free> const key(EVP_EC_gen("P-256"));
  std::unique_ptr<X509, openssl_free> const certificate(X509_new());
  auto const text_of = [](auto write) {
    std::unique_ptr<BIO, openssl_free> const out(BIO_new(BIO_s_mem()));
    char* data = nullptr;
    if (write(out.get()) != 1) throw std::runtime_error("OpenSSL cannot write PEM");
    long const size = BIO_get_mem_data(out.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
  };
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86'400);
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<unsigned char const*>(domain.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_set_pubkey(certificate.get(), key.get());
  if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0)
    throw std::runtime_error("OpenSSL cannot sign");
  return {text_of([&](BIO* out) { return PEM_write_bio_X509(out, certificate.get()); }),
          text_of([&](BIO* out) {
            return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

void declare(CLI::App& app, settings& s) {
  app.add_flag("--teardown", s.teardown, "Take everything down again at the end");
  example::add_list(
      app, "--server", s.servers,
      "An ECS instance that serves HTTP on port 8080, twice; default: two made-up ones of the emulator")
      ->type_name("ID");
  app.add_option("--name", s.name, "Name of the load balancer")->capture_default_str();
  app.add_option("--domain", s.domain, "Domain of the forwarding rule")->capture_default_str();
  app.add_option("--resume", s.resume, "First wait for what an interrupted run was waiting for")
      ->type_name("TASK");
  auto const certificate =
      example::add_content(app, "--certificate", s.certificate,
                           "Server certificate (PEM) for HTTPS; default: one made here, signed by itself");
  auto const key = example::add_content(app, "--key", s.key, "Its private key (PEM)");
  certificate->needs(key);
  key->needs(certificate);
  example::add_place(app, s.where, " (costs money)");
  app.callback([&s] {
    if (s.servers.empty() && s.where.emulated()) s.servers = {"i-web00001", "i-web00002"};
    if (s.servers.size() < 2) throw CLI::ValidationError("--server", "give two: --server ID --server ID");
    if (s.certificate.empty()) std::tie(s.certificate, s.key) = self_signed(s.domain);
  });
}

std::string counted(std::size_t healthy, std::size_t all) {
  return std::to_string(healthy) + " of " + std::to_string(all) + " healthy";
}

asio::awaitable<void> create(slb::client& client, settings const& s, service& made, progress& show) {
  show.begin("load balancer");
  slb::CreateLoadBalancer buy{.LoadBalancerName = s.name, .AddressType = "internet"};
  auto const bought = co_await client.call_and_wait(buy);  // until it is active
  made.load_balancer = bought.LoadBalancerId.value();
  made.address = bought.Address.value_or("");
  show.done(made.load_balancer + " at " + made.address);

  show.begin("VServer group");
  std::vector<slb::types::VServerGroupBackendServerSpec> servers;
  for (std::string const& id : s.servers) {
    slb::types::VServerGroupBackendServerSpec server{.ServerId = id, .Port = 8080, .Weight = 100};
    servers.push_back(server);
  }
  slb::CreateVServerGroup group{
      .LoadBalancerId = made.load_balancer, .VServerGroupName = "web", .BackendServers = servers};
  auto const grouped = co_await client.call(group);
  made.group = grouped.VServerGroupId.value();
  show.done(made.group + " with " + std::to_string(servers.size()) + " servers");

  show.begin("HTTP listener on port 80");
  slb::CreateLoadBalancerHTTPListener http{.LoadBalancerId = made.load_balancer,
                                           .ListenerPort = 80,
                                           .VServerGroupId = made.group,
                                           .Bandwidth = -1,
                                           .StickySession = "off",
                                           .HealthCheck = "on",
                                           .HealthCheckURI = "/"};
  co_await client.call_and_wait(http);
  show.done("stopped, as it should be");

  show.begin("forwarding rule " + s.domain + "/api");
  slb::CreateRules rules{
      .LoadBalancerId = made.load_balancer,
      .ListenerPort = "80",
      .RuleList = {{.RuleName = "api", .Domain = s.domain, .Url = "/api", .VServerGroupId = made.group}}};
  auto const ruled = co_await client.call_and_wait(rules);
  show.done(ruled.Rules.value().Rule.at(0).RuleId.value_or(""));

  show.begin("certificate of " + s.domain);
  slb::UploadServerCertificate upload{
      .ServerCertificate = s.certificate, .ServerCertificateName = "colb-service", .PrivateKey = s.key};
  auto const uploaded = co_await client.call(upload);
  made.certificate = uploaded.ServerCertificateId.value();
  show.done(made.certificate + ", fingerprint " + uploaded.Fingerprint.value_or("?"));

  show.begin("HTTPS listener on port 443");
  slb::CreateLoadBalancerHTTPSListener https{.LoadBalancerId = made.load_balancer,
                                             .ListenerPort = 443,
                                             .VServerGroupId = made.group,
                                             .Bandwidth = -1,
                                             .StickySession = "off",
                                             .HealthCheck = "on",
                                             .HealthCheckURI = "/",
                                             .ServerCertificateId = made.certificate};
  co_await client.call_and_wait(https);
  show.done("bound to the certificate");

  for (std::int64_t const port : {80, 443}) {
    show.begin("starting port " + std::to_string(port));
    slb::StartLoadBalancerListener start{.LoadBalancerId = made.load_balancer, .ListenerPort = port};
    co_await client.call_and_wait(start);
    show.done("running");
  }

  show.begin("health of the servers");
  slb::DescribeHealthStatus ask{.LoadBalancerId = made.load_balancer};
  std::size_t const wanted = 2 * s.servers.size();
  auto const all_healthy = [&](auto const& r) {
    std::size_t healthy = 0;
    if (r.BackendServers) {
      for (auto const& server : r.BackendServers->BackendServer)
        healthy += server.ServerHealthStatus == "normal" ? 1 : 0;
    }
    show.note(counted(healthy, wanted));
    return healthy == wanted;
  };
  co_await client.wait_until(ask, all_healthy);
  show.done(counted(wanted, wanted));
}

asio::awaitable<void> tear_down(slb::client& client, service& made, progress& show) {
  for (std::int64_t const port : {443, 80}) {
    show.begin("stopping and deleting port " + std::to_string(port));
    slb::StopLoadBalancerListener stop{.LoadBalancerId = made.load_balancer, .ListenerPort = port};
    co_await client.call_and_wait(stop);
    slb::DeleteLoadBalancerListener drop{.LoadBalancerId = made.load_balancer, .ListenerPort = port};
    co_await client.call_and_wait(drop);
    show.done("done");
  }

  show.begin("deleting the group and the certificate");
  slb::DeleteVServerGroup drop_group{.VServerGroupId = made.group};
  co_await client.call(drop_group);
  made.group.clear();
  slb::DeleteServerCertificate drop_certificate{.ServerCertificateId = made.certificate};
  co_await client.call(drop_certificate);
  made.certificate.clear();
  show.done("done");

  show.begin("deleting the load balancer");
  slb::DeleteLoadBalancer drop{.LoadBalancerId = made.load_balancer};
  co_await client.call_and_wait(drop);
  made.load_balancer.clear();
  show.done("done");
}

asio::awaitable<void> serve(slb::client& client, settings const& s, service& made, progress& show) {
  if (!s.resume.empty()) {
    show.begin(s.resume);
    colb::task const earlier = colb::task::parse(s.resume);
    co_await client.wait(earlier);
    show.done("finished");
  }
  co_await create(client, s, made, show);
  std::printf("\nhttp://%s/ and https://%s/ answer, for %s/api too\n\n", made.address.c_str(),
              made.address.c_str(), s.domain.c_str());
  if (s.teardown) {
    co_await tear_down(client, made, show);
  } else {
    std::printf("%s stays; --teardown takes it down at the end\n", made.load_balancer.c_str());
  }
}

void report(std::exception_ptr const& failure, service const& made) {
  example::explain(failure, "aliyun_service --resume");
  auto const left = [](char const* what, std::string const& id) {
    if (!id.empty()) std::fprintf(stderr, "left in the cloud: %s %s\n", what, id.c_str());
  };
  left("certificate", made.certificate);
  left("VServer group", made.group);
  left("load balancer", made.load_balancer);
}

int run(settings s) {
  asio::io_context io;
  example::cloud cloud(io, s.where);
  slb::client client(io.get_executor(), cloud.options(s.where.region("cn-hangzhou")));
  progress show(io.get_executor());
  service made;
  auto const failure = example::run(io, serve(client, s, made, show), cloud, show);
  if (failure) report(failure, made);
  return failure ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  return example::start("aliyun_service", "Deploys a load-balanced HTTPS service on Alibaba Cloud SLB.", argc,
                        argv, declare, run);
}
