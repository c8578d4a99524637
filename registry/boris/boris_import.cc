#include "registry/boris/boris_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "platform/id/uuid.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/boris/boris_file.h"
#include "registry/records/csv_dates.h"
#include "registry/records/csv_fields.h"
#include "registry/types/observation.h"

namespace doggy::boris {
namespace {

constexpr std::size_t kMostBehaviors = 50;  // Of an observation.
constexpr std::size_t kSampleSize = 5;
constexpr std::size_t kMostKey = 10;

std::string shown(const std::string& subject) {
  return subject.empty() ? "no focal subject" : subject;
}

// The one subject of the file, or the one asked for.
Result<std::string> choose_subject(const File& file, const std::optional<std::string>& wanted) {
  std::set<std::string> subjects;
  for (const Observation& observation : file.observations)
    for (const Event& event : observation.events) subjects.insert(event.subject);
  if (wanted && (subjects.contains(*wanted) || subjects.empty())) return *wanted;
  if (!wanted && subjects.size() <= 1) return subjects.empty() ? std::string() : *subjects.begin();
  std::string names;
  for (const std::string& subject : subjects) names += (names.empty() ? "" : ", ") + shown(subject);
  if (wanted) return fail_field("subject", "enum", fmt::format("The file has events of: {}.", names));
  return fail_field("subject", "required", fmt::format("Say which subject is this dog: {}.", names));
}

/// Makes the records of one file.
class Planner {
 public:
  Planner(const std::string& dog_id, const Timestamp& now, std::string subject, int offset_minutes)
      : dog_id_(dog_id), now_(now), subject_(std::move(subject)), offset_minutes_(offset_minutes) {}

  csv::ImportPlan run(const File& file, bool dry_run) && {
    plan_.report.dry_run = dry_run;
    if (file.is_project)
      for (const Behavior& behavior : file.behaviors) add_definition(behavior);
    for (const Observation& observation : file.observations) add_observation(observation, file);
    plan_.report.valid = plan_.records.size();
    return std::move(plan_);
  }

 private:
  void error(std::uint64_t line, std::string column, std::string field, std::string rule, std::string message) {
    plan_.report.errors.push_back({.line = line,
                                   .column = std::move(column),
                                   .field = std::move(field),
                                   .rule = std::move(rule),
                                   .message = std::move(message)});
  }

  [[nodiscard]] std::string id_of(std::string_view what, std::string_view name) const {
    return Uuid::from_name(fmt::format("boris {}\n{}\n{}\n{}", what, dog_id_, subject_, name)).text();
  }

  // When BORIS has no definitions of when, they are of today.
  void add_definition(const Behavior& behavior) {
    boost::json::object body{{"type", "behavior-definition"},
                             {"occurredAt", now_.utc_text()},
                             {"name", behavior.name},
                             {"kind", behavior.is_state ? "state" : "point"}};
    if (!behavior.description.empty()) body["operationalDefinition"] = behavior.description;
    if (!behavior.category.empty()) body["category"] = behavior.category;
    if (!behavior.key.empty() && behavior.key.size() <= kMostKey) body["code"] = behavior.key;
    std::string id = id_of("definition", behavior.name);
    definitions_[behavior.name] = id;
    add_record(std::move(id), 1, "behaviors_conf", std::move(body), {});
  }

  void add_record(std::string id, std::uint64_t line, const std::string& column, boost::json::object body,
                  const std::vector<std::uint64_t>& lines_of_events) {
    ++plan_.report.rows;
    auto draft = records::read_draft(body, dog_id_, "", now_);
    if (!draft) {
      for (FieldError& wrong : draft.error().fields)
        error(line_of(wrong.field, lines_of_events, line), column, wrong.field, std::move(wrong.rule),
              std::move(wrong.message));
      return;
    }
    if (plan_.report.sample.size() < kSampleSize) plan_.report.sample.push_back(std::move(body));
    plan_.records.push_back({std::move(id), line, std::move(*draft)});
  }

  // "events[3].onsetSeconds" → the line that the fourth event came from.
  static std::uint64_t line_of(std::string_view field, const std::vector<std::uint64_t>& lines,
                               std::uint64_t otherwise) {
    constexpr std::string_view kEvents = "events[";
    if (!field.starts_with(kEvents)) return otherwise;
    const std::size_t index = std::strtoul(std::string(field.substr(kEvents.size())).c_str(), nullptr, 10);
    return index < lines.size() ? lines[index] : otherwise;
  }

  /// Events of the subject, states put together; false when some have no other half.
  bool pair_events(const Observation& observation, std::vector<Event>& paired) {
    std::map<std::pair<std::string, std::vector<std::string>>, std::size_t> going_on;
    const std::size_t before = plan_.report.errors.size();
    const auto unpaired = [&](const Event& event, std::string_view missing) {
      error(event.line, observation.name, "", "unpaired",
            fmt::format("The state {} at {} s has no {}.", event.behavior, event.seconds, missing));
    };
    for (const Event& event : observation.events) {
      if (event.subject != subject_) continue;
      const auto key = std::pair(event.behavior, event.modifiers);
      const auto open = going_on.find(key);
      switch (event.kind) {
        case Event::Kind::kPoint:
        case Event::Kind::kWhole:
          paired.push_back(event);
          break;
        case Event::Kind::kStart:
          if (open != going_on.end()) unpaired(paired[open->second], "stop");
          going_on[key] = paired.size();
          paired.push_back(event);
          break;
        case Event::Kind::kStop:
          if (open == going_on.end()) {
            unpaired(event, "start");
            break;
          }
          paired[open->second].kind = Event::Kind::kWhole;
          paired[open->second].stop_seconds = event.seconds;
          going_on.erase(open);
          break;
      }
    }
    for (const auto& [key, index] : going_on) unpaired(paired[index], "stop");
    return plan_.report.errors.size() == before;
  }

  // Those of the ethogram, or if they are too many those that were seen: nobody watched for the others in a table.
  boost::json::array behaviors_of(const File& file, const std::vector<Event>& events) const {
    const bool all = file.is_project && file.behaviors.size() <= kMostBehaviors;
    boost::json::array watched;
    for (const Behavior& behavior : file.behaviors) {
      const bool seen = std::ranges::find(events, behavior.name, &Event::behavior) != events.end();
      if (!all && !seen) continue;
      boost::json::object one{{"name", behavior.name}, {"kind", behavior.is_state ? "state" : "point"}};
      if (const auto definition = definitions_.find(behavior.name); definition != definitions_.end())
        one["definitionId"] = definition->second;
      watched.push_back(std::move(one));
    }
    return watched;
  }

  static boost::json::object event_json(const Event& event) {
    boost::json::object made{{"behavior", event.behavior}, {"onsetSeconds", event.seconds}};
    if (event.kind == Event::Kind::kWhole) made["offsetSeconds"] = event.stop_seconds;
    boost::json::array modifiers;
    for (const std::string& modifier : event.modifiers) modifiers.emplace_back(modifier);
    made["modifiers"] = std::move(modifiers);
    if (!event.comment.empty()) made["comment"] = event.comment;
    return made;
  }

  void add_observation(const Observation& observation, const File& file) {
    const auto when = csv::read_date_time(observation.date, {.order = {}, .offset_minutes = offset_minutes_});
    if (!when)
      return error(observation.line, observation.name, "occurredAt", "format", "The observation has no readable date.");
    std::vector<Event> events;
    if (!pair_events(observation, events)) return;
    double last = 0;
    for (const Event& event : observation.events) last = std::max({last, event.seconds, event.stop_seconds});
    const double seconds = observation.seconds ? std::max(*observation.seconds, last) : last;
    boost::json::array list;
    std::vector<std::uint64_t> lines;
    for (const Event& event : events) {
      list.push_back(event_json(event));
      lines.push_back(event.line);
    }
    boost::json::object body{{"type", "observation"},
                             {"occurredAt", *when},
                             {"method", "continuous"},
                             {"observedSeconds", seconds},
                             {"behaviors", behaviors_of(file, events)},
                             {"events", std::move(list)}};
    body["notes"] = observation.description.empty()
                        ? fmt::format("BORIS: {}", observation.name)
                        : fmt::format("BORIS: {}\n{}", observation.name, observation.description);
    add_record(id_of("observation", observation.name), observation.line, observation.name, std::move(body), lines);
  }

  const std::string& dog_id_;
  const Timestamp& now_;
  const std::string subject_;
  const int offset_minutes_;
  std::map<std::string, std::string> definitions_;  // Id by name.
  csv::ImportPlan plan_;
};

}  // namespace

Result<csv::ImportPlan> plan_import(const BorisImportRequest& request, const std::string& dog_id,
                                    const Timestamp& now) {
  const auto offset = csv::read_offset(request.time_zone);
  if (!offset) return fail_field("timeZone", "format", "Must be a UTC offset such as +01:00.");
  const std::string_view text = csv::trimmed(request.file);
  auto file = text.starts_with('{') ? read_project(text) : read_table(request.file);
  if (!file) {
    csv::ImportPlan plan;
    plan.report.dry_run = request.dry_run;
    plan.report.errors = std::move(file.error());
    return plan;
  }
  TRY(auto subject, choose_subject(*file, request.subject));
  return Planner(dog_id, now, std::move(subject), *offset).run(*file, request.dry_run);
}

}  // namespace doggy::boris
