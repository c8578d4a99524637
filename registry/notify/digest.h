// The digest: one mail a day or a week with what was not read meanwhile. Planned by the first notice of its time, so
// that nobody's digest is looked for in vain. In the store: ACCOUNT#id/NOTIFY-DIGEST, up to when the last one told.
#pragma once

#include <string>

#include "registry/accounts/accounts.h"
#include "registry/jobs/runner.h"
#include "registry/notify/notices.h"
#include "registry/notify/post.h"
#include "registry/store/store.h"

namespace doggy::notify {

/// The write that plans the account's digest; planning it again for the same time is the same.
[[nodiscard]] store::Write plan_digest(const std::string& account_id, const Timestamp& at);

/// All outlive the event loops. `public_url` as in email_channel.h.
struct DigestServices {
  store::Store& store;
  accounts::Accounts& accounts;
  Notices& notices;
  Post& post;
  jobs::Runner& runner;
  const std::string& public_url;
};

/// Does the jobs that plan_digest() makes.
void handle_digests(const DigestServices& services);

}  // namespace doggy::notify
