#include "registry/progress/vaccination_status.h"

#include <map>
#include <utility>

#include "registry/progress/normalized_text.h"

namespace doggy::progress {
namespace {

constexpr std::int64_t kWarningDays = 30;

VaccinationStatus status_of(const GivenVaccination& last, const Date& today) {
  VaccinationStatus status{.vaccine = last.vaccination.vaccine,
                           .name = last.vaccination.name,
                           .state = VaccinationState::kNoDueDate,
                           .given_on = last.at.local_date(),
                           .due_on = last.vaccination.due_on};
  if (!status.due_on) return status;
  status.days_left = status.due_on->days() - today.days();
  status.state = VaccinationState::kCurrent;
  if (*status.days_left <= kWarningDays) status.state = VaccinationState::kDueSoon;
  if (*status.days_left < 0) status.state = VaccinationState::kOverdue;
  return status;
}

}  // namespace

Vaccinations vaccination_status(std::span<const GivenVaccination> given, const Date& today) {
  using types::Vaccine;
  std::map<std::pair<Vaccine, std::string>, const GivenVaccination*> last{{{Vaccine::kRabies, ""}, nullptr},
                                                                          {{Vaccine::kDhpp, ""}, nullptr},
                                                                          {{Vaccine::kBordetella, ""}, nullptr},
                                                                          {{Vaccine::kLeptospirosis, ""}, nullptr}};
  for (const GivenVaccination& one : given) {
    auto& place = last[{one.vaccination.vaccine, normalized(one.vaccination.name.value_or(""))}];
    if (place == nullptr || place->at < one.at) place = &one;
  }
  Vaccinations result;
  for (const auto& [key, one] : last)
    result.items.push_back(one == nullptr ? VaccinationStatus{.vaccine = key.first} : status_of(*one, today));
  return result;
}

}  // namespace doggy::progress
