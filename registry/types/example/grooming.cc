#include "registry/types/example/grooming.h"

#include <fmt/format.h>

#include <algorithm>

namespace doggy::types {
namespace {

codec::Errors check(const Grooming& grooming, const Context&) {
  codec::Errors errors;
  for (std::size_t i = 1; i < grooming.work.size(); ++i) {
    const auto before = grooming.work.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(grooming.work.begin(), before, grooming.work[i]) != before)
      errors.push_back({fmt::format("work[{}]", i), "unique", "Each once."});
  }
  return errors;
}

}  // namespace

RecordType grooming_type() {
  using circle::Role;
  return make_record_type<Grooming, check>(
      {.section = circle::Section::kHealth, .default_audience = {Role::kOwner, Role::kTrainer, Role::kCarer}});
}

}  // namespace doggy::types
