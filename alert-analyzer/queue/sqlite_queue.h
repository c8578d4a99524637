// The queue as one SQLite file (WAL, synchronous=FULL): what self-hosters have.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "alert-analyzer/queue/queue.h"
#include "platform/time/timestamp.h"

namespace doggy::analyzer {

/// `file` is created when it is not there. Messages that another process left leased wait again when their hold ends;
/// with `sole_owner` at once, for then whoever held them is gone. Error: kUnavailable, also when its write-ahead log
/// was lost.
[[nodiscard]] Result<std::unique_ptr<Queue>> open_sqlite_queue(const std::filesystem::path& file, bool sole_owner,
                                                               std::function<Timestamp()> clock = Timestamp::now);

}  // namespace doggy::analyzer
