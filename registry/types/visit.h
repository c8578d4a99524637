// A visit: the report card of a walk or of care.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class VisitKind : std::uint8_t { kWalk, kCare, kDaycare, kBoarding };
BOOST_DESCRIBE_ENUM(VisitKind, kWalk, kCare, kDaycare, kBoarding)

enum class Mood : std::uint8_t { kHappy, kCalm, kTired, kStressed, kUnwell };
BOOST_DESCRIBE_ENUM(Mood, kHappy, kCalm, kTired, kStressed, kUnwell)

struct Visit {
  VisitKind kind = VisitKind::kWalk;
  std::optional<Timestamp> ended_at;
  std::optional<std::string> route;
  std::optional<double> distance_meters;
  bool food = false;
  bool water = false;
  bool pee = false;
  bool poop = false;
  bool medication = false;
  std::optional<Mood> mood;
  std::optional<std::string> report;
};
BOOST_DESCRIBE_STRUCT(Visit, (),
                      (kind, ended_at, route, distance_meters, food, water, pee, poop, medication, mood, report))

[[nodiscard]] RecordType visit_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::Visit> {
  static constexpr std::string_view kName = "visit";
  static constexpr std::string_view kDoc =
      "The report card of a walk or of care; it begins at occurredAt. What the owner is not to read is a comment on it "
      "for the others.";
  static constexpr std::array kFields{
      Field{.member = "kind", .doc = "What it was."},
      Field{.member = "ended_at", .doc = "Its end, at most 60 days after its beginning."},
      Field{.member = "route", .doc = "Where it went.", .max_length = 1000},
      Field{.member = "distance_meters", .doc = "How far.", .minimum = 0, .maximum = 100000, .unit = "m"},
      Field{.member = "food", .doc = "Whether the dog was fed.", .defaulted = true},
      Field{.member = "water", .doc = "Whether it had fresh water.", .defaulted = true},
      Field{.member = "pee", .doc = "Whether it urinated.", .defaulted = true},
      Field{.member = "poop", .doc = "Whether it defecated.", .defaulted = true},
      Field{.member = "medication", .doc = "Whether it had its medication.", .defaulted = true},
      Field{.member = "mood", .doc = "How it was."},
      Field{.member = "report", .doc = "Text for the owner; Markdown.", .max_length = 5000},
  };
};

}  // namespace doggy::codec
