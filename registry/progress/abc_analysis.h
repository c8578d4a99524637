// What comes before a behavior and what follows, counted, and how the two go together.
//
//   base probability         records with the consequence / all records
//   conditional probability  records with the antecedent and the consequence / records with the antecedent
// Of the records of one behavior, or of all. A conditional probability above the base one hints that the consequence
// depends on the antecedent; it proves nothing about function. Sources: Lerman & Iwata 1993, Journal of Applied
// Behavior Analysis 26, 293-319; Vollmer, Borrero, Wright, Van Camp & Lalli 2001, Journal of Applied Behavior Analysis
// 34, 269-287. The records are of occasions that somebody wrote down: these are probabilities within the record, not of
// the dog's life.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"

namespace doggy::progress {

struct TextCount {
  std::string text;
  std::uint64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(TextCount, (), (text, count))

struct AbcPair {
  std::string antecedent;
  std::string consequence;
  std::uint64_t n = 0;
  std::uint64_t antecedent_n = 0;
  double conditional = 0;
  double base = 0;
  double difference = 0;
};
BOOST_DESCRIBE_STRUCT(AbcPair, (), (antecedent, consequence, n, antecedent_n, conditional, base, difference))

struct AbcAnalysis {
  std::uint64_t n = 0;
  std::vector<TextCount> antecedents;
  std::vector<TextCount> behaviors;
  std::vector<TextCount> consequences;
  std::vector<AbcPair> pairs;
};
BOOST_DESCRIBE_STRUCT(AbcAnalysis, (), (n, antecedents, behaviors, consequences, pairs))

/// An ABC record, as far as it is needed here.
struct AbcFact {
  Timestamp at;
  std::string antecedent;
  std::string behavior;
  std::string consequence;
};

/// With `behavior`, of its records only. Texts are the same as in normalized_text.h.
[[nodiscard]] AbcAnalysis abc_analysis(std::span<const AbcFact> records, std::optional<std::string_view> behavior = {});

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::TextCount> {
  static constexpr std::string_view kName = "TextCount";
  static constexpr std::string_view kDoc = "A text and how often it was written down.";
  static constexpr std::array kFields{
      Field{.member = "text", .doc = "In the spelling of the oldest record.", .access = Access::kReadOnly},
      Field{.member = "count", .doc = "Records.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::AbcPair> {
  static constexpr std::string_view kName = "AbcPair";
  static constexpr std::string_view kDoc = "How an antecedent and a consequence go together.";
  static constexpr std::array kFields{
      Field{.member = "antecedent", .doc = "The antecedent.", .access = Access::kReadOnly},
      Field{.member = "consequence", .doc = "The consequence.", .access = Access::kReadOnly},
      Field{.member = "n", .doc = "Records with both.", .access = Access::kReadOnly},
      Field{.member = "antecedent_n", .doc = "Records with the antecedent.", .access = Access::kReadOnly},
      Field{.member = "conditional", .doc = "Of these, the part with the consequence.", .access = Access::kReadOnly},
      Field{.member = "base", .doc = "Of all records, the part with the consequence.", .access = Access::kReadOnly},
      Field{.member = "difference", .doc = "Conditional less base.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::AbcAnalysis> {
  static constexpr std::string_view kName = "AbcAnalysis";
  static constexpr std::string_view kDoc = "What comes before a behavior and what follows.";
  static constexpr std::array kFields{
      Field{.member = "n", .doc = "Records.", .access = Access::kReadOnly},
      Field{.member = "antecedents", .doc = "The most frequent first.", .access = Access::kReadOnly},
      Field{.member = "behaviors", .doc = "Of all records, the most frequent first.", .access = Access::kReadOnly},
      Field{.member = "consequences", .doc = "The most frequent first.", .access = Access::kReadOnly},
      Field{
          .member = "pairs", .doc = "Every pair that occurred, the most frequent first.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
