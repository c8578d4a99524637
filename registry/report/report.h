// A progress report: what a trainer hands to the owner or the vet.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "registry/dogs/dog.h"
#include "registry/report/definitions.h"
#include "registry/report/parts.h"
#include "registry/report/request.h"

namespace doggy::report {

/// The dog, as far as somebody outside the circle is told.
struct ReportedDog {
  std::string name;
  std::optional<std::string> breed;
  std::optional<dogs::Sex> sex;
  std::optional<bool> neutered;
  std::optional<Date> birth_date;
};
BOOST_DESCRIBE_STRUCT(ReportedDog, (), (name, breed, sex, neutered, birth_date))

struct Maker {
  std::string name;
  circle::Role role = circle::Role::kWalker;
};
BOOST_DESCRIBE_STRUCT(Maker, (), (name, role))

/// A part is absent when it was not asked for or its section is not readable.
struct Report {
  ReportedDog dog;
  Period period;
  std::optional<std::string> time_zone;
  Maker made_by;
  Timestamp made_at;
  circle::Role as = circle::Role::kOwner;
  std::optional<std::vector<TargetReport>> training;
  std::optional<std::vector<BehaviorReport>> behavior;
  std::optional<progress::AbcPerWeek> abc_records;
  std::optional<std::vector<TriggerReport>> triggers;
  std::optional<HomeworkReport> homework;
  std::optional<HealthReport> health;
  std::optional<std::vector<IncidentEntry>> incidents;
  std::optional<std::vector<VisitCount>> visits;
  std::optional<std::vector<QuotedNote>> notes;
  std::optional<std::vector<progress::EventLine>> events;
  std::vector<Definition> definitions;
};
BOOST_DESCRIBE_STRUCT(Report, (),
                      (dog, period, time_zone, made_by, made_at, as, training, behavior, abc_records, triggers,
                       homework, health, incidents, visits, notes, events, definitions))

}  // namespace doggy::report

namespace doggy::codec {

template <>
struct Schema<report::ReportedDog> {
  static constexpr std::string_view kName = "ReportedDog";
  static constexpr std::string_view kDoc = "The dog of a report.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "The name.", .access = Access::kReadOnly},
      Field{.member = "breed", .doc = "The breed.", .access = Access::kReadOnly},
      Field{.member = "sex", .doc = "The sex.", .access = Access::kReadOnly},
      Field{.member = "neutered", .doc = "Whether neutered.", .access = Access::kReadOnly},
      Field{.member = "birth_date", .doc = "Born on.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<report::Maker> {
  static constexpr std::string_view kName = "ReportMaker";
  static constexpr std::string_view kDoc = "Who made a report.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "The name.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "What they are to the dog.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<report::Report> {
  static constexpr std::string_view kName = "Report";
  static constexpr std::string_view kDoc =
      "A progress report. A part is absent when it was not asked for or its section is not readable.";
  static constexpr std::array kFields{
      Field{.member = "dog", .doc = "The dog.", .access = Access::kReadOnly},
      Field{.member = "period", .doc = "Which days it is of.", .access = Access::kReadOnly},
      Field{.member = "time_zone", .doc = "The time zone of those days; absent: UTC.", .access = Access::kReadOnly},
      Field{.member = "made_by", .doc = "Who made it.", .access = Access::kReadOnly},
      Field{.member = "made_at", .doc = "When.", .access = Access::kReadOnly},
      Field{.member = "as", .doc = "Whom it is for.", .access = Access::kReadOnly},
      Field{.member = "training", .doc = "Targets, by name.", .access = Access::kReadOnly},
      Field{.member = "behavior", .doc = "Observed behaviors, by name.", .access = Access::kReadOnly},
      Field{.member = "abc_records", .doc = "ABC records of the period.", .access = Access::kReadOnly},
      Field{.member = "triggers", .doc = "Triggers, by name.", .access = Access::kReadOnly},
      Field{.member = "homework", .doc = "Homework planned and done.", .access = Access::kReadOnly},
      Field{.member = "health", .doc = "Weights and vaccinations.", .access = Access::kReadOnly},
      Field{.member = "incidents", .doc = "Oldest first.", .access = Access::kReadOnly},
      Field{.member = "visits", .doc = "How many, by kind.", .access = Access::kReadOnly},
      Field{.member = "notes", .doc = "The notes that were chosen, oldest first.", .access = Access::kReadOnly},
      Field{.member = "events", .doc = "What may explain a change, oldest first.", .access = Access::kReadOnly},
      Field{.member = "definitions", .doc = "What the figures mean.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
