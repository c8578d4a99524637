// A medication: what the dog is given, how much and when.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class MedicationForm : std::uint8_t { kTablet, kLiquid, kTopical, kInjection, kOther };
BOOST_DESCRIBE_ENUM(MedicationForm, kTablet, kLiquid, kTopical, kInjection, kOther)

struct Medication {
  std::string product;
  std::string dose;
  std::optional<MedicationForm> form;
  std::optional<std::string> reason;
  std::vector<std::string> times_of_day;
  std::optional<int> every_days;
  bool as_needed = false;
  std::optional<Date> until;
  std::optional<std::string> prescribed_by;
  std::optional<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(Medication, (),
                      (product, dose, form, reason, times_of_day, every_days, as_needed, until, prescribed_by, notes))

[[nodiscard]] RecordType medication_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::Medication> {
  static constexpr std::string_view kName = "medication";
  static constexpr std::string_view kDoc = "What the dog is given, how much and when; from occurredAt on.";
  static constexpr std::array kFields{
      Field{.member = "product", .doc = "What it is.", .min_length = 1, .max_length = 200},
      Field{.member = "dose", .doc = "How much each time, such as half a tablet.", .min_length = 1, .max_length = 200},
      Field{.member = "form", .doc = "What form it has."},
      Field{.member = "reason", .doc = "What it is for.", .max_length = 500},
      Field{.member = "times_of_day",
            .doc = "When, as local times HH:MM.",
            .min_length = 5,
            .max_length = 5,
            .max_items = 12},
      Field{.member = "every_days", .doc = "Every so many days.", .minimum = 1, .maximum = 366, .unit = "d"},
      Field{.member = "as_needed", .doc = "Whether it is given only when needed.", .defaulted = true},
      Field{.member = "until", .doc = "The last day; not before its first."},
      Field{.member = "prescribed_by", .doc = "Who prescribed it.", .max_length = 200},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
  };
};

}  // namespace doggy::codec
