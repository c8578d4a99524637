// What the figures of a report mean, in words for somebody who has never heard of them. docs/measures.md has formulas
// and sources.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "registry/report/request.h"

namespace doggy::report {

enum class Measure : std::uint8_t {
  kSuccessRate,
  kStepAdvice,
  kMastery,
  kGeneralization,
  kPhaseEffects,
  kRate,
  kIntervals,
  kCeleration,
  kAbcPerWeek,
  kTriggerThreshold,
  kPlanFidelity,
  kVaccinations
};
BOOST_DESCRIBE_ENUM(Measure, kSuccessRate, kStepAdvice, kMastery, kGeneralization, kPhaseEffects, kRate, kIntervals,
                    kCeleration, kAbcPerWeek, kTriggerThreshold, kPlanFidelity, kVaccinations)

struct Definition {
  Measure measure = Measure::kSuccessRate;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Definition, (), (measure, text))

/// Of the measures that a part of the report has.
[[nodiscard]] std::vector<Definition> definitions_of(Part part);

}  // namespace doggy::report

template <>
struct doggy::codec::Schema<doggy::report::Definition> {
  static constexpr std::string_view kName = "MeasureDefinition";
  static constexpr std::string_view kDoc = "What a figure means.";
  static constexpr std::array kFields{
      Field{.member = "measure", .doc = "The measure.", .access = Access::kReadOnly},
      Field{.member = "text", .doc = "In plain words.", .access = Access::kReadOnly},
  };
};
