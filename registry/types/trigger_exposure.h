// An exposure to a trigger: how close it was and how the dog took it.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

struct TriggerExposure {
  std::string trigger;
  double distance_meters = 0;
  int reaction = 0;
  std::optional<double> recovery_seconds;
  std::optional<std::string> place;
  std::optional<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(TriggerExposure, (), (trigger, distance_meters, reaction, recovery_seconds, place, notes))

[[nodiscard]] RecordType trigger_exposure_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::TriggerExposure> {
  static constexpr std::string_view kName = "trigger-exposure";
  static constexpr std::string_view kDoc = "How close a trigger was, and how the dog took it.";
  static constexpr std::array kFields{
      Field{.member = "trigger", .doc = "What the dog met, such as a jogger.", .min_length = 1, .max_length = 200},
      Field{.member = "distance_meters", .doc = "How close it came.", .minimum = 0, .maximum = 1000, .unit = "m"},
      Field{.member = "reaction", .doc = "From 0, none, to 5, extreme.", .minimum = 0, .maximum = 5},
      Field{.member = "recovery_seconds",
            .doc = "Until the dog was as before.",
            .minimum = 0,
            .maximum = 86400,
            .unit = "s"},
      Field{.member = "place", .doc = "Where.", .max_length = 200},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
  };
};

}  // namespace doggy::codec
