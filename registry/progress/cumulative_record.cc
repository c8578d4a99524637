#include "registry/progress/cumulative_record.h"

#include <algorithm>

namespace doggy::progress {

CumulativeRecord cumulative_record(std::vector<Responses> responses) {
  std::ranges::sort(responses, {}, &Responses::at);
  CumulativeRecord record;
  std::uint64_t total = 0;
  for (Responses& one : responses) {
    total += one.count;
    record.points.push_back({.at = std::move(one.at), .added = one.count, .total = total});
  }
  return record;
}

}  // namespace doggy::progress
