// A training session: blocks of trials, each block at one step of one target.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/types/prompt.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class Outcome : std::uint8_t {
  kCorrect,
  kIncorrect,
  kNoResponse,
  kVoid,  // Something went wrong that was not the dog's doing; the trial does not count.
};
BOOST_DESCRIBE_ENUM(Outcome, kCorrect, kIncorrect, kNoResponse, kVoid)

struct Trial {
  Outcome outcome = Outcome::kCorrect;
  Prompt prompt = Prompt::kNone;
  std::optional<double> latency_seconds;
};
BOOST_DESCRIBE_STRUCT(Trial, (), (outcome, prompt, latency_seconds))

struct TrialBlock {
  Uuid target_id;
  int step = 0;
  std::vector<Trial> trials;
};
BOOST_DESCRIBE_STRUCT(TrialBlock, (), (target_id, step, trials))

struct Session {
  std::optional<Timestamp> ended_at;
  std::optional<std::string> place;
  std::optional<std::string> weather;
  std::vector<std::string> equipment;
  std::vector<std::string> reinforcers;
  std::optional<std::string> notes;
  std::vector<TrialBlock> blocks;
};
BOOST_DESCRIBE_STRUCT(Session, (), (ended_at, place, weather, equipment, reinforcers, notes, blocks))

[[nodiscard]] RecordType session_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::Trial> {
  static constexpr std::string_view kName = "Trial";
  static constexpr std::string_view kDoc = "One opportunity for the behavior, and what came of it.";
  static constexpr std::array kFields{
      Field{.member = "outcome", .doc = "How it went; void trials do not count."},
      Field{.member = "prompt", .doc = "Help given beyond the cue.", .defaulted = true},
      Field{.member = "latency_seconds",
            .doc = "From the cue to the response; not with no-response.",
            .minimum = 0,
            .maximum = 3600,
            .unit = "s"},
  };
};

template <>
struct Schema<types::TrialBlock> {
  static constexpr std::string_view kName = "TrialBlock";
  static constexpr std::string_view kDoc = "Trials at one step of one target.";
  static constexpr std::array kFields{
      Field{.member = "target_id", .doc = "The target trained.", .references = "target"},
      Field{.member = "step", .doc = "Index into the target's steps, from 0.", .minimum = 0, .maximum = 49},
      Field{.member = "trials", .doc = "In the order they were run.", .max_items = 500},
  };
};

template <>
struct Schema<types::Session> {
  static constexpr std::string_view kName = "session";
  static constexpr std::string_view kDoc = "A training session; it begins at occurredAt.";
  static constexpr std::array kFields{
      Field{.member = "ended_at", .doc = "Its end, at most a day after its beginning."},
      Field{.member = "place", .doc = "Where.", .max_length = 200},
      Field{.member = "weather", .doc = "Weather, in words.", .max_length = 200},
      Field{.member = "equipment",
            .doc = "Lines, harness, target mat.",
            .min_length = 1,
            .max_length = 100,
            .max_items = 20},
      Field{.member = "reinforcers",
            .doc = "Food, toys, activities.",
            .min_length = 1,
            .max_length = 100,
            .max_items = 20},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
      Field{.member = "blocks", .doc = "What was trained, in order.", .max_items = 50},
  };
};

}  // namespace doggy::codec
