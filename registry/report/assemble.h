// From what may be read to a report. Pure: the figures are computed by registry/progress, and nothing is read here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registry/progress/abc_analysis.h"
#include "registry/progress/event_series.h"
#include "registry/progress/success_rate.h"
#include "registry/report/report.h"
#include "registry/types/behavior_definition.h"
#include "registry/types/target.h"

namespace doggy::report {

/// A target by its id, and what it is.
struct TrainedTarget {
  progress::TargetName name;
  types::Target target;
};

/// What the training part is made from. Sessions are all up to the period's end, for mastery is older than a period.
struct TrainingMaterial {
  Timestamp begin;  // Of the period.
  std::vector<TrainedTarget> targets;
  std::vector<progress::HeldSession> sessions;
  std::vector<progress::HeldPhase> phases;
  std::vector<progress::EventLine> events;
};

/// Observations of the period.
struct BehaviorMaterial {
  std::vector<types::BehaviorDefinition> definitions;
  std::vector<progress::HeldObservation> observations;
  std::vector<progress::HeldPhase> phases;
  std::vector<progress::EventLine> events;
};

struct MetTrigger {
  std::string trigger;
  progress::Exposure exposure;
};

/// A target that is archived and was not trained is left out.
[[nodiscard]] std::vector<TargetReport> training_part(const TrainingMaterial& material);
/// Each behavior that was watched for.
[[nodiscard]] std::vector<BehaviorReport> behavior_part(const BehaviorMaterial& material);
/// Triggers are the same as in normalized_text.h.
[[nodiscard]] std::vector<TriggerReport> trigger_part(const std::vector<MetTrigger>& met);
[[nodiscard]] std::vector<VisitCount> visit_part(const std::vector<types::Visit>& visits);

/// Adds the definitions of what is there, and puts what is listed into the order of time.
void finish(Report& report);

}  // namespace doggy::report
