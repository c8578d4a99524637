// How a notice reaches somebody who is not looking. A new channel is one file that fulfils this, and one line in app/
// that adds it to the Notifier: `notifier.add(ChannelKind::kPush, push);`.
//
// The Notifier decides everything before that: who, by whose preferences, and when (quiet hours). Each delivery is a
// job of its own ("notify-push"), enqueued with the notice in one transaction, and just before it is delivered the
// recipient's grant and the record are looked at again: what may no longer be seen is not delivered.
#pragma once

#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/accounts/account.h"
#include "registry/notify/notice.h"

namespace doggy::notify {

/// What is delivered, to whom. None of it is hidden from the recipient.
struct Delivery {
  accounts::Account to;
  Notice notice;
  std::string title;    // "Tina mentioned you": no dog's health, no text of a record. For locked screens.
  std::string summary;  // "… in a note about Balu."
  std::string path;     // Where it leads in the app, "/dogs/…/records/…".
};

/// Thread-safe.
class Channel {
 public:
  virtual ~Channel() = default;

  /// May be called more than once for one notice: the notice's id tells. Errors as of a job's handler: kUnavailable and
  /// kThrottled are tried again. An account that has nothing to be reached by (no verified email, no subscription) is a
  /// success.
  virtual Task<Result<void>> deliver(Delivery delivery) = 0;
};

}  // namespace doggy::notify
