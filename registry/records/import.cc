#include "registry/records/import.h"

#include <fmt/format.h>

#include <utility>

#include "platform/json/codec.h"

namespace doggy::records {
namespace {

Error wrong_rows(const csv::ImportReport& report) {
  Error error{.code = Code::kInvalid,
              .detail = fmt::format("Nothing was imported: {} wrong.",
                                    report.errors.size() == 1 ? "a cell is" : "some cells are")};
  for (const csv::ImportError& one : report.errors) {
    std::string field = fmt::format("line {}", one.line);
    if (!one.column.empty()) field += ", column " + one.column;
    error.fields.push_back({.field = std::move(field), .rule = one.rule, .message = one.message});
  }
  error.report = codec::encode_text(report);
  return error;
}

}  // namespace

Task<Result<csv::ImportReport>> apply_import(Records& records, std::string dog_id, circle::Actor actor,
                                             csv::ImportPlan plan) {
  if (!plan.report.errors.empty()) co_return std::unexpected(wrong_rows(plan.report));
  std::vector<Records::NewRecord> rows;
  rows.reserve(plan.records.size());
  for (csv::PlannedRecord& one : plan.records) rows.push_back({.id = std::move(one.id), .draft = std::move(one.draft)});
  auto imported = co_await records.import_all(std::move(dog_id), std::move(actor), std::move(rows));
  if (!imported) co_return std::unexpected(imported.error());
  plan.report.created = imported->created;
  plan.report.duplicates = imported->duplicates;
  co_return std::move(plan.report);
}

}  // namespace doggy::records
