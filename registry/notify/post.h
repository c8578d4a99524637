// Mail on its way: what is handed over is kept as a job and sent when the mail server takes it; nobody waits for it.
//
// A letter may hold a secret, such as the link to a new password. It is then in the store from here until it is sent,
// and no longer than it is worth sending, which for a link is until it expires.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "platform/async/task.h"
#include "platform/async/worker_pool.h"
#include "platform/mail/mail.h"
#include "registry/jobs/runner.h"
#include "registry/notify/letters.h"

namespace doggy::notify {

/// Thread-safe.
class Post {
 public:
  /// Does the jobs of kind "mail". `runner` and `workers`, on which letters are sent, outlive this.
  Post(std::unique_ptr<mail::Mailer> mailer, jobs::Runner& runner, WorkerPool& workers, jobs::Clock clock);

  /// A letter as a write of a transaction. The caller wakes the runner when it is committed. Letters with the same `id`
  /// and `due` are one.
  [[nodiscard]] store::Write write(Letter letter, std::string id, const Timestamp& due) const;

  /// Enqueues one by itself. Error: kUnavailable.
  Task<Result<void>> enqueue(Letter letter);

  /// The same for news of what has happened already: a failure is logged, without address and text.
  Task<void> send(Letter letter);

 private:
  jobs::Runner& runner_;
  const jobs::Clock clock_;
};

}  // namespace doggy::notify
