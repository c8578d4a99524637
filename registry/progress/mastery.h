// Whether a target is mastered, and when to look again.
//
// Mastered: in so many sessions in a row, each of at least `trials` valid trials at the target's last step, at least
// `percent` were correct with no more help than that step foresees, and the row was held by at least `people` different
// people (types::MasteryRule). A session with fewer trials at that step neither adds to the row nor ends it. After that
// come maintenance probes, due 7, 14, 28, 56 and 112 days after the one before was passed, and every 112 days then: the
// first session with valid trials at the last step on or after the due day is the probe. A probe below `percent`
// reopens the target, and the row begins anew. Source: Cooper, Heron & Heward, Applied Behavior Analysis (3rd ed.),
// chapter 30 (maintenance); the growing intervals are the expanding schedule of Landauer & Bjork 1978, in Practical
// Aspects of Memory, 625-632. Days are each session's own.
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
#include "registry/progress/success_rate.h"
#include "registry/types/target.h"

namespace doggy::progress {

/// kMaintained: at least one probe was passed; kReopened: the last one was failed.
enum class MasteryState : std::uint8_t { kInProgress, kMastered, kMaintained, kReopened };
BOOST_DESCRIBE_ENUM(MasteryState, kInProgress, kMastered, kMaintained, kReopened)

struct Probe {
  std::string due_on;
  Timestamp at;
  double percent = 0;
  bool passed = false;
};
BOOST_DESCRIBE_STRUCT(Probe, (), (due_on, at, percent, passed))

struct Mastery {
  MasteryState state = MasteryState::kInProgress;
  std::optional<Timestamp> mastered_at;
  std::uint64_t sessions_in_row = 0;
  std::uint64_t people_in_row = 0;
  std::uint64_t sessions_needed = 0;
  std::uint64_t people_needed = 0;
  std::vector<Probe> probes;
  std::optional<std::string> next_probe_on;
};
BOOST_DESCRIBE_STRUCT(Mastery, (),
                      (state, mastered_at, sessions_in_row, people_in_row, sessions_needed, people_needed, probes,
                       next_probe_on))

/// `sessions` in any order. The default rule stands in where the target has none.
[[nodiscard]] Mastery mastery(const Uuid& target_id, const types::Target& target,
                              std::span<const HeldSession> sessions);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::Probe> {
  static constexpr std::string_view kName = "Probe";
  static constexpr std::string_view kDoc = "A look whether a mastered target still holds.";
  static constexpr std::array kFields{
      Field{.member = "due_on", .doc = "The day from which it was due.", .access = Access::kReadOnly},
      Field{.member = "at", .doc = "When it was held.", .access = Access::kReadOnly},
      Field{.member = "percent", .doc = "Correct of the valid trials.", .access = Access::kReadOnly, .unit = "%"},
      Field{.member = "passed", .doc = "Whether that was enough.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::Mastery> {
  static constexpr std::string_view kName = "Mastery";
  static constexpr std::string_view kDoc = "Whether a target is mastered, and when to look again.";
  static constexpr std::array kFields{
      Field{.member = "state", .doc = "Where it stands.", .access = Access::kReadOnly},
      Field{.member = "mastered_at", .doc = "The session that completed the row.", .access = Access::kReadOnly},
      Field{.member = "sessions_in_row",
            .doc = "Sessions that met the criterion, one after the other, up to now.",
            .access = Access::kReadOnly},
      Field{.member = "people_in_row", .doc = "Different people who held them.", .access = Access::kReadOnly},
      Field{.member = "sessions_needed", .doc = "By the rule.", .access = Access::kReadOnly},
      Field{.member = "people_needed", .doc = "By the rule.", .access = Access::kReadOnly},
      Field{.member = "probes", .doc = "Since it was mastered first, oldest first.", .access = Access::kReadOnly},
      Field{.member = "next_probe_on", .doc = "The day from which the next probe is due.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
