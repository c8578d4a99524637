// An event in the dog's life that may explain a change; charts draw a dotted line.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>

#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class ContextKind : std::uint8_t { kMedication, kMove, kHousehold, kIllness, kDiet, kOther };
BOOST_DESCRIBE_ENUM(ContextKind, kMedication, kMove, kHousehold, kIllness, kDiet, kOther)

struct ContextEvent {
  ContextKind kind = ContextKind::kOther;
  std::string description;
};
BOOST_DESCRIBE_STRUCT(ContextEvent, (), (kind, description))

[[nodiscard]] RecordType context_event_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::ContextEvent> {
  static constexpr std::string_view kName = "context-event";
  static constexpr std::string_view kDoc = "An event in the dog's life that may explain a change.";
  static constexpr std::array kFields{
      Field{.member = "kind", .doc = "What sort of event."},
      Field{.member = "description", .doc = "What happened.", .min_length = 1, .max_length = 500},
  };
};

}  // namespace doggy::codec
