// colb: every documented error code means what it says. One table an API, complete in both directions.
#include <span>
#include <string>
#include <string_view>

#include <colb/aliyun/slb/errors.hpp>
#include <colb/capitalonline/lb/errors.hpp>
#include <colb/tencent/clb/errors.hpp>
#include <colb/tencent/clb_2017/errors.hpp>

#include "catch.hpp"
#include "compare.hpp"

using namespace conformance;
using is = colb::condition;

namespace {

/// What the headers make of a code, without the code.
using meaning_function = error_row (*)(std::string_view code);

void check_meanings(std::string_view api_name, std::span<error_row const> table, meaning_function meaning) {
  for (api const& of : apis()) {
    if (of.name != api_name) continue;
    differences found;
    compare_error_codes(load_catalog(of), table, found);
    for (difference const& d : found) FAIL_CHECK(of.name << ' ' << d.where << ": " << d.what);
    for (error_row const& row : table) {
      INFO(of.name << ' ' << row.code);
      error_row const means = meaning(row.code);
      CHECK(colb::make_error_condition(means.means).message() ==
            colb::make_error_condition(row.means).message());
      CHECK(means.try_later == row.try_later);
    }
    return;
  }
  FAIL("there is no API " << api_name);
}

constexpr error_row clb_errors[] = {
    {"ActionOffline", is::unsupported},
    {"AuthFailure", is::authentication},
    {"AuthFailure.InvalidAuthorization", is::authentication},
    {"AuthFailure.InvalidSecretId", is::authentication},
    {"AuthFailure.MFAFailure", is::authentication},
    {"AuthFailure.SecretIdNotFound", is::authentication},
    {"AuthFailure.SignatureExpire", is::authentication},
    {"AuthFailure.SignatureFailure", is::authentication},
    {"AuthFailure.TokenFailure", is::authentication},
    {"AuthFailure.UnauthorizedOperation", is::permission},
    {"DryRunOperation", is::invalid_request},
    {"FailedOperation", is::conflict},
    {"FailedOperation.InvalidLBStatus", is::conflict, true},
    {"InternalError", is::unavailable},
    {"InternalServerError", is::unavailable},
    {"InvalidAction", is::unsupported},
    {"InvalidParameter", is::invalid_request},
    {"InvalidParameter.FormatError", is::invalid_request},
    {"InvalidParameter.InvalidFilter", is::invalid_request},
    {"InvalidParameter.LBIdNotFound", is::not_found},
    {"InvalidParameter.ListenerIdNotFound", is::not_found},
    {"InvalidParameter.LocationNotFound", is::not_found},
    {"InvalidParameter.PortCheckFailed", is::conflict},
    {"InvalidParameter.ProtocolCheckFailed", is::invalid_request},
    {"InvalidParameter.RegionNotFound", is::invalid_request},
    {"InvalidParameter.RewriteAlreadyExist", is::conflict},
    {"InvalidParameter.SomeRewriteNotFound", is::not_found},
    {"InvalidParameterValue", is::invalid_request},
    {"InvalidParameterValue.Duplicate", is::invalid_request},
    {"InvalidParameterValue.InvalidFilter", is::invalid_request},
    {"InvalidParameterValue.Length", is::invalid_request},
    {"InvalidParameterValue.Range", is::invalid_request},
    {"InvalidRequest", is::invalid_request},
    {"IpInBlacklist", is::permission},
    {"IpNotInWhitelist", is::permission},
    {"LimitExceeded", is::quota_exceeded},
    {"MissingParameter", is::invalid_request},
    {"NoSuchProduct", is::unsupported},
    {"NoSuchVersion", is::unsupported},
    {"OperationDenied", is::permission},
    {"RequestLimitExceeded", is::throttled, true},
    {"RequestLimitExceeded.GlobalRegionUinLimitExceeded", is::throttled, true},
    {"RequestLimitExceeded.IPLimitExceeded", is::throttled, true},
    {"RequestLimitExceeded.UinLimitExceeded", is::throttled, true},
    {"RequestSizeLimitExceeded", is::invalid_request},
    {"ResourceInUse", is::conflict},
    {"ResourceInsufficient", is::sold_out},
    {"ResourceNotFound", is::not_found},
    {"ResourceUnavailable", is::unavailable},
    {"ResourcesSoldOut", is::sold_out},
    {"ResponseSizeLimitExceeded", is::invalid_request},
    {"ServiceUnavailable", is::unavailable},
    {"UnauthorizedOperation", is::permission},
    {"UnknownParameter", is::invalid_request},
    {"UnsupportedOperation", is::unsupported},
    {"UnsupportedProtocol", is::unsupported},
    {"UnsupportedRegion", is::unsupported},
};

constexpr error_row clb_2017_errors[] = {
    {"4000", is::invalid_request}, {"4100", is::authentication}, {"4101", is::permission},
    {"4102", is::permission},      {"4103", is::permission},     {"4104", is::authentication},
    {"4105", is::authentication},  {"4106", is::authentication}, {"4110", is::permission},
    {"4200", is::authentication},  {"4300", is::permission},     {"4400", is::throttled, true},
    {"4500", is::authentication},  {"4600", is::unsupported},    {"5000", is::not_found},
    {"5100", is::conflict},        {"5200", is::sold_out},       {"5300", is::insufficient_balance},
    {"5400", is::partial_success}, {"5500", is::permission},     {"6000", is::unavailable},
    {"6100", is::unsupported},     {"6200", is::unavailable},
};

constexpr error_row slb_errors[] = {
    {"ActionNotAllowed", is::permission},
    {"CertificateAndPrivateKeyIsRefered", is::conflict},
    {"CertificateNotMatchPrivateKey", is::invalid_request},
    {"CheckedListenerNotFound", is::not_found},
    {"Forbbiden.SubUser", is::permission},
    {"Forbidden", is::permission},
    {"IdempotentParameterMismatch", is::invalid_request},
    {"IncorrectListenerAccessControlStatusStatus", is::conflict},
    {"InternalError", is::unavailable},
    {"InternalInvokeError", is::unavailable},
    {"InvalidBackendServers.Inconsistent", is::invalid_request},
    {"InvalidIdentity", is::permission},
    {"InvalidLoadBalancerId.NotFound", is::not_found},
    {"InvalidParameter", is::invalid_request},
    {"InvalidRegionId.NotFound", is::not_found},
    {"InvalidServerId.Malformed", is::invalid_request},
    {"InvalidServerId.NotFound", is::not_found},
    {"InvalidWeight.Malformed", is::invalid_request},
    {"IpNotAvailable", is::invalid_request},
    {"KeyFormatError", is::invalid_request},
    {"ListenOverLimit", is::quota_exceeded},
    {"ListenerAlreadyExists", is::conflict},
    {"ListenerNotFound", is::not_found},
    {"MissingParameter", is::invalid_request},
    {"PrivateKeyEncryption", is::invalid_request},
    {"ProcessingSameRequest", is::conflict, true},
    {"RegionNotSupport", is::unsupported},
    {"ServerCertificateId.NotFound", is::not_found},
    {"ServiceUnavailable", is::unavailable},
    {"SourceListOverLimit", is::quota_exceeded},
    {"TcpNotSupportForHybridLb", is::unsupported},
    {"TooManyBackendServers", is::invalid_request},
    {"UnsupportedOperation", is::unsupported},
    {"UnsupportedOperationonfixedprotocalport", is::unsupported},
    {"UnsupportedParameter", is::invalid_request},
    {"UserNotAllowed", is::permission},
    {"VipNotMatchRspool", is::invalid_request},
    {"VipTooManyListeners", is::quota_exceeded},
};

constexpr error_row lb_errors[] = {
    {"ArgMissing", is::invalid_request},       {"BadArgs", is::invalid_request},
    {"CreateOrderExcept", is::unavailable},    {"InternalError", is::unavailable},
    {"InvalidParameter", is::invalid_request}, {"InvalidTaskID.Malformed", is::invalid_request},
    {"ResourceInUse", is::conflict, true},     {"ResourceNotFound", is::not_found},
    {"UnsupportedOperation", is::unsupported},
};

template <class Meaning>
error_row row_of(Meaning const& means) {
  return {{}, means.condition, means.try_later};
}

}  // namespace

TEST_CASE("documented error codes of Tencent CLB API 3.0") {
  check_meanings("tencent-clb-2018-03-17", clb_errors,
                 [](std::string_view code) { return row_of(colb::tencent::clb::meaning_of(code)); });
}

TEST_CASE("documented error codes of Tencent CLB API 2017") {
  check_meanings("tencent-clb-2017", clb_2017_errors,
                 [](std::string_view code) { return row_of(colb::tencent::clb_2017::meaning_of(code)); });
}

TEST_CASE("documented error codes of Alibaba Cloud SLB") {
  check_meanings("aliyun-slb-2014-05-15", slb_errors,
                 [](std::string_view code) { return row_of(colb::aliyun::slb::meaning_of(code)); });
}

TEST_CASE("documented error codes of Capital Online") {
  check_meanings("capitalonline-lb-2019-08-08", lb_errors,
                 [](std::string_view code) { return row_of(colb::capitalonline::lb::meaning_of(code)); });
}

TEST_CASE("undocumented error codes of Tencent CLB API 3.0") {
  using colb::tencent::clb::meaning_of;
  // Seen from the service although the document does not have it.
  CHECK(meaning_of("FailedOperation.ResourceInOperating").condition == is::conflict);
  CHECK(meaning_of("FailedOperation.ResourceInOperating").try_later);
  CHECK(meaning_of("InvalidParameterValue.Brand.New").condition == is::invalid_request);
  CHECK(meaning_of("Brand.NewNotFound").condition == is::not_found);
  CHECK(meaning_of("BalanceTooLow").condition == is::insufficient_balance);
  CHECK(meaning_of("Whatever").condition == is::unavailable);
  CHECK(meaning_of("").condition == is::unavailable);
  CHECK_FALSE(meaning_of("Whatever").try_later);
}

TEST_CASE("an error code on one side alone is found by name") {
  api const& of = apis().front();
  auto catalog = load_catalog(of);
  differences found;
  catalog["errors"].as_object()["Brand.New"] = "New.";
  catalog["errors"].as_object().erase("NoSuchVersion");
  compare_error_codes(catalog, clb_errors, found);
  REQUIRE(found.size() == 2);
  CHECK(found[0].where == "Brand.New");
  CHECK(found[0].what == "documented error code without a meaning");
  CHECK(found[1].where == "NoSuchVersion");
  CHECK(found[1].what == "error code that the document does not have");
}
