// A phase of the work on a target or behavior; charts draw a line where it begins.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class PhaseKind : std::uint8_t { kBaseline, kIntervention, kMaintenance, kGeneralization };
BOOST_DESCRIBE_ENUM(PhaseKind, kBaseline, kIntervention, kMaintenance, kGeneralization)

struct Phase {
  PhaseKind kind = PhaseKind::kBaseline;
  std::optional<Uuid> target_id;
  std::optional<std::string> behavior;
  std::optional<std::string> name;
  std::optional<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(Phase, (), (kind, target_id, behavior, name, notes))

[[nodiscard]] RecordType phase_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::Phase> {
  static constexpr std::string_view kName = "phase";
  static constexpr std::string_view kDoc =
      "A phase of the work on a target or a behavior: it begins at occurredAt and lasts until the next one.";
  static constexpr std::array kFields{
      Field{.member = "kind", .doc = "What is done in it."},
      Field{.member = "target_id", .doc = "The target; either it or behavior is given.", .references = "target"},
      Field{.member = "behavior", .doc = "The behavior, as its records name it.", .min_length = 1, .max_length = 500},
      Field{.member = "name", .doc = "What the chart calls it.", .min_length = 1, .max_length = 100},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
  };
};

}  // namespace doggy::codec
