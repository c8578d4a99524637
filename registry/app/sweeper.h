// Removes now and then what is no longer needed: of photos and videos, and of the search.
#pragma once

#include "platform/async/runtime.h"
#include "platform/async/supervisor.h"
#include "registry/media/media.h"
#include "registry/search/search.h"

namespace doggy::app {

/// Sweeps ten minutes after the start and then every hour, until `background` stops. All outlive the runtime's run.
void start_sweepers(Runtime& runtime, Supervisor& background, media::Media& media, search::Search& search);

}  // namespace doggy::app
