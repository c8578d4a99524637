// Everything that the policy can be asked about, for tests that leave nothing out.
#pragma once

#include <array>
#include <vector>

#include "registry/circle/policy.h"

namespace doggy::circle {

inline constexpr std::array kRoles{Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer};
inline constexpr std::array kSections{Section::kProfile, Section::kNotes,    Section::kTraining, Section::kBehavior,
                                      Section::kHealth,  Section::kCalendar, Section::kMedia};
inline constexpr std::array kLevels{Level::kNone, Level::kRead, Level::kWrite};

/// Every subset of the roles.
inline std::vector<Audience> audiences() {
  std::vector<Audience> all;
  for (unsigned bits = 0; bits < 16; ++bits) {
    Audience audience;
    for (std::size_t i = 0; i < kRoles.size(); ++i)
      if (bits & (1U << i)) audience.push_back(kRoles[i]);
    all.push_back(audience);
  }
  return all;
}

}  // namespace doggy::circle
