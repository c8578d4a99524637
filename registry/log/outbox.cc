#include "registry/log/outbox.h"

#include <fmt/format.h>

#include "registry/jobs/queue.h"

namespace doggy::log {

store::Write enqueue(const Entries& entries, const Timestamp& now) {
  return jobs::enqueue({.kind = kEntriesJob,
                        .payload = {{"dogId", entries.dog_id},
                                    {"from", entries.from},
                                    {"to", entries.to},
                                    {"imported", entries.imported}},
                        .due = now,
                        .id = fmt::format("entries#{}#{}", entries.dog_id, entries.from)});
}

}  // namespace doggy::log
