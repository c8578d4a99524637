#include "registry/records/csv_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "platform/id/uuid.h"
#include "platform/json/codec.h"
#include "registry/records/csv_columns.h"
#include "registry/records/csv_row.h"
#include "registry/types/catalog.h"

namespace doggy::csv {
namespace {

constexpr std::size_t kSampleSize = 5;
constexpr std::size_t kMaxErrors = kMaxRows;

bool is_empty(const Row& row) {
  return std::ranges::all_of(row.cells, [](const std::string& cell) { return trimmed(cell).empty(); });
}

/// Defaults as JSON; those given as text are read as a cell would be. Adds what is wrong to `errors`.
boost::json::object read_defaults(const boost::json::object& given, const std::vector<Field>& fields,
                                  const DateFormat& format, codec::Errors& errors) {
  boost::json::object defaults;
  for (const auto& pair : given) {
    const std::string_view name = pair.key();
    const auto field = std::ranges::find(fields, name, &Field::name);
    if (field == fields.end() || name == "date" || name == "time") {
      errors.push_back({fmt::format("defaults.{}", name), "unknown", "There is no such field."});
      continue;
    }
    const auto* text = pair.value().if_string();
    if (text == nullptr) {
      defaults[name] = pair.value();
      continue;
    }
    auto value = read_cell(std::string_view(text->data(), text->size()), field->kind, format);
    if (value) {
      defaults[name] = *std::move(value);
    } else {
      errors.push_back({fmt::format("defaults.{}", name), value.error().rule, value.error().message});
    }
  }
  return defaults;
}

/// Reads a table that is well-formed and has a header.
class Planner {
 public:
  Planner(const types::RecordType& type, const std::vector<Field>& fields, const Columns& columns,
          const boost::json::object& defaults, const std::string& dog_id, const Timestamp& now, ImportPlan& plan)
      : type_(type), fields_(fields), columns_(columns), defaults_(defaults), dog_id_(dog_id), now_(now), plan_(plan) {}

  void run(const Table& table, DateFormat format, bool order_given) {
    const Row& header = table.rows.front();
    std::vector<const Row*> rows;
    for (std::size_t i = 1; i < table.rows.size(); ++i) {
      if (!is_empty(table.rows[i])) rows.push_back(&table.rows[i]);
    }
    plan_.report.rows = rows.size();
    if (rows.empty()) add_error({header.line, "", {}, "minItems", "The file has no rows below its header."});
    if (rows.size() > kMaxRows) {
      return add_error({rows[kMaxRows]->line, "", {}, "maxItems", fmt::format("A file may have {} rows.", kMaxRows)});
    }
    find_missing(header);
    if (!order_given) format.order = find_order(rows);
    const RowReader reader(type_, fields_, columns_, defaults_, format);
    for (const Row* row : rows) read_row(reader, *row);
  }

 private:
  [[nodiscard]] bool is_given(std::string_view field) const {
    return columns_.of(field).has_value() || defaults_.contains(field);
  }

  /// A required field that no column gives is said once, and not for each row.
  void find_missing(const Row& header) {
    const auto missing = [&](std::string field) {
      add_error({header.line, "", field, "required", fmt::format("No column gives the required field {}.", field)});
      missing_.push_back(std::move(field));
    };
    if (!is_given("occurredAt") && !is_given("date")) missing("occurredAt");
    for (const Field& field : fields_) {
      if (field.required && !is_given(field.name)) missing(field.name);
    }
  }

  std::optional<DateOrder> find_order(const std::vector<const Row*>& rows) {
    std::vector<std::string_view> cells;
    for (std::size_t i = 0; i < columns_.all().size(); ++i) {
      const auto field = columns_.all()[i].field;
      if (!field || fields_[*field].kind != CellKind::kDateTime) continue;
      for (const Row* row : rows) {
        if (i < row->cells.size()) cells.push_back(trimmed(row->cells[i]));
      }
    }
    const OrderEvidence evidence = order_evidence(cells);
    if (evidence.needed && !evidence.decided) {
      const std::string column = columns_.header_of(columns_.of("occurredAt") ? "occurredAt" : "date");
      add_error({rows.front()->line, column, "dateOrder", "required",
                 "The dates do not show whether day or month comes first; say it by dateOrder."});
    }
    return evidence.decided;
  }

  void read_row(const RowReader& reader, const Row& row) {
    auto [id, body, errors] = reader.read(row);
    auto draft = records::read_draft(body, dog_id_, "", now_);
    if (!draft) {
      for (FieldError& error : draft.error().fields) {
        const bool told = std::ranges::find(missing_, error.field) != missing_.end() ||
                          std::ranges::find(errors, error.field, &ImportError::field) != errors.end();
        if (!told) errors.push_back(reader.error_at(row, error.field, std::move(error.rule), std::move(error.message)));
      }
    }
    for (ImportError& error : errors) add_error(std::move(error));
    if (!draft || !errors.empty()) return;
    add_record(row, std::move(id), body, std::move(*draft));
  }

  void add_record(const Row& row, std::string id, boost::json::object& body, records::Draft draft) {
    const std::string content = id.empty() ? codec::to_text(body) : id;
    Seen& seen = seen_.try_emplace(content, Seen{.first_line = row.line}).first->second;
    if (seen.count > 0) plan_.report.repeated.push_back({row.line, seen.first_line});
    if (id.empty()) id = Uuid::from_name(fmt::format("import\n{}\n{}\n{}", dog_id_, content, seen.count)).text();
    ++seen.count;
    ++plan_.report.valid;
    if (plan_.report.sample.size() < kSampleSize) plan_.report.sample.push_back(std::move(body));
    plan_.records.push_back({std::move(id), row.line, std::move(draft)});
  }

  void add_error(ImportError error) {
    if (plan_.report.errors.size() < kMaxErrors) plan_.report.errors.push_back(std::move(error));
  }

  struct Seen {
    std::uint64_t first_line = 0;
    std::uint64_t count = 0;
  };

  const types::RecordType& type_;
  const std::vector<Field>& fields_;
  const Columns& columns_;
  const boost::json::object& defaults_;
  const std::string& dog_id_;
  const Timestamp& now_;
  ImportPlan& plan_;
  std::vector<std::string> missing_;
  std::map<std::string, Seen> seen_;
};

}  // namespace

Result<ImportPlan> plan_import(const ImportRequest& request, const std::string& dog_id, const Timestamp& now) {
  const types::RecordType* type = types::find_type(request.type);
  if (type == nullptr) return fail_field("type", "enum", "There is no such record type.");
  const std::vector<Field> fields = importable_fields(*type);
  const auto offset = read_offset(request.time_zone);
  if (!offset) return fail_field("timeZone", "format", "Must be a UTC offset such as +01:00.");
  if (request.csv.size() > kMaxBytes) return fail_field("csv", "maxLength", "The file is larger than 16 MiB.");

  ImportPlan plan;
  plan.report.dry_run = request.dry_run;
  const auto table = read_table(request.csv);
  if (!table) {
    plan.report.errors.push_back({table.error().line, "", {}, table.error().rule, table.error().message});
    return plan;
  }
  if (table->rows.empty()) {
    plan.report.errors.push_back({1, "", {}, "required", "The file has no header row."});
    return plan;
  }

  const DateFormat format{.order = request.date_order, .offset_minutes = *offset};
  codec::Errors errors;
  const Columns columns(table->rows.front(), fields, request.mapping.value_or(boost::json::object()), errors);
  const auto defaults = read_defaults(request.defaults.value_or(boost::json::object()), fields, format, errors);
  if (!errors.empty()) return std::unexpected(codec::invalid(std::move(errors)));
  for (const Column& column : columns.all()) plan.report.columns.push_back(column.header);
  plan.report.mapping = columns.mapping();
  Planner(*type, fields, columns, defaults, dog_id, now, plan).run(*table, format, request.date_order.has_value());
  return plan;
}

}  // namespace doggy::csv
