// From an event to a person: the notice is kept, and every way that the person wants is a job of its own, all in one
// transaction. Those jobs deliver by the channels (channel.h), at the end of quiet hours if the event fell into them.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/accounts/accounts.h"
#include "registry/jobs/runner.h"
#include "registry/notify/channel.h"
#include "registry/notify/live.h"
#include "registry/notify/notices.h"
#include "registry/notify/preferences.h"
#include "registry/store/store.h"

namespace doggy::notify {

/// A sentence about a notice, for mails and push messages.
struct Wording {
  std::string title;    // Names neither a dog nor a person: it is shown on locked screens.
  std::string summary;  // "Tina mentioned you in a note about Balu."
};
[[nodiscard]] Wording wording_of(const Notice& notice);

/// A notice as mails tell of it: names make no links, and who did it is somebody unless their address is verified. To
/// somebody who is not in the dog's circle yet, the name of a dog is the word of whoever invites them.
[[nodiscard]] Task<Result<Notice>> as_mailed(accounts::Accounts& accounts, Notice notice);

/// Where a notice leads in the app.
[[nodiscard]] std::string path_of(const Notice& notice);

/// Thread-safe but for add().
class Notifier {
 public:
  /// All outlive this, and this the event loops. Does the jobs of the kinds "notify-email", "notify-push", ….
  Notifier(store::Store& store, accounts::Accounts& accounts, Notices& notices, Live& live, jobs::Runner& runner,
           jobs::Clock clock);

  /// Before the first job runs. A way that has no channel is not used.
  void add(ChannelKind kind, std::shared_ptr<Channel> channel);

  /// Tells an account, once: a notice with the same id is not told again.
  Task<Result<void>> tell(std::string account_id, Notice notice);

 private:
  Task<Result<void>> deliver(ChannelKind kind, jobs::Job job);

  store::Store& store_;
  accounts::Accounts& accounts_;
  Notices& notices_;
  Live& live_;
  jobs::Runner& runner_;
  const jobs::Clock clock_;
  std::map<ChannelKind, std::shared_ptr<Channel>> channels_;
};

}  // namespace doggy::notify
