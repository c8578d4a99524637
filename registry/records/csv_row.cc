#include "registry/records/csv_row.h"

#include <array>
#include <utility>

#include "platform/id/uuid.h"

namespace doggy::csv {
namespace {

constexpr std::int64_t kMaxTrials = 500;

/// A column of a session's row, and the outcome it counts.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kCounts{
    {{"correct", "correct"}, {"incorrect", "incorrect"}, {"noResponse", "no-response"}, {"void", "void"}}};

/// "blocks[0].targetId" → "targetId", "tags[3]" → "tags": the name of the column that an error belongs to.
std::string_view column_name(std::string_view field) {
  constexpr std::string_view kBlock = "blocks[0].";
  if (field.starts_with(kBlock)) field.remove_prefix(kBlock.size());
  return field.substr(0, field.find_first_of(".["));
}

}  // namespace

RowReader::Outcome RowReader::read(const Row& row) const {
  Outcome outcome{.id = {}, .body = {{"type", type_.name}}, .errors = {}};
  for (std::size_t i = columns_.all().size(); i < row.cells.size(); ++i) {
    if (trimmed(row.cells[i]).empty()) continue;
    outcome.errors.push_back({row.line, "", {}, "columns", "The row has more cells than the header has columns."});
    break;
  }
  if (const std::string_view id = cell(row, "id"); !id.empty()) {
    const auto uuid = Uuid::parse(id);
    if (uuid)
      outcome.id = uuid->text();
    else
      outcome.errors.push_back({row.line, columns_.header_of("id"), "id", "format", "A record's id is a UUID."});
  }
  read_when(row, outcome);
  for (const Field& field : fields_) {
    if (field.is_import_own) continue;
    if (auto read = value(row, field.name, field.kind, outcome)) outcome.body[field.name] = *std::move(read);
  }
  if (type_.name == "session") read_block(row, outcome);
  return outcome;
}

void RowReader::read_when(const Row& row, Outcome& outcome) const {
  const std::string_view both = cell(row, "occurredAt");
  const std::string_view date = cell(row, "date");
  const std::string_view time = cell(row, "time");
  std::optional<std::string> when;
  const auto wrong = [&](std::string_view column, std::string_view message) {
    outcome.errors.push_back({row.line, columns_.header_of(column), "occurredAt", "format", std::string(message)});
  };
  if (!both.empty()) {
    when = read_date_time(both, format_);
    if (!when) return wrong("occurredAt", "Must be a date and time such as 2026-11-23 14:05 or 23.11.2026 14:05.");
  } else if (!date.empty()) {
    when = time.empty() ? read_date_time(date, format_) : read_date_and_time(date, time, format_);
    if (!when && !read_date_time(date, format_))
      return wrong("date", "Must be a date such as 2026-11-23 or 23.11.2026.");
    if (!when) return wrong("time", "Must be a time such as 14:05.");
  } else if (const auto* otherwise = defaults_.if_contains("occurredAt")) {
    outcome.body["occurredAt"] = *otherwise;
    return;
  } else {
    return;
  }
  outcome.body["occurredAt"] = *when;
}

void RowReader::read_block(const Row& row, Outcome& outcome) const {
  const auto target = value(row, "targetId", CellKind::kText, outcome);
  const auto prompt = value(row, "prompt", CellKind::kChoice, outcome);
  boost::json::array trials;
  for (const auto& [column, result] : kCounts) {
    const auto count = value(row, column, CellKind::kNumber, outcome);
    if (!count) continue;
    const auto* number = count->if_int64();
    if (number == nullptr || *number < 0 || *number > kMaxTrials) {
      outcome.errors.push_back(error_at(row, column, "maximum", "Must be a whole number from 0 to 500."));
      continue;
    }
    boost::json::object trial{{"outcome", result}};
    if (prompt) trial["prompt"] = *prompt;
    trials.insert(trials.end(), static_cast<std::size_t>(*number), trial);
  }
  if (!target && trials.empty()) return;
  boost::json::object block{{"step", value(row, "step", CellKind::kNumber, outcome).value_or(0)},
                            {"trials", std::move(trials)}};
  if (target) block["targetId"] = *target;
  outcome.body["blocks"] = boost::json::array{std::move(block)};
}

std::string_view RowReader::cell(const Row& row, std::string_view field) const {
  const auto column = columns_.of(field);
  if (!column || *column >= row.cells.size()) return {};
  return trimmed(row.cells[*column]);
}

std::optional<boost::json::value> RowReader::value(const Row& row, std::string_view field, CellKind kind,
                                                   Outcome& outcome) const {
  const std::string_view text = cell(row, field);
  if (text.empty()) {
    const auto* otherwise = defaults_.if_contains(field);
    return otherwise == nullptr ? std::nullopt : std::optional(*otherwise);
  }
  auto read = read_cell(text, kind, format_);
  if (read) return *std::move(read);
  outcome.errors.push_back(error_at(row, field, std::move(read.error().rule), std::move(read.error().message)));
  return {};
}

ImportError RowReader::error_at(const Row& row, std::string_view field, std::string rule, std::string message) const {
  const std::string_view name = column_name(field);
  std::string header = columns_.header_of(name);
  if (name == "occurredAt" && header.empty()) header = columns_.header_of("date");
  return {row.line, std::move(header), std::string(field), std::move(rule), std::move(message)};
}

}  // namespace doggy::csv
