// The example of docs/adding-a-record-type.md: a type that is in no release. Grooming: what was done to the coat.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class GroomingWork : std::uint8_t { kBrush, kBath, kClip, kNails };
BOOST_DESCRIBE_ENUM(GroomingWork, kBrush, kBath, kClip, kNails)

struct Grooming {
  std::vector<GroomingWork> work;
  std::optional<double> minutes;
  std::optional<Uuid> appointment_id;
  std::optional<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(Grooming, (), (work, minutes, appointment_id, notes))

[[nodiscard]] RecordType grooming_type();

}  // namespace doggy::types

template <>
struct doggy::codec::Schema<doggy::types::Grooming> {
  static constexpr std::string_view kName = "grooming";
  static constexpr std::string_view kDoc = "What was done to the coat.";
  static constexpr std::array kFields{
      Field{.member = "work", .doc = "What was done; each once.", .min_items = 1, .max_items = 4},
      Field{.member = "minutes", .doc = "How long it took.", .minimum = 0, .maximum = 600, .unit = "min"},
      Field{.member = "appointment_id", .doc = "The appointment it was done at.", .references = "appointment"},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
  };
};
