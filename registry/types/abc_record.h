// An ABC record: what came before a behavior, the behavior, and what followed it (Bijou, Peterson & Ault 1968).
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>

#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

/// What the behavior is thought to be for.
enum class HypothesizedFunction : std::uint8_t { kAttention, kEscape, kTangible, kSensory, kUnknown };
BOOST_DESCRIBE_ENUM(HypothesizedFunction, kAttention, kEscape, kTangible, kSensory, kUnknown)

struct AbcRecord {
  std::optional<std::string> setting_event;
  std::string antecedent;
  std::string behavior;
  std::string consequence;
  std::optional<int> intensity;
  std::optional<double> duration_seconds;
  std::optional<double> latency_seconds;
  std::optional<HypothesizedFunction> hypothesized_function;
  std::optional<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(AbcRecord, (),
                      (setting_event, antecedent, behavior, consequence, intensity, duration_seconds, latency_seconds,
                       hypothesized_function, notes))

[[nodiscard]] RecordType abc_record_type();

}  // namespace doggy::types

template <>
struct doggy::codec::Schema<doggy::types::AbcRecord> {
  static constexpr std::string_view kName = "abc-record";
  static constexpr std::string_view kDoc = "What came before a behavior, the behavior, and what followed it.";
  static constexpr std::array kFields{
      Field{.member = "setting_event",
            .doc = "What made the behavior likelier that day: pain, heat, little sleep.",
            .max_length = 500},
      Field{.member = "antecedent", .doc = "What came just before.", .min_length = 1, .max_length = 500},
      Field{.member = "behavior", .doc = "What the dog did.", .min_length = 1, .max_length = 500},
      Field{.member = "consequence", .doc = "What followed.", .min_length = 1, .max_length = 500},
      Field{.member = "intensity", .doc = "From 0, hardly noticeable, to 5, extreme.", .minimum = 0, .maximum = 5},
      Field{.member = "duration_seconds",
            .doc = "How long the behavior lasted.",
            .minimum = 0,
            .maximum = 86'400,
            .unit = "s"},
      Field{.member = "latency_seconds",
            .doc = "From the antecedent to the behavior.",
            .minimum = 0,
            .maximum = 86'400,
            .unit = "s"},
      Field{.member = "hypothesized_function", .doc = "What the behavior is thought to be for."},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
  };
};
