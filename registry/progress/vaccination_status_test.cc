#include "registry/progress/vaccination_status.h"

#include <gtest/gtest.h>

namespace doggy::progress {
namespace {

GivenVaccination given(std::string_view at, types::Vaccine vaccine, std::string_view due, std::string name = "") {
  GivenVaccination made{.at = *Timestamp::parse(at), .vaccination = {}};
  made.vaccination.vaccine = vaccine;
  made.vaccination.due_on = Date::parse(due);
  if (!name.empty()) made.vaccination.name = std::move(name);
  return made;
}
VaccinationState rabies_due(std::string_view due) {
  const std::vector one{given("2024-01-01T10:00:00Z", types::Vaccine::kRabies, due)};
  return vaccination_status(one, *Date::parse("2026-11-23")).items.at(0).state;
}

TEST(VaccinationStatus, WarnsThirtyDaysAhead) {
  EXPECT_EQ(rabies_due("2026-12-24"), VaccinationState::kCurrent);
  EXPECT_EQ(rabies_due("2026-12-23"), VaccinationState::kDueSoon);
  EXPECT_EQ(rabies_due("2026-11-23"), VaccinationState::kDueSoon);
  EXPECT_EQ(rabies_due("2026-11-22"), VaccinationState::kOverdue);
  EXPECT_EQ(rabies_due(""), VaccinationState::kNoDueDate);
}

TEST(VaccinationStatus, ListsCoreVaccinesAndTheLastOfEach) {
  const std::vector list{given("2026-01-01T10:00:00Z", types::Vaccine::kDhpp, "2029-01-01"),
                         given("2023-01-01T10:00:00Z", types::Vaccine::kDhpp, "2026-01-01"),
                         given("2026-01-01T10:00:00Z", types::Vaccine::kOther, "2026-12-01", "Lyme"),
                         given("2026-02-01T10:00:00Z", types::Vaccine::kOther, "2027-12-01", "lyme")};
  const auto items = vaccination_status(list, *Date::parse("2026-11-23")).items;
  ASSERT_EQ(items.size(), 5u);
  EXPECT_EQ(items[0].state, VaccinationState::kNeverRecorded);
  EXPECT_EQ(items[1].vaccine, types::Vaccine::kDhpp);
  EXPECT_EQ(items[1].given_on.value(), "2026-01-01");
  EXPECT_EQ(items[1].state, VaccinationState::kCurrent);
  EXPECT_EQ(items[4].name.value(), "lyme");
  EXPECT_EQ(items[4].days_left.value(), 373);
}

}  // namespace
}  // namespace doggy::progress
