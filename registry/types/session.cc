#include "registry/types/session.h"

#include <fmt/format.h>

#include "platform/time/units.h"

namespace doggy::types {
namespace {

void check_end(const Session& session, const Context& context, codec::Errors& errors) {
  if (!session.ended_at || !context.occurred_at) return;
  const std::int64_t length = session.ended_at->unix_ms() - context.occurred_at->unix_ms();
  if (length < 0) errors.push_back({"endedAt", "minimum", "Must not be before occurredAt."});
  if (length > kDayMs) errors.push_back({"endedAt", "maximum", "Must be at most a day after occurredAt."});
}

void check_latencies(const Session& session, codec::Errors& errors) {
  for (std::size_t b = 0; b < session.blocks.size(); ++b) {
    const auto& trials = session.blocks[b].trials;
    for (std::size_t t = 0; t < trials.size(); ++t) {
      if (trials[t].outcome != Outcome::kNoResponse || !trials[t].latency_seconds) continue;
      errors.push_back({fmt::format("blocks[{}].trials[{}].latencySeconds", b, t), "notApplicable",
                        "There is no latency where there was no response."});
    }
  }
}

codec::Errors check(const Session& session, const Context& context) {
  codec::Errors errors;
  check_end(session, context, errors);
  check_latencies(session, errors);
  return errors;
}

}  // namespace

RecordType session_type() {
  return make_record_type<Session, check>(
      {.section = circle::Section::kTraining, .default_audience = {circle::Role::kOwner, circle::Role::kTrainer}});
}

}  // namespace doggy::types
