// A visit to the veterinarian.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/types/record_type.h"

namespace doggy::types {

struct VetVisit {
  std::string reason;
  std::optional<std::string> clinic;
  std::optional<std::string> veterinarian;
  std::optional<std::string> findings;
  std::optional<std::string> treatment;
  std::optional<Date> follow_up_on;
};
BOOST_DESCRIBE_STRUCT(VetVisit, (), (reason, clinic, veterinarian, findings, treatment, follow_up_on))

[[nodiscard]] RecordType vet_visit_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::VetVisit> {
  static constexpr std::string_view kName = "vet-visit";
  static constexpr std::string_view kDoc = "A visit to the veterinarian.";
  static constexpr std::array kFields{
      Field{.member = "reason", .doc = "Why.", .min_length = 1, .max_length = 500},
      Field{.member = "clinic", .doc = "Where.", .max_length = 200},
      Field{.member = "veterinarian", .doc = "Who examined the dog.", .max_length = 200},
      Field{.member = "findings", .doc = "What was found.", .max_length = 5000},
      Field{.member = "treatment", .doc = "What was done or prescribed.", .max_length = 5000},
      Field{.member = "follow_up_on", .doc = "When to come again; not before this visit."},
  };
};

}  // namespace doggy::codec
