// A homework log: that homework was done, and how it went.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

struct HomeworkLog {
  Uuid homework_id;
  std::vector<int> done;
  std::optional<double> minutes;
  std::optional<int> difficulty;
  std::optional<std::string> comment;
};
BOOST_DESCRIBE_STRUCT(HomeworkLog, (), (homework_id, done, minutes, difficulty, comment))

[[nodiscard]] RecordType homework_log_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::HomeworkLog> {
  static constexpr std::string_view kName = "homework-log";
  static constexpr std::string_view kDoc = "That homework was done, and how it went.";
  static constexpr std::array kFields{
      Field{.member = "homework_id", .doc = "The homework.", .references = "homework"},
      Field{.member = "done",
            .doc = "The steps that were done, by index from 0; each once.",
            .minimum = 0,
            .maximum = 29,
            .max_items = 30},
      Field{.member = "minutes", .doc = "How long it took.", .minimum = 0, .maximum = 1440, .unit = "min"},
      Field{.member = "difficulty", .doc = "From 1, easy, to 5, too hard.", .minimum = 1, .maximum = 5},
      Field{.member = "comment", .doc = "How it went.", .max_length = 2000},
  };
};

}  // namespace doggy::codec
