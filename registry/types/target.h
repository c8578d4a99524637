// A target: a behavior to be trained, its criterion steps, and when to go a step up and when it is mastered.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "registry/types/prompt.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class Measure : std::uint8_t { kPercentCorrect, kRate, kDuration, kLatency };
BOOST_DESCRIBE_ENUM(Measure, kPercentCorrect, kRate, kDuration, kLatency)

/// One criterion on the way to the goal.
struct TargetStep {
  std::optional<double> distance_meters;
  std::optional<double> duration_seconds;
  std::optional<int> distraction;
  std::optional<Prompt> prompt;
  std::optional<std::string> description;
};
BOOST_DESCRIBE_STRUCT(TargetStep, (), (distance_meters, duration_seconds, distraction, prompt, description))

/// Push, drop, stick (J. Donaldson, Train Like a Pro): of so many trials, go a step up with at least `push` correct
/// ones, a step down with at most `drop`, and stay between.
struct RaiseRule {
  int trials = 5;
  int push = 4;
  int drop = 2;
};
BOOST_DESCRIBE_STRUCT(RaiseRule, (), (trials, push, drop))

struct MasteryRule {
  double percent = 90;
  int trials = 10;
  int sessions = 3;
  int people = 2;
};
BOOST_DESCRIBE_STRUCT(MasteryRule, (), (percent, trials, sessions, people))

struct Target {
  std::string name;
  std::optional<std::string> cue;
  Measure measure = Measure::kPercentCorrect;
  std::optional<std::string> goal;
  std::vector<TargetStep> steps;
  std::optional<RaiseRule> raise_rule;
  std::optional<MasteryRule> mastery_rule;
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(Target, (), (name, cue, measure, goal, steps, raise_rule, mastery_rule, archived))

[[nodiscard]] RecordType target_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::TargetStep> {
  static constexpr std::string_view kName = "TargetStep";
  static constexpr std::string_view kDoc = "One criterion on the way to the goal.";
  static constexpr std::array kFields{
      Field{.member = "distance_meters",
            .doc = "Between dog and handler, or dog and trigger.",
            .minimum = 0,
            .maximum = 10'000,
            .unit = "m"},
      Field{.member = "duration_seconds",
            .doc = "How long it is to be held.",
            .minimum = 0,
            .maximum = 86'400,
            .unit = "s"},
      Field{.member = "distraction", .doc = "From 0, none, to 5, extreme.", .minimum = 0, .maximum = 5},
      Field{.member = "prompt", .doc = "Help given beyond the cue."},
      Field{.member = "description", .doc = "In words.", .max_length = 500},
  };
};

template <>
struct Schema<types::RaiseRule> {
  static constexpr std::string_view kName = "RaiseRule";
  static constexpr std::string_view kDoc =
      "Push, drop, stick: when to go a step up or down. drop must be less than push, and push at most trials.";
  static constexpr std::array kFields{
      Field{.member = "trials", .doc = "Trials looked at.", .minimum = 1, .maximum = 100, .defaulted = true},
      Field{.member = "push",
            .doc = "At least so many correct ones: a step up.",
            .minimum = 1,
            .maximum = 100,
            .defaulted = true},
      Field{.member = "drop",
            .doc = "At most so many correct ones: a step down.",
            .minimum = 0,
            .maximum = 100,
            .defaulted = true},
  };
};

template <>
struct Schema<types::MasteryRule> {
  static constexpr std::string_view kName = "MasteryRule";
  static constexpr std::string_view kDoc = "When the target counts as mastered. people must be at most sessions.";
  static constexpr std::array kFields{
      Field{.member = "percent",
            .doc = "At least so many of the valid trials correct in each session.",
            .minimum = 1,
            .maximum = 100,
            .unit = "%",
            .defaulted = true},
      Field{.member = "trials",
            .doc = "Over at least so many trials a session.",
            .minimum = 1,
            .maximum = 500,
            .defaulted = true},
      Field{.member = "sessions",
            .doc = "In so many sessions in a row.",
            .minimum = 1,
            .maximum = 100,
            .defaulted = true},
      Field{.member = "people",
            .doc = "Held by at least so many different people.",
            .minimum = 1,
            .maximum = 20,
            .defaulted = true},
  };
};

template <>
struct Schema<types::Target> {
  static constexpr std::string_view kName = "target";
  static constexpr std::string_view kDoc = "A behavior to be trained.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "What it is called.", .min_length = 1, .max_length = 200},
      Field{.member = "cue", .doc = "The word or signal for it.", .max_length = 100},
      Field{.member = "measure", .doc = "What its progress is measured by.", .defaulted = true},
      Field{.member = "goal", .doc = "What shall be reached, in words.", .max_length = 2000},
      Field{.member = "steps", .doc = "The criteria, from the first to the goal.", .min_items = 1, .max_items = 50},
      Field{.member = "raise_rule", .doc = "When to go a step up or down."},
      Field{.member = "mastery_rule", .doc = "When it counts as mastered."},
      Field{.member = "archived", .doc = "Whether it is no longer trained.", .defaulted = true},
  };
};

}  // namespace doggy::codec
