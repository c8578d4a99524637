// Removes now and then what is no longer needed of photos and videos.
#pragma once

#include "platform/async/runtime.h"
#include "registry/media/media.h"

namespace doggy::app {

/// Sweeps ten minutes after the start and then every hour, until the runtime stops. Both outlive the runtime's run.
void start_media_sweeper(Runtime& runtime, media::Media& media);

}  // namespace doggy::app
