// An allergy or intolerance.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class AllergySeverity : std::uint8_t { kMild, kModerate, kSevere };
BOOST_DESCRIBE_ENUM(AllergySeverity, kMild, kModerate, kSevere)

struct Allergy {
  std::string allergen;
  std::optional<std::string> reaction;
  std::optional<AllergySeverity> severity;
  std::optional<std::string> first_aid;
  bool confirmed = false;
};
BOOST_DESCRIBE_STRUCT(Allergy, (), (allergen, reaction, severity, first_aid, confirmed))

[[nodiscard]] RecordType allergy_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::Allergy> {
  static constexpr std::string_view kName = "allergy";
  static constexpr std::string_view kDoc = "An allergy or intolerance.";
  static constexpr std::array kFields{
      Field{.member = "allergen", .doc = "What the dog must not have.", .min_length = 1, .max_length = 200},
      Field{.member = "reaction", .doc = "What happens.", .max_length = 1000},
      Field{.member = "severity", .doc = "How bad it is."},
      Field{.member = "first_aid", .doc = "What to do when it happens.", .max_length = 2000},
      Field{.member = "confirmed", .doc = "Whether a veterinarian confirmed it.", .defaulted = true},
  };
};

}  // namespace doggy::codec
