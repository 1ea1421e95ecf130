// colb: Capital Online in the emulator: certificates of HaProxy instances. Included in one translation unit;
// see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <colb/capitalonline/lb/certificate.hpp>
#include <colb/emulator/capitalonline.hpp>

namespace colb::inline COLB_ABI::inner::emu::capitalonline {

// ---- certificates

types::CACertificateDetail& get_certificate(world& world, std::string const& id) {
  check_given("CertificateId", id);
  auto const found = world.certificates.find(id);
  if (found == world.certificates.end()) not_found("certificate", id);
  return found->second;
}

void serve(call& call, lb::UploadCACertificate const& in, lb::UploadCACertificate::response&) {
  check_given("Certificate", in.Certificate);
  check_given("PrivateKey", in.PrivateKey);
  check_given("CertificateName", in.CertificateName);
  auto const id = call.world.new_id();
  auto& made = call.world.certificates[id];
  made.CertificateId = id;
  made.CertificateName = in.CertificateName.value();
  made.CertificateType = "DV";
  made.Brand = "colb emulator CA";
  made.Organization = "colb";
  made.Domain = "www.example.com";
  made.StartTime = call.world.env.date_and_time();
  made.EndTime = call.world.env.date_and_time(later(call.world.env.ticks(), std::chrono::hours(24 * 365)));
  made.Valid = 1;
  made.Certificate = in.Certificate.value();
  made.PublicKey = "(public key of " + id + ")";
  made.PirvateKey = in.PrivateKey.value();
  call.message = "Success.";
  call.task_id = "";
}

void serve(call& call, lb::DescribeCACertificates const&, lb::DescribeCACertificates::response& out) {
  call.message = "Success.";
  for (auto const& [id, certificate] : call.world.certificates) {
    types::CACertificate row;
    row.CertificateId = certificate.CertificateId;
    row.CertificateName = certificate.CertificateName;
    row.CertificateType = certificate.CertificateType;
    row.Brand = certificate.Brand;
    row.Organization = certificate.Organization;
    row.Domain = certificate.Domain;
    row.StartTime = certificate.StartTime;
    row.EndTime = certificate.EndTime;
    row.Valid = certificate.Valid;
    out.Data.push_back(std::move(row));
  }
}

void serve(call& call, lb::DescribeCACertificate const& in, lb::DescribeCACertificate::response& out) {
  out.Data = get_certificate(call.world, in.CertificateId);
  call.message = "Success.";
  call.task_id = "";
}

void serve(call& call, lb::DeleteCACertificate const& in, lb::DeleteCACertificate::response&) {
  get_certificate(call.world, in.CertificateId);
  for (auto const& [id, instance] : call.world.instances) {
    for (auto const& listener : instance.policies.HttpListeners) {
      for (auto const& bound : listener.CertificateIds) {
        if (bound.CertificateId == in.CertificateId.value()) {
          refuse("UnsupportedOperation",
                 "The certificate is bound to " + listener.ListenerName.value() + " of " + id + ".");
        }
      }
    }
  }
  call.world.certificates.erase(in.CertificateId);
  call.message = "Success.";
  call.task_id = "";
}

// ---- the list

std::span<operation const> certificates_operations() {
  static constexpr operation all[] = {
      serves<lb::DescribeCACertificates>(),
      serves<lb::DescribeCACertificate>(),
      serves<lb::DeleteCACertificate>(),
      serves<lb::UploadCACertificate>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::capitalonline
