// Devices that have signed in to an account before, known by a cookie. Such a device goes before strangers when it
// signs in again, and guesses of others do not lock it out. The cookie signs nobody in: the password is checked as
// ever.
//
// The cookie holds up to four secrets, one for each account that signed in with this browser. A secret counts for its
// own account only, and the server never adopts one that it did not make. A device ends a year after it last signed in,
// when the password is reset, or when its person signs out everywhere.
//
// In the store: ACCOUNT#id/DEVICE#hash by the SHA-256 of the secret.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/accounts/sessions.h"
#include "registry/store/store.h"

namespace doggy::accounts {

/// Thread-safe.
class KnownDevices {
 public:
  /// `store` outlives this.
  KnownDevices(store::Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {}

  /// The hash of the cookie's secret for that account, if there is one. Reads as much for an account that does not
  /// exist (an empty id), so that the time tells nothing.
  Task<Result<std::optional<std::string>>> find(std::string account_id, std::string cookie);

  struct Remembered {
    std::string cookie;                // For the browser.
    std::vector<store::Write> writes;  // To commit together with the sign-in.
  };
  /// After a sign-in that succeeded. Above kMost, the devices that have not signed in for the longest time are
  /// forgotten.
  Task<Result<Remembered>> remember(std::string account_id, std::string cookie);

  Task<Result<void>> forget_all(std::string account_id);

  static constexpr std::int64_t kSeconds = std::int64_t{365} * 24 * 60 * 60;
  static constexpr std::size_t kMost = 20;
  static constexpr std::size_t kMostInCookie = 4;

 private:
  store::Store& store_;
  Clock clock_;
};

}  // namespace doggy::accounts
