// A vaccination, and when the next one is due.
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

/// Core vaccines: AAHA Canine Vaccination Guidelines 2022; DHPP is distemper, hepatitis, parvovirus, parainfluenza.
enum class Vaccine : std::uint8_t { kRabies, kDhpp, kBordetella, kLeptospirosis, kOther };
BOOST_DESCRIBE_ENUM(Vaccine, kRabies, kDhpp, kBordetella, kLeptospirosis, kOther)

struct Vaccination {
  Vaccine vaccine = Vaccine::kOther;
  std::optional<std::string> name;
  std::optional<std::string> product;
  std::optional<std::string> lot_number;
  std::optional<Date> due_on;
  std::optional<std::string> given_by;
  std::optional<std::string> evidence;
  std::optional<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(Vaccination, (), (vaccine, name, product, lot_number, due_on, given_by, evidence, notes))

[[nodiscard]] RecordType vaccination_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::Vaccination> {
  static constexpr std::string_view kName = "vaccination";
  static constexpr std::string_view kDoc = "A vaccination, given at occurredAt, and when the next one is due.";
  static constexpr std::array kFields{
      Field{.member = "vaccine", .doc = "What it is against."},
      Field{.member = "name", .doc = "What it is against, when vaccine is other.", .min_length = 1, .max_length = 100},
      Field{.member = "product", .doc = "The product.", .max_length = 200},
      Field{.member = "lot_number", .doc = "The lot.", .max_length = 100},
      Field{.member = "due_on", .doc = "When the next one is due; not before this one."},
      Field{.member = "given_by", .doc = "Who gave it.", .max_length = 200},
      Field{.member = "evidence", .doc = "Where it is proved, such as a pet passport.", .max_length = 500},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
  };
};

}  // namespace doggy::codec
