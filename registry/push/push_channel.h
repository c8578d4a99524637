// Hands notices to the browsers of whoever they are for.
#pragma once

#include <memory>

#include "registry/jobs/runner.h"
#include "registry/notify/channel.h"
#include "registry/push/pusher.h"

namespace doggy::push {

/// Both outlive the channel.
[[nodiscard]] std::shared_ptr<notify::Channel> push_channel(Pusher& pusher, jobs::Runner& runner);

}  // namespace doggy::push
