// The queue as one SQLite file (WAL, synchronous=FULL): what self-hosters have.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "alert-analyzer/queue/queue.h"
#include "platform/time/timestamp.h"

namespace doggy::analyzer {

/// `file` is created if it does not exist. Messages that another process left leased are available again when the lease
/// ends; with `sole_owner` at once, since the process that held them is gone. Error: kUnavailable, also when the
/// write-ahead log was lost.
[[nodiscard]] Result<std::unique_ptr<Queue>> open_sqlite_queue(const std::filesystem::path& file, bool sole_owner,
                                                               std::function<Timestamp()> clock = Timestamp::now);

}  // namespace doggy::analyzer
