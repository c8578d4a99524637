// One dose of a medication: given, or skipped and why. Together they are its given-log.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

struct MedicationGiven {
  Uuid medication_id;
  std::optional<std::string> amount;
  std::optional<std::string> skipped_because;
  std::optional<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(MedicationGiven, (), (medication_id, amount, skipped_because, notes))

[[nodiscard]] RecordType medication_given_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::MedicationGiven> {
  static constexpr std::string_view kName = "medication-given";
  static constexpr std::string_view kDoc = "One dose of a medication at occurredAt: given, or skipped and why.";
  static constexpr std::array kFields{
      Field{.member = "medication_id", .doc = "The medication.", .references = "medication"},
      Field{.member = "amount", .doc = "How much, when it was not the dose.", .max_length = 200},
      Field{.member = "skipped_because", .doc = "Why it was not given.", .min_length = 1, .max_length = 500},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
  };
};

}  // namespace doggy::codec
