// Which vaccinations a dog has, and which are due.
//
// Core vaccines are listed whether or not there is a record of them: rabies, DHPP, Bordetella, leptospirosis. The last
// one of each decides. Source of the list: AAHA Canine Vaccination Guidelines 2022. When the next is due is what the
// veterinarian wrote down: no interval is assumed.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/types/vaccination.h"

namespace doggy::progress {

/// kDueSoon: within 30 days.
enum class VaccinationState : std::uint8_t { kNeverRecorded, kCurrent, kDueSoon, kOverdue, kNoDueDate };
BOOST_DESCRIBE_ENUM(VaccinationState, kNeverRecorded, kCurrent, kDueSoon, kOverdue, kNoDueDate)

struct VaccinationStatus {
  types::Vaccine vaccine = types::Vaccine::kOther;
  std::optional<std::string> name;
  VaccinationState state = VaccinationState::kNeverRecorded;
  std::optional<std::string> given_on;
  std::optional<Date> due_on;
  std::optional<std::int64_t> days_left;
};
BOOST_DESCRIBE_STRUCT(VaccinationStatus, (), (vaccine, name, state, given_on, due_on, days_left))

struct Vaccinations {
  std::vector<VaccinationStatus> items;
};
BOOST_DESCRIBE_STRUCT(Vaccinations, (), (items))

struct GivenVaccination {
  Timestamp at;
  types::Vaccination vaccination;
};

/// On the day `today`. In any order.
[[nodiscard]] Vaccinations vaccination_status(std::span<const GivenVaccination> given, const Date& today);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::VaccinationStatus> {
  static constexpr std::string_view kName = "VaccinationStatus";
  static constexpr std::string_view kDoc = "Where one vaccination stands.";
  static constexpr std::array kFields{
      Field{.member = "vaccine", .doc = "What it is against.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "What an other vaccine is against.", .access = Access::kReadOnly},
      Field{.member = "state", .doc = "Where it stands.", .access = Access::kReadOnly},
      Field{.member = "given_on", .doc = "The day of the last one.", .access = Access::kReadOnly},
      Field{.member = "due_on", .doc = "When the next one is due.", .access = Access::kReadOnly},
      Field{.member = "days_left",
            .doc = "Days until then; negative when it is past.",
            .access = Access::kReadOnly,
            .unit = "d"},
  };
};

template <>
struct Schema<progress::Vaccinations> {
  static constexpr std::string_view kName = "Vaccinations";
  static constexpr std::string_view kDoc = "Which vaccinations a dog has, and which are due.";
  static constexpr std::array kFields{
      Field{.member = "items", .doc = "Core vaccines first, then others by name.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
