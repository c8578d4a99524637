#include "registry/records/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"

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
  const bool dry_run = plan.report.dry_run;
  if (!plan.report.errors.empty() && !dry_run) co_return std::unexpected(wrong_rows(plan.report));
  std::vector<Records::NewRecord> rows;
  std::vector<std::uint64_t> lines;
  rows.reserve(plan.records.size());
  for (csv::PlannedRecord& one : plan.records) {
    rows.push_back({.id = std::move(one.id), .draft = std::move(one.draft), .origin = std::move(one.origin)});
    lines.push_back(one.line);
  }
  CO_TRY(auto imported, co_await records.import_all(std::move(dog_id), std::move(actor), std::move(rows), dry_run));
  for (Records::ImportProblem& problem : imported.problems)
    plan.report.errors.push_back({.line = lines[problem.index],
                                  .column = {},
                                  .field = std::move(problem.error.field),
                                  .rule = std::move(problem.error.rule),
                                  .message = std::move(problem.error.message)});
  plan.report.created = imported.created;
  plan.report.duplicates = imported.duplicates;
  if (!imported.problems.empty()) {
    std::ranges::sort(plan.report.errors, {},
                      [](const csv::ImportError& one) { return std::tie(one.line, one.field); });
    std::set<std::uint64_t> wrong;
    for (const csv::ImportError& one : plan.report.errors) wrong.insert(one.line);
    plan.report.valid = plan.report.rows - std::min<std::uint64_t>(plan.report.rows, wrong.size());
    if (!dry_run) co_return std::unexpected(wrong_rows(plan.report));
  }
  co_return std::move(plan.report);
}

}  // namespace doggy::records
