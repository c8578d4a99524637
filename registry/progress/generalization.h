// Where, with whom and under how much distraction a behavior was shown: the generalization matrix.
// percent = correct / valid trials x 100 of each cell. Source: Stokes & Baer 1977, Journal of Applied Behavior Analysis
// 10, 349-367; Cooper, Heron & Heward, Applied Behavior Analysis (3rd ed.), chapter 30.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "registry/progress/success_rate.h"
#include "registry/types/target.h"

namespace doggy::progress {

struct GeneralizationCell {
  std::string person;
  std::optional<std::string> place;
  std::optional<int> distraction;
  std::uint64_t trials = 0;
  std::uint64_t correct = 0;
  std::uint64_t sessions = 0;
  std::optional<double> percent;
};
BOOST_DESCRIBE_STRUCT(GeneralizationCell, (), (person, place, distraction, trials, correct, sessions, percent))

struct Generalization {
  std::vector<GeneralizationCell> cells;
};
BOOST_DESCRIBE_STRUCT(Generalization, (), (cells))

/// Places are the same as in normalized_text.h. `sessions` in any order.
[[nodiscard]] Generalization generalization(const Uuid& target_id, const types::Target& target,
                                            std::span<const HeldSession> sessions);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::GeneralizationCell> {
  static constexpr std::string_view kName = "GeneralizationCell";
  static constexpr std::string_view kDoc = "The trials with one person at one place under one distraction.";
  static constexpr std::array kFields{
      Field{.member = "person", .doc = "Who held the sessions.", .access = Access::kReadOnly},
      Field{.member = "place", .doc = "Where; absent: not stated.", .access = Access::kReadOnly},
      Field{.member = "distraction", .doc = "Of the step, 0 to 5; absent: not stated.", .access = Access::kReadOnly},
      Field{.member = "trials", .doc = "Valid trials.", .access = Access::kReadOnly},
      Field{.member = "correct", .doc = "Correct ones.", .access = Access::kReadOnly},
      Field{.member = "sessions", .doc = "Sessions.", .access = Access::kReadOnly},
      Field{.member = "percent",
            .doc = "Correct of the valid trials.",
            .access = Access::kReadOnly,
            .unit = "%",
            .sends_null = true},
  };
};

template <>
struct Schema<progress::Generalization> {
  static constexpr std::string_view kName = "Generalization";
  static constexpr std::string_view kDoc = "Where, with whom and under how much distraction a behavior was shown.";
  static constexpr std::array kFields{
      Field{.member = "cells",
            .doc = "By person, place and distraction; only those that were tried.",
            .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
