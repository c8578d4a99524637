// What the files of BORIS hold, whichever of them it came from (Friard & Gamba 2016, BORIS, Methods in Ecology and
// Evolution 7, 1325-1330): project files, and events exported as tables. Private to this folder.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/records/csv_report.h"

namespace doggy::boris {

/// A behavior of the ethogram; of tables only name, kind and category are known.
struct Behavior {
  std::string name;
  bool is_state = false;
  std::string key;
  std::string description;
  std::string category;
};

/// One moment of a recording. In a project a state event is two of them: its start and its stop.
struct Event {
  enum class Kind : std::uint8_t { kPoint, kStart, kStop, kWhole };
  double seconds = 0;
  double stop_seconds = 0;  // Of kWhole, a state event with both.
  Kind kind = Kind::kPoint;
  std::string subject;  // Empty: no focal subject.
  std::string behavior;
  std::vector<std::string> modifiers;
  std::string comment;
  std::uint64_t line = 0;  // In the file; in a project the event's number in its observation.
};

struct Observation {
  std::string name;
  std::string date;  // "2026-11-10T09:15:00" or with a space.
  std::string description;
  std::optional<double> seconds;  // Of the media; unknown of a live observation.
  std::vector<Event> events;
  std::uint64_t line = 0;
};

struct File {
  bool is_project = false;
  std::vector<Behavior> behaviors;
  std::vector<Observation> observations;
};

using Read = std::expected<File, std::vector<csv::ImportError>>;

/// A rule that a line breaks; `column` may be empty.
[[nodiscard]] inline csv::ImportError wrong(std::uint64_t line, std::string column, std::string rule,
                                            std::string message) {
  return {
      .line = line, .column = std::move(column), .field = {}, .rule = std::move(rule), .message = std::move(message)};
}

/// "m1|None|m2" → m1, m2.
[[nodiscard]] std::vector<std::string> split_modifiers(std::string_view text);

/// A project file (.boris): JSON. Starts and stops alternate in it.
[[nodiscard]] Read read_project(std::string_view text);

/// Tabular or aggregated events, as TSV or CSV, of BORIS 7 to 9.
[[nodiscard]] Read read_table(std::string_view text);

}  // namespace doggy::boris
