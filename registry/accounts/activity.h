// What was done to an account, for its person: who signed in or tried to, and what changed of how they sign in.
//
// In the store: ACCOUNT#id/ACTIVITY#uuid, whose UUIDv7 orders by time; each goes by itself after a year.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/accounts/sessions.h"
#include "registry/store/store.h"

namespace doggy::accounts {

enum class ActivityKind : std::uint8_t {
  kSignedIn,
  kSignedInByPasskey,
  kSignInRefused,
  kPasswordChanged,
  kPasswordReset,
  kEmailChanged,
  kSecondFactorOn,
  kSecondFactorOff,
  kPasskeyAdded,
  kPasskeyRemoved,
  kTokenMade,
  kTokenRevoked,
  kSignedOutElsewhere,
  kExported,
};
BOOST_DESCRIBE_ENUM(ActivityKind, kSignedIn, kSignedInByPasskey, kSignInRefused, kPasswordChanged, kPasswordReset,
                    kEmailChanged, kSecondFactorOn, kSecondFactorOff, kPasskeyAdded, kPasskeyRemoved, kTokenMade,
                    kTokenRevoked, kSignedOutElsewhere, kExported)

struct ActivityEntry {
  Timestamp at;
  ActivityKind kind = ActivityKind::kSignedIn;
  std::string address;
  std::string device;
};
BOOST_DESCRIBE_STRUCT(ActivityEntry, (), (at, kind, address, device))

/// Thread-safe.
class Activity {
 public:
  /// `store` outlives this.
  Activity(store::Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {}

  /// `address` is the peer's, `device` what it calls itself. Refused sign-ins are noted 20 times an hour at most, so
  /// that a guesser does not fill the list.
  Task<Result<void>> note(std::string account_id, ActivityKind kind, std::string address, std::string device);

  struct Page {
    std::vector<ActivityEntry> items;
    std::string next;  // Empty at the end.
  };
  /// Newest first. Error: kInvalid (field cursor).
  Task<Result<Page>> list(std::string account_id, std::size_t limit, std::string cursor);

  static constexpr std::int64_t kSeconds = std::int64_t{365} * 24 * 60 * 60;

 private:
  store::Store& store_;
  Clock clock_;
};

}  // namespace doggy::accounts

template <>
struct doggy::codec::Schema<doggy::accounts::ActivityEntry> {
  static constexpr std::string_view kName = "ActivityEntry";
  static constexpr std::string_view kDoc = "Something that was done to one's account.";
  static constexpr std::array kFields{
      Field{.member = "at", .doc = "When.", .access = Access::kReadOnly},
      Field{.member = "kind", .doc = "What.", .access = Access::kReadOnly},
      Field{.member = "address", .doc = "From which network address.", .access = Access::kReadOnly},
      Field{.member = "device", .doc = "What the browser or program calls itself.", .access = Access::kReadOnly},
  };
};
