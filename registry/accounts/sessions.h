// Sessions and API tokens: both are secrets that say who calls. A session comes from signing in and may do all that its
// person may; an API token is made for a program, with a name and a scope, and never touches the account itself.
//
// In the store: KEY#SESSION#hash/SESSION finds either by the SHA-256 of its token (label: the account's id, then the
// scope of an API token); ACCOUNT#id/SESSION#hash and ACCOUNT#id/TOKEN#hash list them.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "platform/time/units.h"
#include "registry/store/store.h"

namespace doggy::accounts {

using Clock = std::function<Timestamp()>;

enum class Scope : std::uint8_t { kSession, kWrite, kRead };
BOOST_DESCRIBE_ENUM(Scope, kSession, kWrite, kRead)

/// What an API token may be for.
enum class TokenScope : std::uint8_t { kRead, kWrite };
BOOST_DESCRIBE_ENUM(TokenScope, kRead, kWrite)

/// Who calls, and by what.
struct Identity {
  std::string account_id;
  Scope scope = Scope::kSession;
};

struct SessionInfo {
  std::string id;  // The beginning of the hash.
  Timestamp created_at;
  std::optional<Timestamp> expires_at;
  std::string device;
  bool current = false;
};
BOOST_DESCRIBE_STRUCT(SessionInfo, (), (id, created_at, expires_at, device, current))

struct ApiToken {
  std::string id;
  std::string name;
  TokenScope scope = TokenScope::kRead;
  Timestamp created_at;
  std::optional<Timestamp> expires_at;
  std::optional<std::string> token;  // In the answer to its maker only.
};
BOOST_DESCRIBE_STRUCT(ApiToken, (), (id, name, scope, created_at, expires_at, token))

struct NewApiToken {
  std::string name;
  TokenScope scope = TokenScope::kRead;
  std::optional<Timestamp> expires_at;
};
BOOST_DESCRIBE_STRUCT(NewApiToken, (), (name, scope, expires_at))

/// Thread-safe.
class Sessions {
 public:
  /// `store` outlives this.
  Sessions(store::Store& store, Clock clock);

  struct Opened {
    std::string token;
    Timestamp expires_at;
  };
  /// `device` is what the client calls itself, cut to 200 bytes. `also` is written in the same transaction. Error:
  /// kConflict when a condition of it does not hold.
  Task<Result<Opened>> open(std::string account_id, std::string device, std::vector<store::Write> also = {});

  /// Error: kUnauthenticated when the token is unknown or has expired.
  Task<Result<Identity>> authenticate(std::string token);

  /// Whether the session with this hash of its token has not ended.
  Task<Result<bool>> goes_on(std::string hash);

  /// Newest first; `token` is the caller's.
  Task<Result<std::vector<SessionInfo>>> list(std::string account_id, std::string token);

  Task<Result<void>> end(std::string token);
  /// Error: kNotFound.
  Task<Result<void>> end_one(std::string account_id, std::string id);
  /// All but the one of that token; empty: all.
  Task<Result<void>> end_all(std::string account_id, std::string but_token = {});

  /// `session` is the token of the session that asks. Errors: kInvalid; kUnauthenticated when that session has ended
  /// meanwhile; kConflict with more than kMostTokens.
  Task<Result<ApiToken>> make_token(std::string account_id, NewApiToken request, std::string session);
  Task<Result<std::vector<ApiToken>>> tokens(std::string account_id);
  Task<Result<void>> revoke_token(std::string account_id, std::string id);
  Task<Result<void>> revoke_tokens(std::string account_id);

  static constexpr std::int64_t kSessionSeconds = 30 * kDaySeconds;
  static constexpr std::size_t kMostTokens = 50;

 private:
  // All that have not ended: signing in is throttled, so they fit in memory.
  Task<Result<std::vector<store::Item>>> listed(std::string account_id, std::string prefix);
  Task<Result<void>> remove_one(std::string account_id, std::string prefix, std::string id);
  Task<Result<void>> remove_all(std::string account_id, std::string prefix, std::string but_hash);

  store::Store& store_;
  Clock clock_;
};

/// Commits only while the session of that token goes on: what outlives a session must not be made by a request that is
/// still under way when it ends. Errors: kUnauthenticated when it has ended; else as commit().
[[nodiscard]] Task<Result<void>> commit_in_session(store::Store& store, std::string token,
                                                   std::vector<store::Write> writes);

}  // namespace doggy::accounts

namespace doggy::codec {

template <>
struct Schema<accounts::SessionInfo> {
  static constexpr std::string_view kName = "SessionInfo";
  static constexpr std::string_view kDoc = "A place where somebody is signed in.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "To end it.", .access = Access::kReadOnly},
      Field{.member = "created_at", .doc = "When they signed in.", .access = Access::kReadOnly},
      Field{.member = "expires_at", .doc = "When it ends by itself.", .access = Access::kReadOnly},
      Field{.member = "device", .doc = "What the browser or program calls itself.", .access = Access::kReadOnly},
      Field{.member = "current", .doc = "Whether it is the one that asks.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<accounts::ApiToken> {
  static constexpr std::string_view kName = "ApiToken";
  static constexpr std::string_view kDoc = "A secret for a program, which acts as its maker within a scope.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "To revoke it.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "What it is for.", .access = Access::kReadOnly},
      Field{.member = "scope", .doc = "What it may do.", .access = Access::kReadOnly},
      Field{.member = "created_at", .doc = "When it was made.", .access = Access::kReadOnly},
      Field{.member = "expires_at", .doc = "When it ends by itself.", .access = Access::kReadOnly},
      Field{.member = "token", .doc = "For `Authorization: Bearer`; shown once.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<accounts::NewApiToken> {
  static constexpr std::string_view kName = "NewApiToken";
  static constexpr std::string_view kDoc = "An API token to make.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "What it is for.", .min_length = 1, .max_length = 100},
      Field{.member = "scope",
            .doc = "read: may look; write: may change dogs and records too. Neither may touch the "
                   "account.",
            .defaulted = true},
      Field{.member = "expires_at", .doc = "Within 366 days; 90 days by default."},
  };
};

}  // namespace doggy::codec
