// Which records may concern somebody beside those who look: a write of one leaves a job (log/outbox.h); others, such as
// a note that names nobody, cost nothing.
#pragma once

#include "registry/log/dog_log.h"

namespace doggy::records {

/// Quick, and true too often rather than too seldom. `imported`: of history, only what has a date that lies ahead.
[[nodiscard]] bool may_concern_somebody(const log::Change& change, bool imported);

}  // namespace doggy::records
