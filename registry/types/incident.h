// An incident: a bite, a fight, an escape.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class IncidentKind : std::uint8_t { kBite, kFight, kEscape, kOther };
BOOST_DESCRIBE_ENUM(IncidentKind, kBite, kFight, kEscape, kOther)

enum class Victim : std::uint8_t { kPerson, kChild, kDog, kOtherAnimal };
BOOST_DESCRIBE_ENUM(Victim, kPerson, kChild, kDog, kOtherAnimal)

struct Incident {
  IncidentKind kind = IncidentKind::kOther;
  std::optional<int> dunbar_level;
  std::optional<Victim> victim;
  std::string description;
  std::optional<std::string> place;
  std::vector<std::string> witnesses;
  std::optional<std::string> action_taken;
  std::optional<std::string> reported_to;
};
BOOST_DESCRIBE_STRUCT(Incident, (),
                      (kind, dunbar_level, victim, description, place, witnesses, action_taken, reported_to))

[[nodiscard]] RecordType incident_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::Incident> {
  static constexpr std::string_view kName = "incident";
  static constexpr std::string_view kDoc = "A bite, a fight, an escape, and what was done about it.";
  static constexpr std::array kFields{
      Field{.member = "kind", .doc = "What happened."},
      Field{.member = "dunbar_level",
            .doc = "Of a bite or fight: 1, no contact of teeth, to 6, death (Dunbar bite scale).",
            .minimum = 1,
            .maximum = 6},
      Field{.member = "victim", .doc = "Who was hurt or threatened."},
      Field{.member = "description", .doc = "What was seen, in order.", .min_length = 1, .max_length = 5000},
      Field{.member = "place", .doc = "Where.", .max_length = 200},
      Field{.member = "witnesses", .doc = "Who saw it.", .min_length = 1, .max_length = 200, .max_items = 20},
      Field{.member = "action_taken", .doc = "What was done.", .max_length = 2000},
      Field{.member = "reported_to", .doc = "Whom it was reported to.", .max_length = 500},
  };
};

}  // namespace doggy::codec
