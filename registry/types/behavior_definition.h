// A behavior definition: what counts as a behavior and what does not, so that two people count the same.
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

/// A point event has a moment, a state event a beginning and an end.
enum class BehaviorKind : std::uint8_t { kPoint, kState };
BOOST_DESCRIBE_ENUM(BehaviorKind, kPoint, kState)

enum class WantedDirection : std::uint8_t { kIncrease, kDecrease };
BOOST_DESCRIBE_ENUM(WantedDirection, kIncrease, kDecrease)

struct SeverityLevel {
  int level = 0;
  std::string description;
};
BOOST_DESCRIBE_STRUCT(SeverityLevel, (), (level, description))

struct BehaviorDefinition {
  std::string name;
  std::optional<std::string> operational_definition;
  std::vector<std::string> examples;
  std::vector<std::string> non_examples;
  BehaviorKind kind = BehaviorKind::kPoint;
  std::optional<WantedDirection> direction;
  std::vector<SeverityLevel> severity_scale;
  std::optional<std::string> code;
  std::optional<std::string> category;
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(BehaviorDefinition, (),
                      (name, operational_definition, examples, non_examples, kind, direction, severity_scale, code,
                       category, archived))

[[nodiscard]] RecordType behavior_definition_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::SeverityLevel> {
  static constexpr std::string_view kName = "SeverityLevel";
  static constexpr std::string_view kDoc = "One level of a severity scale.";
  static constexpr std::array kFields{
      Field{.member = "level", .doc = "From 0, none, to 5, extreme.", .minimum = 0, .maximum = 5},
      Field{.member = "description", .doc = "What it looks like.", .min_length = 1, .max_length = 500},
  };
};

template <>
struct Schema<types::BehaviorDefinition> {
  static constexpr std::string_view kName = "behavior-definition";
  static constexpr std::string_view kDoc = "What counts as a behavior and what does not; its version is the record's.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "What it is called.", .min_length = 1, .max_length = 200},
      Field{.member = "operational_definition",
            .doc = "What is seen, so that two people count the same.",
            .max_length = 2000},
      Field{.member = "examples", .doc = "What counts.", .min_length = 1, .max_length = 500, .max_items = 20},
      Field{.member = "non_examples", .doc = "What does not.", .min_length = 1, .max_length = 500, .max_items = 20},
      Field{.member = "kind", .doc = "Whether it has a moment (point) or a beginning and an end (state)."},
      Field{.member = "direction", .doc = "Whether there shall be more or less of it."},
      Field{.member = "severity_scale",
            .doc = "What each level of intensity looks like; each level once.",
            .max_items = 6},
      Field{.member = "code", .doc = "The key an observer taps for it.", .min_length = 1, .max_length = 10},
      Field{.member = "category", .doc = "The group that it belongs to.", .max_length = 100},
      Field{.member = "archived", .doc = "Whether it is no longer observed.", .defaulted = true},
  };
};

}  // namespace doggy::codec
