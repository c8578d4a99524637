// Hands notices to the webhooks of whoever they are for.
#pragma once

#include <memory>

#include "registry/jobs/runner.h"
#include "registry/notify/channel.h"
#include "registry/webhooks/webhooks.h"

namespace doggy::webhooks {

/// All outlive the channel. A notice becomes a job for each enabled webhook that wants its kind.
[[nodiscard]] std::shared_ptr<notify::Channel> webhook_channel(Webhooks& webhooks, jobs::Runner& runner, Clock clock);

}  // namespace doggy::webhooks
