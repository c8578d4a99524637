// A mail for each notice, to accounts whose email is verified.
#pragma once

#include <memory>
#include <string>

#include "registry/jobs/runner.h"
#include "registry/notify/channel.h"
#include "registry/notify/post.h"
#include "registry/store/store.h"

namespace doggy::notify {

/// All outlive the channel; `public_url` is read when a mail is written, because a server that listens on any port
/// knows it late.
[[nodiscard]] std::shared_ptr<Channel> email_channel(store::Store& store, Post& post, jobs::Runner& runner,
                                                     const std::string& public_url);

}  // namespace doggy::notify
