// A weighing.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

struct Weight {
  double kilograms = 0;
  std::optional<std::string> method;
  std::optional<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(Weight, (), (kilograms, method, notes))

[[nodiscard]] RecordType weight_type();

}  // namespace doggy::types

template <>
struct doggy::codec::Schema<doggy::types::Weight> {
  static constexpr std::string_view kName = "weight";
  static constexpr std::string_view kDoc = "A weighing.";
  static constexpr std::array kFields{
      Field{.member = "kilograms", .doc = "Body weight.", .minimum = 0.1, .maximum = 150, .unit = "kg"},
      Field{.member = "method", .doc = "How it was weighed.", .max_length = 200},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
  };
};
