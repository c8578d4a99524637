// Homework: what the owner is to practice.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/types/record_type.h"

namespace doggy::types {

struct HomeworkStep {
  std::string description;
  std::optional<int> repetitions;
};
BOOST_DESCRIBE_STRUCT(HomeworkStep, (), (description, repetitions))

struct Homework {
  std::string title;
  std::optional<std::string> instructions;
  std::optional<Uuid> target_id;
  std::vector<HomeworkStep> steps;
  std::optional<int> times_per_week;
  std::optional<Date> due_on;
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(Homework, (), (title, instructions, target_id, steps, times_per_week, due_on, archived))

[[nodiscard]] RecordType homework_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::HomeworkStep> {
  static constexpr std::string_view kName = "HomeworkStep";
  static constexpr std::string_view kDoc = "One thing to do.";
  static constexpr std::array kFields{
      Field{.member = "description", .doc = "What to do.", .min_length = 1, .max_length = 1000},
      Field{.member = "repetitions", .doc = "How often each time.", .minimum = 1, .maximum = 500},
  };
};

template <>
struct Schema<types::Homework> {
  static constexpr std::string_view kName = "homework";
  static constexpr std::string_view kDoc = "What the owner is to practice until the next lesson.";
  static constexpr std::array kFields{
      Field{.member = "title", .doc = "What it is called.", .min_length = 1, .max_length = 200},
      Field{.member = "instructions", .doc = "Markdown.", .max_length = 5000},
      Field{.member = "target_id", .doc = "The target that it trains.", .references = "target"},
      Field{.member = "steps", .doc = "What to do, in order.", .min_items = 1, .max_items = 30},
      Field{.member = "times_per_week",
            .doc = "How often it is planned.",
            .minimum = 1,
            .maximum = 50,
            .unit = "per week"},
      Field{.member = "due_on", .doc = "The last day of it; not before it was assigned."},
      Field{.member = "archived", .doc = "Whether it is over.", .defaulted = true},
  };
};

}  // namespace doggy::codec
