#include "registry/progress/abc_per_week.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "registry/progress/iso_week.h"
#include "registry/progress/normalized_text.h"

namespace doggy::progress {
namespace {

std::vector<WeekCount> without_gaps(const std::map<IsoWeek, std::uint64_t>& counts) {
  std::vector<WeekCount> points;
  if (counts.empty()) return points;
  const IsoWeek last = counts.rbegin()->first;
  for (IsoWeek week = counts.begin()->first; week <= last; week = week.next()) {
    const auto found = counts.find(week);
    points.push_back({week.text(), week.monday(), found == counts.end() ? 0 : found->second});
  }
  return points;
}

}  // namespace

AbcPerWeek abc_per_week(std::span<const ObservedBehavior> records, std::optional<std::string_view> behavior) {
  struct Tally {
    const ObservedBehavior* oldest;
    std::uint64_t count;
  };
  std::map<IsoWeek, std::uint64_t> weeks;
  std::map<std::string, Tally> behaviors;
  const std::optional<std::string> wanted = behavior.transform(normalized);
  for (const ObservedBehavior& record : records) {
    const std::string key = normalized(record.behavior);
    Tally& tally = behaviors.try_emplace(key, Tally{&record, 0}).first->second;
    ++tally.count;
    if (record.at < tally.oldest->at) tally.oldest = &record;
    // A timestamp's local date is a date.
    if (!wanted || *wanted == key) ++weeks[IsoWeek::of(Date::parse(record.at.local_date()).value())];
  }

  AbcPerWeek result{.points = without_gaps(weeks)};
  for (const auto& [key, tally] : behaviors) result.behaviors.push_back({tally.oldest->behavior, tally.count});
  std::ranges::sort(result.behaviors, [](const BehaviorCount& a, const BehaviorCount& b) {
    return std::tie(b.count, a.behavior) < std::tie(a.count, b.behavior);
  });
  return result;
}

}  // namespace doggy::progress
