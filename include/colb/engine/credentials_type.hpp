// colb: declarations of <colb/credentials.hpp>, for what its bodies stand on: who the client is, and where it
// gets that from.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <colb/config.hpp>

#include <colb/asio/awaitable.hpp>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

namespace inner {
struct key_source;
class key_caches;
}  // namespace inner

/// Keys as a source gives them, with the end of their life.
struct issued_credentials {
  std::string id{};
  std::string key{};
  std::string token{};  ///< Of temporary keys; empty for permanent ones.
  std::optional<std::chrono::system_clock::time_point> expires{};  ///< Nothing: they do not expire.

  ~issued_credentials();  // overwrites key and token
};

/// Who a client is, as the vendor's STS says.
struct identity {
  std::string source{};                                            ///< Where the keys come from.
  std::string account{};                                           ///< The account's ID.
  std::string arn{};                                               ///< The user or role, with its account.
  std::string user{};                                              ///< The user's or role's ID.
  bool temporary = false;                                          ///< The keys have a token or an end.
  std::optional<std::chrono::system_clock::time_point> expires{};  ///< Of the keys.
};

/// Gives keys, again and again. A program's own way to get them is a class derived from this one.
///
/// What it gives is kept in the object and shared by all clients that were given it: `issue` is called when
/// there are no keys, when they are about to expire (max(5 min, 10 % of their life) ahead, in the background)
/// and when the cloud has refused them; one call at a time.
/// Thread safety: `issue` is called on the executor of whichever client asks first.
class credentials_provider {
 public:
  credentials_provider();
  credentials_provider(credentials_provider const&) = delete;
  credentials_provider& operator=(credentials_provider const&) = delete;
  virtual ~credentials_provider();

  /// Gets keys. What it throws ends the calls that wait for them, with the exception's `what()` in their
  /// error: it must hold no secret. Not cancelled when the call that asked for keys is: others may wait, too.
  virtual asio::awaitable<issued_credentials> issue() = 0;
  /// What errors and `client.check()` call it.
  virtual std::string name() const { return "the program's own provider"; }

  /// For colb's own code: the source that it stands for; null for a program's own.
  virtual inner::key_source const* description() const noexcept { return nullptr; }
  /// Likewise: where what it gave is kept.
  inner::key_caches& caches() const noexcept { return *caches_; }

 private:
  std::shared_ptr<inner::key_caches> caches_;
};

/// How an instance's own role is asked for.
struct instance_role_options {
  std::string endpoint{};  ///< `http://host[:port]` of the metadata service; empty: the vendor's address.
                           ///< Plain HTTP is allowed to loopback and to the vendors' two addresses only.
  std::chrono::milliseconds timeout{1000};  ///< Of each of its two or three requests; default 1 s.
  enum class handshake_mode : unsigned char {
    automatic,  ///< Alibaba: with the handshake, without when it is not offered.
    required,   ///< Never without.
    off         ///< Never with it.
  };
  handshake_mode handshake = handshake_mode::automatic;  ///< Alibaba only; Tencent has none.
};

/// Which role is taken on, and how.
struct assume_role_options {
  std::string role_arn{};             ///< Required.
  std::string session_name = "colb";  ///< Shown in the cloud's audit log.
  std::chrono::seconds duration{};    ///< Of the keys; 0: the vendor's default (Tencent 2 h, Alibaba 1 h).
  std::string policy{};               ///< JSON that narrows the role down; empty: as it is.
  std::string external_id{};          ///< As agreed with the owner of the role; empty: none.
  std::string region{};               ///< Of the STS server; empty: the vendor's central one.
  std::string endpoint{};             ///< `https://host[:port]` of STS; empty: by the region.
};

/// A key pair of a cloud account, permanent or temporary, or where to get one. Printing it shows no secret.
///
/// Where `id` and `key` are given they count. Otherwise the `provider` is asked; the static functions make
/// the usual ones. Nothing is read before a client is made. A source that a vendor does not have (at Capital
/// Online all but the environment) is an error that says so.
struct credentials {
  std::string id{};                                  ///< SecretId, AccessKeyId.
  std::string key{};                                 ///< SecretKey, AccessKeySecret.
  std::string token{};                               ///< Of temporary credentials; empty for permanent ones.
  std::shared_ptr<credentials_provider> provider{};  ///< Where to get them, when `id` and `key` are empty.

  /// The vendor's usual environment variables: Tencent's `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`,
  /// `TENCENTCLOUD_TOKEN` (or `TENCENTCLOUD_SECURITY_TOKEN`); Alibaba's `ALIBABA_CLOUD_ACCESS_KEY_ID`,
  /// `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, `ALIBABA_CLOUD_SECURITY_TOKEN` (and older prefixes); Capital Online's
  /// `CDS_SECRET_ID`, `CDS_SECRET_KEY`.
  static credentials from_environment();
  /// A file of the vendor's own tools: Tencent's `~/.tccli/NAME.credential` or `~/.tencentcloud/credentials`;
  /// Alibaba's `~/.aliyun/config.json` or `~/.alibabacloud/credentials`.
  /// @param name of the profile; empty: the tools' variable, then the file's own default.
  /// @param file its path; empty: the usual places.
  static credentials from_profile(std::string name = {}, std::string file = {});
  /// The role of the virtual machine that the program runs on, from the metadata service.
  /// @param role its name; empty: the one that is bound to the machine.
  static credentials from_instance_role(std::string role = {}, instance_role_options options = {});
  /// Temporary keys of a role, from the vendor's STS, asked for with the keys of another source.
  static credentials assume_role(credentials over, assume_role_options options);
  /// The identity of a pod, from the variables and the token file that the cluster gives it.
  static credentials from_web_identity();
  /// What a program prints: `{"mode": "AK" or "StsToken", "access_key_id", "access_key_secret", "sts_token",
  /// "expiration"}`. No shell: the command is split as POSIX words. Killed after 60 s.
  static credentials from_process(std::string command);
  /// The first source that has something. Absent: the next one is asked. Present but broken: the chain stops
  /// with the reason. The one chosen stays until it fails.
  static credentials chain(std::vector<credentials> sources);
  /// Environment, pod identity, profile, instance role, credentials URI, in this order.
  static credentials default_chain();
  /// A provider of the program's own.
  static credentials from(std::shared_ptr<credentials_provider> provider);

  friend std::ostream& operator<<(std::ostream& out, credentials const& c) {
    out << "credentials{";
    if (c.provider && (c.id.empty() || c.key.empty())) return out << c.provider->name() << '}';
    return out << "id=" << (c.id.empty() ? "" : c.id.substr(0, 4) + "***") << ", key=***}";
  }
};

}  // namespace colb::inline COLB_ABI
