// Project files: {"behaviors_conf": {"0": {type, key, code, …}}, "observations": {name: {date, events: [[time, subject,
// behavior, modifiers, comment], …], media_info: {length}}}}.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "platform/json/codec.h"
#include "registry/boris/boris_file.h"

namespace doggy::boris {
namespace {

std::string text_at(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

const boost::json::object* object_at(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

std::optional<double> number(const boost::json::value& value) {
  if (value.is_number()) return value.to_number<double>();
  return std::nullopt;
}

std::vector<Behavior> read_ethogram(const boost::json::object& project) {
  std::vector<Behavior> behaviors;
  const auto* conf = object_at(project, "behaviors_conf");
  if (conf == nullptr) return behaviors;
  for (const auto& entry : *conf) {
    const auto* one = entry.value().if_object();
    if (one == nullptr) continue;
    behaviors.push_back({.name = text_at(*one, "code"),
                         .is_state = text_at(*one, "type").starts_with("State"),
                         .key = text_at(*one, "key"),
                         .description = text_at(*one, "description"),
                         .category = text_at(*one, "category")});
  }
  return behaviors;
}

// The media of the first player follow each other.
std::optional<double> media_seconds(const boost::json::object& observation) {
  const auto* info = object_at(observation, "media_info");
  const auto* lengths = info == nullptr ? nullptr : object_at(*info, "length");
  const auto* players = object_at(observation, "file");
  const auto* first = players == nullptr ? nullptr : players->if_contains("1");
  if (lengths == nullptr || first == nullptr || !first->is_array() || first->get_array().empty()) return std::nullopt;
  double seconds = 0;
  for (const auto& file : first->get_array()) {
    const auto* length = file.is_string() ? lengths->if_contains(file.get_string()) : nullptr;
    const auto value = length == nullptr ? std::nullopt : number(*length);
    if (!value) return std::nullopt;
    seconds += *value;
  }
  return seconds;
}

// Nothing when it is no event.
std::optional<Event> read_event(const boost::json::value& value) {
  const auto* fields = value.if_array();
  if (fields == nullptr || fields->size() < 3) return std::nullopt;
  const auto seconds = number((*fields)[0]);
  if (!seconds || !(*fields)[1].is_string() || !(*fields)[2].is_string()) return std::nullopt;
  Event event{.seconds = *seconds,
              .subject = std::string((*fields)[1].get_string()),
              .behavior = std::string((*fields)[2].get_string())};
  if (fields->size() > 3 && (*fields)[3].is_string()) event.modifiers = split_modifiers((*fields)[3].get_string());
  if (fields->size() > 4 && (*fields)[4].is_string()) event.comment = std::string((*fields)[4].get_string());
  return event;
}

// A state's events are its start and its stop in turn, for each subject and each set of modifiers.
void tell_starts_from_stops(std::vector<Event>& events, const std::map<std::string, bool>& is_state) {
  std::map<std::tuple<std::string, std::string, std::vector<std::string>>, bool> going_on;
  std::ranges::sort(events, {}, [](const Event& event) { return std::pair(event.seconds, event.line); });
  for (Event& event : events) {
    const auto state = is_state.find(event.behavior);
    if (state == is_state.end() || !state->second) continue;
    bool& on = going_on[{event.subject, event.behavior, event.modifiers}];
    event.kind = on ? Event::Kind::kStop : Event::Kind::kStart;
    on = !on;
  }
}

}  // namespace

std::vector<std::string> split_modifiers(std::string_view text) {
  std::vector<std::string> modifiers;
  while (!text.empty()) {
    const auto bar = text.find('|');
    const std::string_view one = text.substr(0, bar);
    if (!one.empty() && one != "None") modifiers.emplace_back(one);
    text.remove_prefix(bar == std::string_view::npos ? text.size() : bar + 1);
  }
  return modifiers;
}

Read read_project(std::string_view text) {
  auto value = codec::parse(text);
  if (!value) return std::unexpected(std::vector{wrong(1, "", "json", value.error().detail)});
  const auto* project = value->if_object();
  const auto* observations = project == nullptr ? nullptr : object_at(*project, "observations");
  if (observations == nullptr)
    return std::unexpected(std::vector{wrong(1, "", "format", "This is no BORIS project: it has no observations.")});
  File file{.is_project = true, .behaviors = read_ethogram(*project), .observations = {}};
  std::map<std::string, bool> is_state;
  for (const Behavior& behavior : file.behaviors) is_state[behavior.name] = behavior.is_state;
  std::vector<csv::ImportError> errors;
  for (const auto& entry : *observations) {
    const auto* source = entry.value().if_object();
    if (source == nullptr) continue;
    Observation observation{.name = std::string(entry.key()),
                            .date = text_at(*source, "date"),
                            .description = text_at(*source, "description"),
                            .seconds = media_seconds(*source),
                            .events = {},
                            .line = 1};
    const auto* events = source->if_contains("events");
    std::uint64_t number_of_event = 0;
    if (events != nullptr && events->is_array()) {
      for (const auto& one : events->get_array()) {
        ++number_of_event;
        auto event = read_event(one);
        if (!event) {
          errors.push_back(wrong(number_of_event, observation.name, "format",
                                 "An event is a list of time, subject, behavior, modifiers and comment."));
          continue;
        }
        event->line = number_of_event;
        if (!is_state.contains(event->behavior))
          errors.push_back(wrong(number_of_event, observation.name, "reference",
                                 fmt::format("The ethogram has no behavior {}.", event->behavior)));
        observation.events.push_back(std::move(*event));
      }
    }
    tell_starts_from_stops(observation.events, is_state);
    file.observations.push_back(std::move(observation));
  }
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return file;
}

}  // namespace doggy::boris
