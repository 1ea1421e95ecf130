// Replaces a certificate on every load balancer of Tencent CLB 3.0 that uses it, and shows where it was and
// what is there now, for the regions given.
//
// ReplaceCertForLoadBalancers swaps it everywhere at once, whatever it is used as; it is to be called in
// Guangzhou for all regions. It starts no task, so the regions given are looked at until nothing uses the old
// certificate any more.
//
// Without --region it works on an emulated cloud inside this program. With --region, and with the vendor's
// environment variables TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY (and TENCENTCLOUD_TOKEN), on the real
// one.
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>

#include <colb/tencent/clb/certificate.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>

#include "clb_setup.hpp"
#include "common.hpp"

namespace clb = colb::tencent::clb;

namespace {

struct settings {
  example::place where{};
  std::string old_certificate{};
  clb::types::CertificateInput fresh{};
  bool dry_run = false;
};

void declare(CLI::App& app, settings& s) {
  s.fresh.SSLMode = "UNIDIRECTIONAL";
  s.fresh.CertName = "colb";
  app.add_option("--old", s.old_certificate, "The certificate to be replaced; with --region or --endpoint")
      ->type_name("ID");
  auto const fresh = app.add_option("--new", s.fresh.CertId, "The one to take its place, by its ID, or");
  fresh->type_name("ID");
  auto const certificate =
      example::add_content(app, "--certificate", s.fresh.CertContent, "by its chain (PEM), with");
  auto const key = example::add_content(app, "--key", s.fresh.CertKey, "its private key (PEM), and");
  certificate->needs(key)->excludes(fresh);
  key->needs(certificate);
  app.add_option("--name", s.fresh.CertName, "a name; default: colb");
  app.add_flag("--dry-run", s.dry_run, "Only show where the old one is used");
  example::add_place(app, s.where);
  app.callback([&s] {
    bool const uploads = s.fresh.CertContent.has_value();
    bool const named = !s.old_certificate.empty();
    if (s.where.emulated()) {
      if (named || s.fresh.CertId) {
        throw CLI::ValidationError("--old, --new",
                                   "the emulated cloud is empty: it gets certificates of its own");
      }
    } else if (!named || (!s.dry_run && !s.fresh.CertId && !uploads)) {
      throw CLI::ValidationError("--old", "give it, and either --new or --certificate and --key");
    }
    if (s.fresh.CertId) s.fresh.CertName.reset();
  });
}

// ---- a certificate for the emulated cloud
// ----------------------------------------------------------------------

template <auto Free>
struct freeing {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using bio = std::unique_ptr<BIO, freeing<BIO_free>>;
using key_pair = std::unique_ptr<EVP_PKEY, freeing<EVP_PKEY_free>>;
using certificate = std::unique_ptr<X509, freeing<X509_free>>;

std::string text_of(bio const& memory) {
  char* data = nullptr;
  auto const size = BIO_get_mem_data(memory.get(), &data);
  return std::string(data, static_cast<std::size_t>(size));
}

/// One that vouches for itself, for thirty days.
clb::types::CertificateInput self_signed(std::string const& domain) {
  key_pair const key(EVP_EC_gen("P-256"));
  certificate const made(X509_new());
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 30 * 24 * 3600);
  X509_NAME* const name = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<unsigned char const*>(domain.c_str()), -1, -1, 0);
  X509_set_issuer_name(made.get(), name);
  X509_set_pubkey(made.get(), key.get());
  if (!key || X509_sign(made.get(), key.get(), EVP_sha256()) == 0)
    throw std::runtime_error("OpenSSL makes no certificate");

  bio const public_part(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(public_part.get(), made.get());
  bio const private_part(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(private_part.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return {.SSLMode = "UNIDIRECTIONAL",
          .CertName = domain,
          .CertKey = text_of(private_part),
          .CertContent = text_of(public_part)};
}

// ---- where it is used
// ------------------------------------------------------------------------------------------

struct use {
  std::string region{};
  std::string balancer{};
  std::string listener{};
  std::string rule{};  ///< Empty: of the listener itself.
  std::string what{};  ///< Such as `HTTPS 443` or `www.example.com/`.

  friend auto operator<=>(use const&, use const&) = default;
};

/// Whether a place with these certificates is meant.
using filter = std::function<bool(use const&, std::string const&)>;

std::string certificates_of(clb::types::CertificateOutput const& setting) {
  std::string list = setting.CertId.value_or("");
  auto const add = [&](std::string const& id) { list += (list.empty() ? "" : " ") + id; };
  if (setting.CertCaId && !setting.CertCaId->empty()) add(*setting.CertCaId);
  for (auto const& id : setting.ExtCertIds) add(id);
  return list;
}

/// Finds the places of a load balancer that are wanted, with their certificates.
asio::awaitable<void> look(clb::client& client, std::string const& region, std::string const& balancer,
                           filter const& want, std::map<use, std::string>& found) {
  clb::DescribeListeners ask{.LoadBalancerId = balancer};
  auto const reply = co_await client.call(ask);
  auto const take = [&](use const& place, std::optional<clb::types::CertificateOutput> const& setting) {
    std::string const ids = setting ? certificates_of(*setting) : std::string();
    if (want(place, ids)) found[place] = ids;
  };
  for (auto const& listener : reply.Listeners) {
    std::string const id = listener.ListenerId.value_or("");
    std::string const port = listener.Protocol.value_or("") + ' ' + std::to_string(listener.Port.value_or(0));
    take({region, balancer, id, "", port}, listener.Certificate);
    for (auto const& rule : listener.Rules) {
      take({region, balancer, id, rule.LocationId.value_or(""),
            rule.Domain.value_or("") + rule.Url.value_or("")},
           rule.Certificate);
    }
  }
}

/// The load balancers of a region that use a certificate.
std::vector<std::string> users(clb::DescribeLoadBalancerListByCertId::response const& reply) {
  std::vector<std::string> ids;
  for (auto const& set : reply.CertSet) {
    for (auto const& balancer : set.LoadBalancers) ids.push_back(balancer.LoadBalancerId.value_or(""));
  }
  return ids;
}

// ---- the work
// --------------------------------------------------------------------------------------------------

using clients = std::map<std::string, std::unique_ptr<clb::client>>;

/// Two load balancers here and one there use the old certificate, in different ways; one more has another
/// certificate.
asio::awaitable<void> set_up(clients& regions, settings& s, progress& show) {
  show.begin("load balancers with certificates");
  clb::client& south = *regions.at("ap-guangzhou");
  clb::client& east = *regions.at("ap-shanghai");

  auto const shop = co_await example::make_balancer(south, "shop");
  clb::CreateListener upload{.LoadBalancerId = shop,
                             .Ports = {443},
                             .Protocol = "HTTPS",
                             .Certificate = self_signed("www.example.com")};
  auto const first = co_await example::make_listener(south, upload);
  clb::DescribeListeners ask{.LoadBalancerId = shop, .ListenerIds = {first}};
  auto const uploaded = co_await south.call(ask);
  s.old_certificate = uploaded.Listeners.at(0).Certificate.value().CertId.value();
  clb::types::CertificateInput const old{.SSLMode = "UNIDIRECTIONAL", .CertId = s.old_certificate};
  clb::CreateListener other{.LoadBalancerId = shop,
                            .Ports = {8443},
                            .Protocol = "HTTPS",
                            .Certificate = self_signed("staging.example.com")};
  co_await example::make_listener(south, other);

  auto const api = co_await example::make_balancer(south, "api");
  clb::CreateListener with_names{.LoadBalancerId = api, .Ports = {443}, .Protocol = "HTTPS", .SniSwitch = 1};
  auto const api_listener = co_await example::make_listener(south, with_names);
  clb::CreateRule rule{.LoadBalancerId = api,
                       .ListenerId = api_listener,
                       .Rules = {{.Url = "/", .Domain = "api.example.com", .Certificate = old}}};
  co_await example::make_rule(south, rule);

  auto const mirror = co_await example::make_balancer(east, "mirror");
  clb::CreateListener tls{
      .LoadBalancerId = mirror, .Ports = {9443}, .Protocol = "TCP_SSL", .Certificate = old};
  co_await example::make_listener(east, tls);

  if (!s.fresh.CertContent) s.fresh = self_signed("www.example.com");
  show.done("done");
}

asio::awaitable<void> rotate(clients& regions, clb::client& guangzhou, settings& s, progress& show) {
  if (s.where.emulated()) co_await set_up(regions, s, show);

  clb::DescribeLoadBalancerListByCertId ask{.CertIds = {s.old_certificate}};
  std::map<use, std::string> before;
  auto const has_it = [&](use const&, std::string const& ids) {
    return ids.find(s.old_certificate) != std::string::npos;
  };
  filter const wanted = has_it;
  std::vector<std::pair<std::string, std::string>> balancers;
  for (auto const& [region, client] : regions) {
    show.begin("users of " + s.old_certificate + " in " + region);
    auto const reply = co_await client->call(ask);
    auto const ids = users(reply);
    for (std::string const& id : ids) {
      co_await look(*client, region, id, wanted, before);
      balancers.emplace_back(region, id);
    }
    show.done(std::to_string(ids.size()) + " load balancers");
  }

  std::map<use, std::string> after;
  if (!s.dry_run && !before.empty()) {
    show.begin("replacing " + s.old_certificate);
    clb::ReplaceCertForLoadBalancers replace{.OldCertificateId = s.old_certificate, .Certificate = s.fresh};
    std::optional<colb::error> doubt;
    try {
      co_await guangzhou.call(replace);
    } catch (colb::error const& e) {
      bool const give_up =
          e.code() != colb::condition::outcome_unknown || e.code() == colb::condition::cancelled;
      if (give_up) throw;
      doubt = e;  // it may have happened: what the regions show decides
    }
    show.done(doubt ? doubt->what() : "accepted");

    auto const nobody = [](auto const& reply) { return users(reply).empty(); };
    for (auto const& [region, client] : regions) {
      show.begin("waiting for " + region);
      co_await client->wait_until(ask, nobody);
      show.done("the old certificate is not used any more");
    }
    auto const was_there = [&](use const& place, std::string const&) { return before.contains(place); };
    filter const same_places = was_there;
    for (auto const& [region, balancer] : balancers) {
      co_await look(*regions.at(region), region, balancer, same_places, after);
    }
  }

  show.stop();
  std::printf("\n%-14s %-14s %-14s %-24s %-12s %s\n", "REGION", "BALANCER", "LISTENER", "PLACE", "BEFORE",
              "AFTER");
  for (auto const& [place, old] : before) {
    std::printf("%-14s %-14s %-14s %-24s %-12s %s\n", place.region.c_str(), place.balancer.c_str(),
                place.listener.c_str(), place.what.c_str(), old.c_str(),
                after.contains(place) ? after.at(place).c_str() : "-");
  }
  std::printf("\n%s: used in %zu places of %zu load balancers, %zu of them changed\n",
              s.old_certificate.c_str(), before.size(), balancers.size(), after.size());
}

int run(settings s) {
  asio::io_context io;
  example::cloud cloud(io, s.where);
  auto names = s.where.regions;
  if (names.empty()) names = {"ap-guangzhou", "ap-shanghai"};
  clients regions;
  for (auto const& name : names) {
    regions[name] = std::make_unique<clb::client>(io.get_executor(), cloud.options(name));
  }
  clb::client guangzhou(io.get_executor(), cloud.options("ap-guangzhou"));
  progress show(io.get_executor());
  auto const failure = example::run(io, rotate(regions, guangzhou, s, show), cloud, show);
  if (failure) example::explain(failure);
  return failure ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  return example::start("rotate_certificate",
                        "Replaces a certificate wherever it is used, and says where that was.", argc, argv,
                        declare, run);
}
