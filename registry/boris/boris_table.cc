// Tables of events. Aggregated: a row a behavior with "Start (s)" and "Stop (s)". Tabular: a row a moment with "Time"
// and whether it is a START, a STOP or a POINT; up to BORIS 7 the observation stands above the table in rows of its
// own.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "registry/boris/boris_file.h"
#include "registry/records/csv_fields.h"
#include "registry/records/csv_reader.h"

namespace doggy::boris {
namespace {

using csv::same_name;
using csv::trimmed;

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_unknown(std::string_view text) {
  return text.empty() || text == "NA";
}

/// A row by the names of its columns.
class Line {
 public:
  Line(const csv::Row& header, const csv::Row& row) : header_(header), row_(row) {}

  /// Empty when there is no such column.
  [[nodiscard]] std::string_view get(std::string_view name) const {
    for (std::size_t i = 0; i < header_.cells.size() && i < row_.cells.size(); ++i)
      if (same_name(trimmed(header_.cells[i]), name)) return trimmed(row_.cells[i]);
    return {};
  }
  [[nodiscard]] std::string_view first_of(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names)
      if (const auto text = get(name); !text.empty()) return text;
    return {};
  }
  [[nodiscard]] std::vector<std::string> modifiers() const {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < header_.cells.size() && i < row_.cells.size(); ++i) {
      const std::string_view text = trimmed(row_.cells[i]);
      if (!trimmed(header_.cells[i]).starts_with("Modifier") || text == "NA") continue;
      for (std::string& one : split_modifiers(text)) found.push_back(std::move(one));
    }
    return found;
  }
  [[nodiscard]] std::uint64_t line() const { return row_.line; }

 private:
  const csv::Row& header_;
  const csv::Row& row_;
};

bool has_column(const csv::Row& row, std::string_view name) {
  return std::ranges::any_of(row.cells, [name](const std::string& cell) { return same_name(trimmed(cell), name); });
}

/// Puts rows together into observations.
class Reader {
 public:
  Reader(const csv::Row& header, Observation above)
      : header_(header), above_(std::move(above)), aggregated_(has_column(header, "Start (s)")) {}

  void read(const csv::Row& row) {
    const Line line(header_, row);
    const std::string behavior(line.get("Behavior"));
    if (behavior.empty()) return fail(line, "Behavior", "required", "The row names no behavior.");
    Event event{.subject = std::string(line.get("Subject")),
                .behavior = behavior,
                .modifiers = line.modifiers(),
                .comment = std::string(line.first_of({"Comment", "Comment start"})),
                .line = line.line()};
    if (event.subject == "No focal subject") event.subject.clear();
    const bool read = aggregated_ ? read_aggregated(line, event) : read_moment(line, event);
    if (!read) return;
    Observation& observation = observation_of(line);
    note_behavior(line, event);
    observation.events.push_back(std::move(event));
  }

  [[nodiscard]] Read finish() && {
    if (!errors_.empty()) return std::unexpected(std::move(errors_));
    File file;
    for (auto& [name, behavior] : behaviors_) file.behaviors.push_back(std::move(behavior));
    file.observations = std::move(observations_);
    return file;
  }

 private:
  void fail(const Line& line, std::string column, std::string rule, std::string message) {
    errors_.push_back(wrong(line.line(), std::move(column), std::move(rule), std::move(message)));
  }

  bool read_seconds(const Line& line, const std::string& column, double& seconds) {
    const auto value = number(line.get(column));
    if (!value) {
      fail(line, column, "type", "Must be a number of seconds.");
      return false;
    }
    seconds = *value;
    return true;
  }

  bool read_aggregated(const Line& line, Event& event) {
    const bool is_state = line.get("Behavior type") == "STATE";
    if (!is_state && line.get("Behavior type") != "POINT") {
      fail(line, "Behavior type", "enum", "Must be STATE or POINT.");
      return false;
    }
    if (!read_seconds(line, "Start (s)", event.seconds)) return false;
    if (!is_state) return true;
    event.kind = Event::Kind::kWhole;
    return read_seconds(line, "Stop (s)", event.stop_seconds);
  }

  bool read_moment(const Line& line, Event& event) {
    const std::string_view kind = line.first_of({"Behavior type", "Status"});
    if (kind == "START") {
      event.kind = Event::Kind::kStart;
    } else if (kind == "STOP") {
      event.kind = Event::Kind::kStop;
    } else if (kind != "POINT") {
      fail(line, has_column(header_, "Status") ? "Status" : "Behavior type", "enum", "Must be START, STOP or POINT.");
      return false;
    }
    return read_seconds(line, "Time", event.seconds);
  }

  Observation& observation_of(const Line& line) {
    Observation made = above_;
    if (const auto name = line.get("Observation id"); !name.empty()) made.name = name;
    if (const auto date = line.get("Observation date"); !date.empty()) made.date = date;
    if (const auto text = line.get("Description"); !text.empty()) made.description = text;
    const auto length = line.first_of({"Media duration (s)", "Total length"});
    if (!is_unknown(length)) made.seconds = number(length);
    made.line = line.line();
    const auto [place, is_new] = places_.try_emplace(made.name, observations_.size());
    if (is_new) observations_.push_back(std::move(made));
    return observations_[place->second];
  }

  void note_behavior(const Line& line, const Event& event) {
    Behavior& behavior = behaviors_[event.behavior];
    behavior.name = event.behavior;
    behavior.is_state |= event.kind != Event::Kind::kPoint;
    behavior.category = line.get("Behavioral category");
  }

  const csv::Row& header_;
  const Observation above_;
  const bool aggregated_;
  std::map<std::string, std::size_t> places_;
  std::vector<Observation> observations_;
  std::map<std::string, Behavior> behaviors_;
  std::vector<csv::ImportError> errors_;
};

// What the rows above the table say of the observation.
void read_above(const csv::Row& row, Observation& above) {
  if (row.cells.size() < 2) return;
  const std::string_view name = trimmed(row.cells[0]);
  const std::string text(trimmed(row.cells[1]));
  if (name == "Observation id") above.name = text;
  if (name == "Observation date") above.date = text;
  if (name == "Description") above.description = text;
}

}  // namespace

Read read_table(std::string_view text) {
  const auto table = csv::read_table(text);
  if (!table)
    return std::unexpected(std::vector{wrong(table.error().line, "", table.error().rule, table.error().message)});
  const auto is_header = [](const csv::Row& row) {
    return has_column(row, "Behavior") && (has_column(row, "Start (s)") || has_column(row, "Time"));
  };
  const auto header = std::ranges::find_if(table->rows, is_header);
  if (header == table->rows.end())
    return std::unexpected(std::vector{
        wrong(1, "", "format", "No row names the columns of BORIS's events: Behavior, and Start (s) or Time.")});
  Observation above;
  for (auto row = table->rows.begin(); row != header; ++row) read_above(*row, above);
  Reader reader(*header, std::move(above));
  for (auto row = std::next(header); row != table->rows.end(); ++row) {
    const bool is_empty =
        std::ranges::all_of(row->cells, [](const std::string& cell) { return trimmed(cell).empty(); });
    if (!is_empty) reader.read(*row);
  }
  return std::move(reader).finish();
}

}  // namespace doggy::boris
