// Structs that the codec's tests read and write.
#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/json/codec.h"

namespace doggy::codec {

enum class Outcome { kCorrect, kIncorrect, kNoResponse, kVoid };
BOOST_DESCRIBE_ENUM(Outcome, kCorrect, kIncorrect, kNoResponse, kVoid)

enum class Mood { kFair = 3, kVeryGood = 7 };
BOOST_DESCRIBE_ENUM(Mood, kFair, kVeryGood)

struct Trial {
  Outcome outcome = Outcome::kCorrect;
  std::optional<double> latency_seconds;
};
BOOST_DESCRIBE_STRUCT(Trial, (), (outcome, latency_seconds))

struct Block {
  Uuid target_id;
  std::vector<Trial> trials;
};
BOOST_DESCRIBE_STRUCT(Block, (), (target_id, trials))

struct Lesson {
  Timestamp held_at;
  std::optional<Date> born;
  Mood mood = Mood::kFair;
  std::string title;
  std::vector<Block> blocks;
  std::vector<std::string> tags;
  std::optional<int> minutes;
  std::optional<boost::json::object> extra;
  std::uint64_t server_made = 0;
  std::string hidden;
};
BOOST_DESCRIBE_STRUCT(Lesson, (), (held_at, born, mood, title, blocks, tags, minutes, extra, server_made, hidden))

struct Numbers {
  bool flag = false;
  std::int32_t small = 0;
  std::int64_t big = 0;
  std::uint64_t natural = 0;
  std::uint8_t byte = 0;
  double real = 0;
  double weight = 10;
  int level = 0;
};
BOOST_DESCRIBE_STRUCT(Numbers, (), (flag, small, big, natural, byte, real, weight, level))

struct Texts {
  std::optional<std::string> word;
  std::vector<std::string> words;
  std::optional<std::string> email;
  std::optional<Uuid> id;
  std::optional<Timestamp> at;
  std::optional<Date> day;
  std::optional<boost::json::value> any;
};
BOOST_DESCRIBE_STRUCT(Texts, (), (word, words, email, id, at, day, any))

struct Nonempty {
  std::vector<boost::json::value> items;
};
BOOST_DESCRIBE_STRUCT(Nonempty, (), (items))

struct Share {
  std::optional<double> percent;
  std::optional<Mood> mood;
  std::optional<std::string> reason;
  std::vector<int> counts;
};
BOOST_DESCRIBE_STRUCT(Share, (), (percent, mood, reason, counts))

template <>
struct Schema<Trial> {
  static constexpr std::string_view kName = "Trial";
  static constexpr std::string_view kDoc = "One trial.";
  static constexpr std::array kFields{
      Field{.member = "outcome", .doc = "How it went."},
      Field{.member = "latency_seconds", .doc = "From cue to behavior.", .minimum = 0, .unit = "s"},
  };
};

template <>
struct Schema<Block> {
  static constexpr std::string_view kName = "Block";
  static constexpr std::string_view kDoc = "Trials in a row.";
  static constexpr std::array kFields{
      Field{.member = "target_id", .doc = "What was trained."},
      Field{.member = "trials", .doc = "In order.", .max_items = 500},
  };
};

template <>
struct Schema<Lesson> {
  static constexpr std::string_view kName = "Lesson";
  static constexpr std::string_view kDoc = "A lesson.";
  static constexpr std::array kFields{
      Field{.member = "held_at", .doc = "When."},
      Field{.member = "born", .doc = "The dog's birthday."},
      Field{.member = "mood", .doc = "The dog's mood.", .defaulted = true},
      Field{.member = "title", .doc = "What it was about.", .min_length = 1, .max_length = 100},
      Field{.member = "blocks", .doc = "What was done."},
      Field{.member = "tags", .doc = "Words to find it by.", .max_length = 20, .max_items = 5},
      Field{.member = "minutes", .doc = "How long.", .minimum = 1, .unit = "min"},
      Field{.member = "extra", .doc = "Anything else."},
      Field{.member = "server_made", .doc = "Set by the server.", .access = Access::kReadOnly},
      Field{.member = "hidden", .doc = "Never leaves the server.", .access = Access::kInternal},
  };
};

template <>
struct Schema<Numbers> {
  static constexpr std::string_view kName = "Numbers";
  static constexpr std::string_view kDoc = "Numbers of every type.";
  static constexpr std::array kFields{
      Field{.member = "flag", .doc = "A flag.", .defaulted = true},
      Field{.member = "small", .doc = "32 bits.", .defaulted = true},
      Field{.member = "big", .doc = "64 bits.", .defaulted = true},
      Field{.member = "natural", .doc = "64 bits, not negative.", .defaulted = true},
      Field{.member = "byte", .doc = "8 bits.", .defaulted = true},
      Field{.member = "real", .doc = "Any.", .defaulted = true},
      Field{.member = "weight", .doc = "A weight.", .minimum = 0.1, .maximum = 150, .unit = "kg", .defaulted = true},
      Field{.member = "level", .doc = "A level.", .minimum = 0, .maximum = 5, .defaulted = true},
  };
};

template <>
struct Schema<Texts> {
  static constexpr std::string_view kName = "Texts";
  static constexpr std::string_view kDoc = "Strings of every kind.";
  static constexpr std::array kFields{
      Field{.member = "word", .doc = "Two or three characters.", .min_length = 2, .max_length = 3},
      Field{.member = "words", .doc = "At most three characters each.", .max_length = 3},
      Field{.member = "email", .doc = "An address.", .format = "email"},
      Field{.member = "id", .doc = "An id."},
      Field{.member = "at", .doc = "An instant."},
      Field{.member = "day", .doc = "A day."},
      Field{.member = "any", .doc = "Anything."},
  };
};

template <>
struct Schema<Nonempty> {
  static constexpr std::string_view kName = "Nonempty";
  static constexpr std::string_view kDoc = "A list that must hold one or two things.";
  static constexpr std::array kFields{
      Field{.member = "items", .doc = "Things.", .min_items = 1, .max_items = 2},
  };
};

template <>
struct Schema<Share> {
  static constexpr std::string_view kName = "Share";
  static constexpr std::string_view kDoc = "Something that is only sent.";
  static constexpr std::array kFields{
      Field{.member = "percent", .doc = "A share.", .unit = "%", .sends_null = true},
      Field{.member = "mood", .doc = "A mood.", .sends_null = true},
      Field{.member = "reason", .doc = "Why not.", .max_length = 9},
      Field{.member = "counts", .doc = "Counts.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
