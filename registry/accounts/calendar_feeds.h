// Secret addresses at which other programs read what somebody may see: the one at which a calendar program reads their
// appointments. One for each account; making a new one, or revoking it, ends the old one at once.
//
// In the store: KEY#CALENDAR#hash/CALENDAR by the SHA-256 of the token (its label is the account's id), and
// ACCOUNT#id/CALENDAR with that hash as its label and the time when it was made as its body.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/accounts/sessions.h"
#include "registry/store/store.h"

namespace doggy::accounts {

enum class FeedKind : std::uint8_t { kCalendar };
BOOST_DESCRIBE_ENUM(FeedKind, kCalendar)

struct Feed {
  FeedKind kind = FeedKind::kCalendar;
  std::optional<Timestamp> created_at;  // Absent for one from before this was kept.
};
BOOST_DESCRIBE_STRUCT(Feed, (), (kind, created_at))

/// Thread-safe.
class CalendarFeeds {
 public:
  /// `store` outlives this.
  CalendarFeeds(store::Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {}

  /// A new token of 256 random bits; the one before no longer works. `session` is the token of the session that asks.
  /// Errors: kUnauthenticated when that session has ended; kConflict when two renew at once.
  Task<Result<std::string>> renew(std::string account_id, std::string session);
  Task<Result<void>> revoke(std::string account_id);
  Task<Result<std::vector<Feed>>> list(std::string account_id);

  /// Whose feed it is. Error: kNotFound for a token that is none, or no longer.
  Task<Result<std::string>> account_of(std::string token);

 private:
  store::Store& store_;
  Clock clock_;
};

}  // namespace doggy::accounts

template <>
struct doggy::codec::Schema<doggy::accounts::Feed> {
  static constexpr std::string_view kName = "Feed";
  static constexpr std::string_view kDoc = "A secret address at which a program reads what its owner may see.";
  static constexpr std::array kFields{
      Field{.member = "kind", .doc = "What it shows.", .access = Access::kReadOnly},
      Field{.member = "created_at", .doc = "When it was made, where that is known.", .access = Access::kReadOnly},
  };
};
