#include "registry/types/homework_log.h"

#include <fmt/format.h>

#include <algorithm>

namespace doggy::types {
namespace {

codec::Errors check(const HomeworkLog& log, const Context&) {
  codec::Errors errors;
  for (std::size_t i = 1; i < log.done.size(); ++i) {
    const auto before = log.done.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(log.done.begin(), before, log.done[i]) != before)
      errors.push_back({fmt::format("done[{}]", i), "unique", "Each step once."});
  }
  return errors;
}

}  // namespace

RecordType homework_log_type() {
  using circle::Role;
  return make_record_type<HomeworkLog, check>(
      {.section = circle::Section::kTraining,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer}});
}

}  // namespace doggy::types
