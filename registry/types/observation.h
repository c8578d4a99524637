// A timed observation: what was watched, for how long, and what was seen.
//
// Methods: Cooper, Heron & Heward, Applied Behavior Analysis (3rd ed.), chapter 4. Partial-interval recording
// overestimates how long a behavior lasts, whole-interval recording underestimates it: figures from intervals are
// always labeled as such.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "registry/types/behavior_definition.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class ObservationMethod : std::uint8_t {
  kContinuous,       // Every event with its time.
  kPartialInterval,  // Whether it was seen at any time of an interval.
  kWholeInterval,    // Whether it was seen all through an interval.
  kMomentary,        // Whether it was seen at the end of an interval.
};
BOOST_DESCRIBE_ENUM(ObservationMethod, kContinuous, kPartialInterval, kWholeInterval, kMomentary)

/// A behavior that was watched for, whether or not it was seen.
struct WatchedBehavior {
  std::string name;
  BehaviorKind kind = BehaviorKind::kPoint;
  std::optional<Uuid> definition_id;
  std::optional<int> definition_version;
};
BOOST_DESCRIBE_STRUCT(WatchedBehavior, (), (name, kind, definition_id, definition_version))

struct ObservedEvent {
  std::string behavior;
  double onset_seconds = 0;
  std::optional<double> offset_seconds;
  std::optional<int> intensity;
  std::vector<std::string> modifiers;
  std::optional<std::string> comment;
};
BOOST_DESCRIBE_STRUCT(ObservedEvent, (), (behavior, onset_seconds, offset_seconds, intensity, modifiers, comment))

struct IntervalScores {
  std::string behavior;
  std::vector<bool> scores;
};
BOOST_DESCRIBE_STRUCT(IntervalScores, (), (behavior, scores))

struct Observation {
  ObservationMethod method = ObservationMethod::kContinuous;
  std::optional<double> observed_seconds;
  std::optional<double> interval_seconds;
  std::vector<WatchedBehavior> behaviors;
  std::vector<ObservedEvent> events;
  std::vector<IntervalScores> intervals;
  std::optional<std::string> observer;
  std::optional<Uuid> paired_with;
  bool blind = false;
  bool complete = true;
  std::optional<std::string> place;
  std::optional<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(Observation, (),
                      (method, observed_seconds, interval_seconds, behaviors, events, intervals, observer, paired_with,
                       blind, complete, place, notes))

[[nodiscard]] RecordType observation_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::WatchedBehavior> {
  static constexpr std::string_view kName = "WatchedBehavior";
  static constexpr std::string_view kDoc = "A behavior that was watched for, whether or not it was seen.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "What it is called; each name once.", .min_length = 1, .max_length = 200},
      Field{.member = "kind", .doc = "Whether its events have a moment (point) or a beginning and an end (state)."},
      Field{.member = "definition_id", .doc = "Its definition.", .references = "behavior-definition"},
      Field{.member = "definition_version", .doc = "The definition's version that was applied.", .minimum = 1},
  };
};

template <>
struct Schema<types::ObservedEvent> {
  static constexpr std::string_view kName = "ObservedEvent";
  static constexpr std::string_view kDoc = "A behavior as it was seen.";
  static constexpr std::array kFields{
      Field{.member = "behavior", .doc = "One of the behaviors watched for.", .min_length = 1, .max_length = 200},
      Field{.member = "onset_seconds",
            .doc = "When it began, from the observation's beginning.",
            .minimum = 0,
            .maximum = 86'400,
            .unit = "s"},
      Field{.member = "offset_seconds",
            .doc = "When a state ended; not before its onset. States of one behavior do not overlap.",
            .minimum = 0,
            .maximum = 86'400,
            .unit = "s"},
      Field{.member = "intensity", .doc = "From 0, hardly noticeable, to 5, extreme.", .minimum = 0, .maximum = 5},
      Field{.member = "modifiers", .doc = "What it was like.", .min_length = 1, .max_length = 200, .max_items = 10},
      Field{.member = "comment", .doc = "Anything else.", .max_length = 1000},
  };
};

template <>
struct Schema<types::IntervalScores> {
  static constexpr std::string_view kName = "IntervalScores";
  static constexpr std::string_view kDoc = "The intervals of one behavior.";
  static constexpr std::array kFields{
      Field{.member = "behavior", .doc = "One of the behaviors watched for.", .min_length = 1, .max_length = 200},
      Field{.member = "scores", .doc = "Whether it was scored, interval by interval.", .max_items = 5000},
  };
};

template <>
struct Schema<types::Observation> {
  static constexpr std::string_view kName = "observation";
  static constexpr std::string_view kDoc = "A timed observation; it begins at occurredAt.";
  static constexpr std::array kFields{
      Field{.member = "method", .doc = "How it was recorded."},
      Field{.member = "observed_seconds",
            .doc = "How long was watched; known at the latest when it is complete.",
            .minimum = 1,
            .maximum = 86'400,
            .unit = "s"},
      Field{.member = "interval_seconds",
            .doc = "Length of an interval; of the interval methods.",
            .minimum = 1,
            .maximum = 3600,
            .unit = "s"},
      Field{.member = "behaviors", .doc = "What was watched for.", .min_items = 1, .max_items = 50},
      Field{.member = "events", .doc = "What was seen; of the continuous method.", .max_items = 5000},
      Field{.member = "intervals", .doc = "The scores; of the interval methods.", .max_items = 50},
      Field{.member = "observer", .doc = "Who watched, when it was not the author.", .max_length = 200},
      Field{.member = "paired_with",
            .doc = "The observation of the same time by another observer that this one is compared with.",
            .references = "observation"},
      Field{.member = "blind",
            .doc = "Whether nobody but its author sees it before the other of the pair is complete too.",
            .defaulted = true},
      Field{.member = "complete", .doc = "Whether it has ended.", .defaulted = true},
      Field{.member = "place", .doc = "Where.", .max_length = 200},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
  };
};

}  // namespace doggy::codec
