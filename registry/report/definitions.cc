#include "registry/report/definitions.h"

namespace doggy::report {
namespace {

Definition of(Measure measure) {
  switch (measure) {
    case Measure::kSuccessRate:
      return {measure, "Correct trials of all valid trials of a session, in percent. n is the number of valid trials."};
    case Measure::kStepAdvice:
      return {measure,
              "Of each full group of trials (5 unless the target says otherwise): many correct, go a step up; "
              "few, a step down; else stay."};
    case Measure::kMastery:
      return {measure,
              "Mastered: enough sessions in a row at the last step, each with enough correct trials, held by "
              "enough people. Probes at growing intervals show whether it lasts."};
    case Measure::kGeneralization:
      return {measure, "Correct of valid trials, for each person, place and level of distraction."};
    case Measure::kPhaseEffects:
      return {measure,
              "How much better a phase is than the one before. NAP: of all pairs of a value before and one "
              "after, the share that improved; 0.5 is no change, 1 is every pair."};
    case Measure::kRate:
      return {measure, "Events in a minute of observation. n is the number of events."};
    case Measure::kIntervals:
      return {measure,
              "Intervals in which the behavior was scored, of all intervals, in percent. Different methods are "
              "not to be compared."};
    case Measure::kCeleration:
      return {measure,
              "The factor by which the daily rate changes in a week: ×2 doubles, ÷2 halves. Days with a rate "
              "of 0 are left out and counted."};
    case Measure::kAbcPerWeek:
      return {measure,
              "Written records of a behavior in a week. A count of records, not a rate: nobody knows how long "
              "the dog was watched."};
    case Measure::kTriggerThreshold:
      return {measure,
              "The distance at which the dog reacts every other time, with its 95 % interval. n is the number "
              "of exposures."};
    case Measure::kPlanFidelity:
      return {measure, "Times homework was done, of the times that were planned for the week, in percent."};
    case Measure::kVaccinations:
      return {measure, "What is on record, against the due date that the veterinarian wrote down; none is assumed."};
  }
  return {};
}

}  // namespace

std::vector<Definition> definitions_of(Part part) {
  using enum Measure;
  switch (part) {
    case Part::kTraining:
      return {of(kSuccessRate), of(kStepAdvice), of(kMastery), of(kGeneralization), of(kPhaseEffects)};
    case Part::kBehavior:
      return {of(kRate), of(kIntervals), of(kCeleration), of(kAbcPerWeek)};
    case Part::kTriggers:
      return {of(kTriggerThreshold)};
    case Part::kHomework:
      return {of(kPlanFidelity)};
    case Part::kHealth:
      return {of(kVaccinations)};
    case Part::kIncidents:
    case Part::kVisits:
    case Part::kNotes:
    case Part::kEvents:
      return {};
  }
  return {};
}

}  // namespace doggy::report
