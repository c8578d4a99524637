// From the dog's log to the people whom it concerns. The job that a change left (log/outbox.h) reads the entry, and
// decides by the circle's policy as it is now: nobody is told of what they may not see, of what is gone again, or of
// what they did themselves. What has a date (homework, a vaccination) is planned as a job for that day, which looks
// whether the record still says so: nothing has to be searched for, and a plan that was overtaken comes to nothing.
#pragma once

#include "registry/circle/circle.h"
#include "registry/jobs/runner.h"
#include "registry/notify/notifier.h"
#include "registry/organizations/organizations.h"
#include "registry/records/records.h"
#include "registry/store/store.h"

namespace doggy::notify {

/// All outlive the event loops.
struct EventServices {
  store::Store& store;
  circle::Circle& circle;
  records::Records& records;
  accounts::Accounts& accounts;
  organizations::Organizations& organizations;
  Notices& notices;
  Notifier& notifier;
  Live& live;
  jobs::Runner& runner;
  jobs::Clock clock;
};

/// Does the jobs of log::enqueue() and invited(), and those that they plan.
void handle_events(const EventServices& services);

/// A job that tells whoever has the invitation's email, verified, of it. It holds the invitation's token.
[[nodiscard]] jobs::NewJob invited(const circle::Invitation& invitation, const Timestamp& now);

}  // namespace doggy::notify
