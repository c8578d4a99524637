// The parts of a progress report. Their figures are those of registry/progress.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/circle/policy.h"
#include "registry/progress/abc_per_week.h"
#include "registry/progress/celeration.h"
#include "registry/progress/chart_answers.h"
#include "registry/progress/figure.h"
#include "registry/progress/generalization.h"
#include "registry/progress/interval_series.h"
#include "registry/progress/plan_fidelity.h"
#include "registry/progress/trigger_threshold.h"
#include "registry/progress/vaccination_status.h"
#include "registry/types/incident.h"
#include "registry/types/visit.h"

namespace doggy::report {

/// The first and the last value of the period that can be computed.
struct Change {
  progress::Figure begin;
  progress::Figure end;
};
BOOST_DESCRIBE_STRUCT(Change, (), (begin, end))

struct TargetReport {
  std::string name;
  std::optional<std::string> goal;
  std::uint64_t steps = 0;
  Change success;
  progress::StepAdvice advice;
  progress::Mastery mastery;
  std::vector<progress::SuccessPoint> points;
  progress::ChartLines lines;
  progress::PhaseChanges phases;
  std::vector<progress::GeneralizationCell> generalization;
};
BOOST_DESCRIBE_STRUCT(TargetReport, (),
                      (name, goal, steps, success, advice, mastery, points, lines, phases, generalization))

struct BehaviorReport {
  std::string behavior;
  std::optional<std::string> definition;
  progress::WantedChange wanted = progress::WantedChange::kDecrease;
  Change rate;
  progress::Celeration celeration;
  std::vector<progress::EventPoint> points;
  std::vector<progress::IntervalPoint> intervals;
  progress::ChartLines lines;
  progress::PhaseChanges phases;
};
BOOST_DESCRIBE_STRUCT(BehaviorReport, (),
                      (behavior, definition, wanted, rate, celeration, points, intervals, lines, phases))

struct TriggerReport {
  std::string trigger;
  progress::TriggerThreshold threshold;
};
BOOST_DESCRIBE_STRUCT(TriggerReport, (), (trigger, threshold))

struct HomeworkReport {
  std::vector<std::string> titles;
  std::vector<progress::FidelityWeek> weeks;
};
BOOST_DESCRIBE_STRUCT(HomeworkReport, (), (titles, weeks))

struct WeightPoint {
  Timestamp at;
  double kilograms = 0;
};
BOOST_DESCRIBE_STRUCT(WeightPoint, (), (at, kilograms))

struct HealthReport {
  std::vector<WeightPoint> weights;
  std::vector<progress::VaccinationStatus> vaccinations;
};
BOOST_DESCRIBE_STRUCT(HealthReport, (), (weights, vaccinations))

struct IncidentEntry {
  Timestamp at;
  types::IncidentKind kind = types::IncidentKind::kOther;
  std::optional<int> dunbar_level;
  std::optional<types::Victim> victim;
  std::string description;
  std::optional<std::string> action_taken;
};
BOOST_DESCRIBE_STRUCT(IncidentEntry, (), (at, kind, dunbar_level, victim, description, action_taken))

struct VisitCount {
  types::VisitKind kind = types::VisitKind::kWalk;
  std::uint64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(VisitCount, (), (kind, count))

struct QuotedNote {
  Timestamp at;
  std::string author;
  std::string text;
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(QuotedNote, (), (at, author, text, tags))

}  // namespace doggy::report

namespace doggy::codec {

template <>
struct Schema<report::Change> {
  static constexpr std::string_view kName = "ReportChange";
  static constexpr std::string_view kDoc = "The first and the last value of the period that can be computed.";
  static constexpr std::array kFields{
      Field{.member = "begin", .doc = "The first.", .access = Access::kReadOnly},
      Field{.member = "end", .doc = "The last.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<report::TargetReport> {
  static constexpr std::string_view kName = "TargetReport";
  static constexpr std::string_view kDoc = "How the training of a target went.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "What it is called.", .access = Access::kReadOnly},
      Field{.member = "goal", .doc = "What it leads to.", .access = Access::kReadOnly},
      Field{.member = "steps", .doc = "How many steps it has.", .access = Access::kReadOnly},
      Field{.member = "success", .doc = "Success rate in percent; n: valid trials.", .access = Access::kReadOnly},
      Field{.member = "advice",
            .doc = "The step reached at the period's end, and what to train next.",
            .access = Access::kReadOnly},
      Field{.member = "mastery", .doc = "As it stands at the period's end.", .access = Access::kReadOnly},
      Field{.member = "points", .doc = "Its sessions, oldest first.", .access = Access::kReadOnly},
      Field{.member = "lines", .doc = "Phases and events to draw across.", .access = Access::kReadOnly},
      Field{.member = "phases", .doc = "Each phase compared with the one before it.", .access = Access::kReadOnly},
      Field{.member = "generalization", .doc = "By person, place and distraction.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<report::BehaviorReport> {
  static constexpr std::string_view kName = "BehaviorReport";
  static constexpr std::string_view kDoc = "How an observed behavior went.";
  static constexpr std::array kFields{
      Field{.member = "behavior", .doc = "The behavior.", .access = Access::kReadOnly},
      Field{.member = "definition", .doc = "What counts as it.", .access = Access::kReadOnly},
      Field{.member = "wanted", .doc = "Which way is better.", .access = Access::kReadOnly},
      Field{.member = "rate", .doc = "Events in a minute; n: events.", .access = Access::kReadOnly},
      Field{.member = "celeration", .doc = "By what factor the rate changes in a week.", .access = Access::kReadOnly},
      Field{.member = "points", .doc = "Its continuous observations, oldest first.", .access = Access::kReadOnly},
      Field{.member = "intervals", .doc = "Its interval recordings, oldest first.", .access = Access::kReadOnly},
      Field{.member = "lines", .doc = "Phases and events to draw across.", .access = Access::kReadOnly},
      Field{.member = "phases", .doc = "Each phase compared with the one before it.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<report::TriggerReport> {
  static constexpr std::string_view kName = "TriggerReport";
  static constexpr std::string_view kDoc = "How close a trigger may come.";
  static constexpr std::array kFields{
      Field{.member = "trigger", .doc = "The trigger.", .access = Access::kReadOnly},
      Field{.member = "threshold", .doc = "At which distance the dog reacts.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<report::HomeworkReport> {
  static constexpr std::string_view kName = "HomeworkReport";
  static constexpr std::string_view kDoc = "How much of the planned homework was done.";
  static constexpr std::array kFields{
      Field{.member = "titles", .doc = "The homework that was planned.", .access = Access::kReadOnly},
      Field{.member = "weeks", .doc = "Week by week.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<report::WeightPoint> {
  static constexpr std::string_view kName = "WeightPoint";
  static constexpr std::string_view kDoc = "A weighing.";
  static constexpr std::array kFields{
      Field{.member = "at", .doc = "When.", .access = Access::kReadOnly},
      Field{.member = "kilograms", .doc = "Body weight.", .access = Access::kReadOnly, .unit = "kg"},
  };
};

template <>
struct Schema<report::HealthReport> {
  static constexpr std::string_view kName = "HealthReport";
  static constexpr std::string_view kDoc = "Weights of the period, and the vaccinations as they stand at its end.";
  static constexpr std::array kFields{
      Field{.member = "weights", .doc = "Oldest first.", .access = Access::kReadOnly},
      Field{.member = "vaccinations", .doc = "Core vaccines first.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<report::IncidentEntry> {
  static constexpr std::string_view kName = "ReportedIncident";
  static constexpr std::string_view kDoc = "An incident, without the names of witnesses.";
  static constexpr std::array kFields{
      Field{.member = "at", .doc = "When.", .access = Access::kReadOnly},
      Field{.member = "kind", .doc = "What happened.", .access = Access::kReadOnly},
      Field{.member = "dunbar_level", .doc = "1 to 6 on the Dunbar bite scale.", .access = Access::kReadOnly},
      Field{.member = "victim", .doc = "Who was hurt or threatened.", .access = Access::kReadOnly},
      Field{.member = "description", .doc = "What was seen.", .access = Access::kReadOnly},
      Field{.member = "action_taken", .doc = "What was done.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<report::VisitCount> {
  static constexpr std::string_view kName = "VisitCount";
  static constexpr std::string_view kDoc = "How many visits of a kind there were.";
  static constexpr std::array kFields{
      Field{.member = "kind", .doc = "The kind.", .access = Access::kReadOnly},
      Field{.member = "count", .doc = "How many.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<report::QuotedNote> {
  static constexpr std::string_view kName = "QuotedNote";
  static constexpr std::string_view kDoc = "A note that was chosen for the report.";
  static constexpr std::array kFields{
      Field{.member = "at", .doc = "When.", .access = Access::kReadOnly},
      Field{.member = "author", .doc = "Who wrote it.", .access = Access::kReadOnly},
      Field{.member = "text", .doc = "Markdown.", .access = Access::kReadOnly},
      Field{.member = "tags", .doc = "Its tags.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
