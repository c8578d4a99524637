// Imports: in one transaction, or in groups where the store takes less at once.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>
#include <span>
#include <utility>

#include "platform/try.h"
#include "registry/records/import_operation.h"
#include "registry/records/records.h"

namespace doggy::records {
namespace {

// Of writes: what an import stores all or nothing where the store can.
constexpr std::size_t kMostTogether = 200;
// Of writes in one transaction of a larger import: others' commits wait behind it for no longer than these take.
constexpr std::size_t kGroup = 32;

// What one transaction takes beside the dog's head, a job and the checks of the grant.
std::size_t most_writes(const store::Store& store, const circle::Grant& grant) {
  return store.transaction_limit() - 2 - grant.sources.size();
}

// The longest beginning of `units` with at most so many writes; at least one.
std::span<const ImportUnit> beginning_of(const ImportRecords& whole, std::span<const ImportUnit> units,
                                         std::size_t most) {
  std::size_t count = 0;
  std::size_t writes = 0;
  while (count < units.size()) {
    writes += whole.writes_of(units[count]);
    if (count > 0 && writes > most) break;
    ++count;
  }
  return units.first(count);
}

// What ended an import, for somebody who is to know how far it came. An answer that was lost is not counted.
Error ended(Error error, std::size_t in, std::size_t of) {
  if (in == 0) return error;
  error.detail += fmt::format(
      " At least {} of the {} records are in. Repeat the same import to finish it: nothing will be there twice.", in,
      of);
  return error;
}

}  // namespace

Task<Result<Records::Imported>> Records::import_all(std::string dog_id, circle::Actor actor,
                                                    std::vector<NewRecord> records, bool dry_run) {
  Target target{.dog_id = dog_id, .record_id = {}, .actor = std::move(actor), .now = clock_()};
  const std::size_t count = records.size();
  const std::size_t limit = most_writes(store_, target.actor.grant);
  // Who brings what others wrote may not see all of it afterwards, so it could not be referred to in a later group.
  const bool in_one = std::ranges::any_of(records, [](const NewRecord& one) { return one.origin.has_value(); });
  auto whole = std::make_shared<ImportRecords>(store_, target, std::move(records));
  ImportUnit all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  const std::size_t writes = whole->writes_of(all);
  if (in_one && writes > limit)
    co_return fail(Code::kTooLarge, "These are more records than can be written at once. Import them in parts.");
  const bool fits =
      writes <= std::min(limit, kMostTogether) && store_.transaction_bytes() == std::numeric_limits<std::size_t>::max();
  if (dry_run || !(fits || in_one)) {
    CO_CHECK_OK(co_await whole->resolve());
    if (dry_run || !whole->imported().problems.empty()) co_return whole->imported();
  } else {
    CO_CHECK_OK(co_await log_.run(std::move(dog_id), whole));
    co_return whole->imported();
  }

  Imported imported = whole->imported();
  const std::vector<ImportUnit> units = whole->units();
  const auto circles =
      std::ranges::find_if(units, [&](const ImportUnit& unit) { return whole->writes_of(unit) > limit; });
  if (circles != units.end()) {
    imported.problems.push_back(
        {circles->front(), {"", "reference", "Too many records refer to each other in a circle."}});
    co_return imported;
  }
  for (std::span<const ImportUnit> left(units); !left.empty();) {
    const std::size_t in = imported.created + imported.duplicates;
    target.now = clock_();
    auto part = std::make_shared<ImportRecords>(*whole, target, beginning_of(*whole, left, std::min(limit, kGroup)));
    auto done = co_await log_.run(dog_id, part);
    if (!done) co_return std::unexpected(ended(std::move(done.error()), in, count));
    if (!part->imported().problems.empty()) {
      Error error{.code = Code::kConflict, .detail = "What these records refer to was changed meanwhile."};
      co_return std::unexpected(ended(std::move(error), in, count));
    }
    imported.created += part->imported().created;
    imported.duplicates += part->imported().duplicates;
    left = left.subspan(part->units_done());
    if (left.empty()) break;
    // It may take minutes, in which their place in the circle may change.
    auto grant = co_await circle_.grant_of(dog_id, target.actor.grant.account_id);
    if (!grant)
      co_return std::unexpected(ended(std::move(grant.error()), imported.created + imported.duplicates, count));
    grant->seen_as = target.actor.grant.seen_as;
    target.actor.grant = std::move(*grant);
  }
  co_return imported;
}

}  // namespace doggy::records
