#include "registry/types/visit.h"

#include "platform/time/units.h"

namespace doggy::types {
namespace {

constexpr std::int64_t kLongestVisitMs = 60 * kDayMs;

codec::Errors check(const Visit& visit, const Context& context) {
  if (!visit.ended_at || !context.occurred_at) return {};
  const std::int64_t length = visit.ended_at->unix_ms() - context.occurred_at->unix_ms();
  if (length < 0) return {{"endedAt", "minimum", "Must not be before occurredAt."}};
  if (length > kLongestVisitMs) return {{"endedAt", "maximum", "Must be at most 60 days after occurredAt."}};
  return {};
}

}  // namespace

RecordType visit_type() {
  using circle::Role;
  return make_record_type<Visit, check>(
      {.section = circle::Section::kNotes,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer}});
}

}  // namespace doggy::types
