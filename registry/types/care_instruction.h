// A care instruction: how this dog is fed, walked and kept safe.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class CareTopic : std::uint8_t { kRoutine, kFeeding, kEquipment, kSafeDistance, kHome, kEmergency, kOther };
BOOST_DESCRIBE_ENUM(CareTopic, kRoutine, kFeeding, kEquipment, kSafeDistance, kHome, kEmergency, kOther)

struct CareInstruction {
  CareTopic topic = CareTopic::kOther;
  std::string title;
  std::optional<std::string> instruction;
  std::optional<double> distance_meters;
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(CareInstruction, (), (topic, title, instruction, distance_meters, archived))

[[nodiscard]] RecordType care_instruction_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::CareInstruction> {
  static constexpr std::string_view kName = "care-instruction";
  static constexpr std::string_view kDoc = "How this dog is fed, walked and kept safe.";
  static constexpr std::array kFields{
      Field{.member = "topic", .doc = "What it is about."},
      Field{.member = "title", .doc = "In a few words.", .min_length = 1, .max_length = 200},
      Field{.member = "instruction", .doc = "Markdown.", .max_length = 5000},
      Field{.member = "distance_meters", .doc = "A distance to keep.", .minimum = 0, .maximum = 1000, .unit = "m"},
      Field{.member = "archived", .doc = "Whether it no longer holds.", .defaulted = true},
  };
};

}  // namespace doggy::codec
