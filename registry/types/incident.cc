#include "registry/types/incident.h"

namespace doggy::types {
namespace {

codec::Errors check(const Incident& incident, const Context&) {
  codec::Errors errors;
  const bool bitten = incident.kind == IncidentKind::kBite || incident.kind == IncidentKind::kFight;
  if (incident.dunbar_level && !bitten)
    errors.push_back({"dunbarLevel", "notApplicable", "The bite scale is for bites and fights."});
  if (incident.victim && incident.kind == IncidentKind::kEscape)
    errors.push_back(
        {"victim", "notApplicable", "An escape has no victim; record what it led to as another incident."});
  return errors;
}

}  // namespace

RecordType incident_type() {
  using circle::Role;
  return make_record_type<Incident, check>(
      {.section = circle::Section::kBehavior, .default_audience = {Role::kOwner, Role::kTrainer}});
}

}  // namespace doggy::types
