// What a chart draws across its series: phase lines and events of the dog's life.
// Source: Cooper, Heron & Heward, Applied Behavior Analysis (3rd ed.), chapter 6: condition changes are solid vertical
// lines, other events broken ones.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/types/context_event.h"
#include "registry/types/phase.h"

namespace doggy::progress {

struct PhaseLine {
  Timestamp at;
  types::PhaseKind kind = types::PhaseKind::kBaseline;
  std::optional<std::string> name;
};
BOOST_DESCRIBE_STRUCT(PhaseLine, (), (at, kind, name))

struct EventLine {
  Timestamp at;
  types::ContextKind kind = types::ContextKind::kOther;
  std::string description;
};
BOOST_DESCRIBE_STRUCT(EventLine, (), (at, kind, description))

struct ChartLines {
  std::vector<PhaseLine> phases;
  std::vector<EventLine> events;
};
BOOST_DESCRIBE_STRUCT(ChartLines, (), (phases, events))

/// A phase record, as far as it is needed here.
struct HeldPhase {
  Timestamp at;
  types::Phase phase;
};

/// What a chart is of: a target or a behavior; neither has no phases.
struct LinesOf {
  std::optional<Uuid> target_id;
  std::string behavior;
};

/// The phases of it, and all events, in the order of time. Behaviors are the same as in normalized_text.h.
[[nodiscard]] ChartLines lines_of(std::span<const HeldPhase> phases, std::vector<EventLine> events, const LinesOf& of);

/// In the order of time.
void sort_lines(ChartLines& lines);

/// The phase that `at` lies in: the last that began by then; nothing before the first. `phases` are sorted.
[[nodiscard]] const PhaseLine* phase_at(std::span<const PhaseLine> phases, const Timestamp& at);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::PhaseLine> {
  static constexpr std::string_view kName = "PhaseLine";
  static constexpr std::string_view kDoc = "Where a phase begins.";
  static constexpr std::array kFields{
      Field{.member = "at", .doc = "When.", .access = Access::kReadOnly},
      Field{.member = "kind", .doc = "What is done in it.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "What the chart calls it.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::EventLine> {
  static constexpr std::string_view kName = "EventLine";
  static constexpr std::string_view kDoc = "Something that may explain a change.";
  static constexpr std::array kFields{
      Field{.member = "at", .doc = "When.", .access = Access::kReadOnly},
      Field{.member = "kind", .doc = "What sort of event.", .access = Access::kReadOnly},
      Field{.member = "description", .doc = "What happened.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::ChartLines> {
  static constexpr std::string_view kName = "ChartLines";
  static constexpr std::string_view kDoc = "What a chart draws across its series.";
  static constexpr std::array kFields{
      Field{.member = "phases", .doc = "Oldest first.", .access = Access::kReadOnly},
      Field{.member = "events", .doc = "Oldest first.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
