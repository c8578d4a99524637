// How often a target's behavior was shown correctly, session by session.
//
// Percentage of trials is a derivative measure: responses of a kind divided by the opportunities for one, times 100
// (Cooper, Heron & Heward, Applied Behavior Analysis, 3rd ed., ch. 4 "Measuring Behavior"). Responses that were
// prompted are counted apart from independent ones. Void trials were no opportunities and are left out of everything
// but their own count.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/progress/chart_lines.h"
#include "registry/types/session.h"

namespace doggy::progress {

/// A session record, as far as it is needed here.
struct HeldSession {
  Uuid id;
  Timestamp at;
  types::Session session;
  std::string person = {};  // Who held it: the author's account.
};

/// Why a percentage cannot be computed: there is nothing to divide by.
enum class NotComputable : std::uint8_t { kNoTrials, kOnlyVoidTrials };
BOOST_DESCRIBE_ENUM(NotComputable, kNoTrials, kOnlyVoidTrials)

struct SuccessPoint {
  Uuid session_id;
  Timestamp at;
  std::optional<int> step;
  std::uint64_t trials = 0;
  std::uint64_t correct = 0;
  std::uint64_t independent_correct = 0;
  std::uint64_t prompted_correct = 0;
  std::uint64_t voided = 0;
  std::optional<double> percent;
  std::optional<double> independent_percent;
  std::optional<NotComputable> reason;
};
BOOST_DESCRIBE_STRUCT(SuccessPoint, (),
                      (session_id, at, step, trials, correct, independent_correct, prompted_correct, voided, percent,
                       independent_percent, reason))

struct TargetName {
  Uuid id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(TargetName, (), (id, name))

struct SuccessRate {
  std::string unit = "percent";
  TargetName target;
  std::vector<SuccessPoint> points;
  ChartLines lines;
};
BOOST_DESCRIBE_STRUCT(SuccessRate, (), (unit, target, points, lines))

/// The point of one session; nothing when the target was not trained in it.
[[nodiscard]] std::optional<SuccessPoint> success_point(const HeldSession& held, const Uuid& target_id);

/// One point for each session with a block of the target, oldest first; all its blocks of the target together.
[[nodiscard]] SuccessRate success_rate(TargetName target, std::span<const HeldSession> sessions);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::SuccessPoint> {
  static constexpr std::string_view kName = "SuccessPoint";
  static constexpr std::string_view kDoc = "The trials of one target in one session.";
  static constexpr std::array kFields{
      Field{.member = "session_id", .doc = "The session.", .access = Access::kReadOnly},
      Field{.member = "at", .doc = "When it began.", .access = Access::kReadOnly},
      Field{.member = "step", .doc = "The step trained; absent when there were several.", .access = Access::kReadOnly},
      Field{.member = "trials", .doc = "Valid trials: all but the void ones.", .access = Access::kReadOnly},
      Field{.member = "correct", .doc = "Correct ones, prompted or not.", .access = Access::kReadOnly},
      Field{.member = "independent_correct", .doc = "Correct ones without a prompt.", .access = Access::kReadOnly},
      Field{.member = "prompted_correct", .doc = "Correct ones with a prompt.", .access = Access::kReadOnly},
      Field{.member = "voided", .doc = "Void trials.", .access = Access::kReadOnly},
      Field{.member = "percent",
            .doc = "correct / trials × 100.",
            .access = Access::kReadOnly,
            .unit = "%",
            .sends_null = true},
      Field{.member = "independent_percent",
            .doc = "independentCorrect / trials × 100.",
            .access = Access::kReadOnly,
            .unit = "%",
            .sends_null = true},
      Field{.member = "reason", .doc = "Why there is no percentage.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::TargetName> {
  static constexpr std::string_view kName = "TargetName";
  static constexpr std::string_view kDoc = "A target by its name.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The target's id.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "What it is called.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::SuccessRate> {
  static constexpr std::string_view kName = "SuccessRate";
  static constexpr std::string_view kDoc = "How often a target's behavior was shown correctly, session by session.";
  static constexpr std::array kFields{
      Field{.member = "unit", .doc = "What the points measure.", .access = Access::kReadOnly},
      Field{.member = "target", .doc = "The target.", .access = Access::kReadOnly},
      Field{.member = "points", .doc = "Oldest first.", .access = Access::kReadOnly},
      Field{.member = "lines", .doc = "Phases of the target and events to draw across.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
