#include "registry/dossier/dossier.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "platform/json/codec.h"
#include "registry/dossier/chain.h"
#include "registry/types/catalog.h"

namespace doggy::dossier {
namespace {

constexpr std::size_t kSampleSize = 5;

// A record as a client would send it.
boost::json::object as_sent(boost::json::object record) {
  for (const auto& field : codec::Schema<records::Common>::kFields)
    if (field.access == codec::Access::kReadOnly) record.erase(codec::json_name(field.member));
  return record;
}

// Which records an import leaves out: attachments, whose files it does not have, and what was said about them.
std::set<std::string> left_out_of(const std::vector<boost::json::object>& records) {
  std::set<std::string> ids;
  const auto text = [](const boost::json::object& record, std::string_view field) {
    const auto* value = record.if_contains(field);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
  };
  // Newest first: a comment may come before what it is about.
  for (std::size_t before = 1; before != ids.size();) {
    before = ids.size();
    for (const boost::json::object& record : records)
      if (text(record, "type") == "attachment" || ids.contains(text(record, "about"))) ids.insert(text(record, "id"));
  }
  return ids;
}

// Whose record it was and since when; nothing when it does not say.
std::optional<records::Origin> origin_of(const boost::json::object& record, const std::string& exporter,
                                         const circle::Author& as) {
  const auto* author = record.if_contains("author");
  const auto* at = record.if_contains("recordedAt");
  if (author == nullptr || at == nullptr || !at->is_string()) return std::nullopt;
  auto read = codec::decode<circle::Author>(*author, codec::Source::kStored);
  auto recorded_at = Timestamp::parse(std::string(at->get_string()));
  if (!read || !recorded_at) return std::nullopt;
  if (read->id == exporter) read->id = as.id;
  return records::Origin{.author = std::move(*read), .recorded_at = std::move(*recorded_at)};
}

}  // namespace

Result<csv::ImportPlan> plan_import(const DossierImportRequest& request, const std::string& dog_id,
                                    const Timestamp& now, const std::optional<circle::Author>& as) {
  const DossierDocument& dossier = request.dossier;
  if (dossier.format != kFormat) return fail_field("dossier.format", "enum", fmt::format("Must be {}.", kFormat));
  if (const auto broken = broken_chain(dossier.log)) return fail_field("dossier.log", "chain", *broken);
  if (const auto changed = changed_record(dossier))
    return fail_field(fmt::format("dossier.records[{}]", *changed - 1), "chain", "It is not as the log has it.");
  const auto exporter = codec::decode<circle::Author>(dossier.exported_by, codec::Source::kStored);
  csv::ImportPlan plan;
  plan.report.dry_run = request.dry_run;
  const std::set<std::string> left_out = left_out_of(dossier.records);
  for (std::size_t i = 0; i < dossier.records.size(); ++i) {
    const std::uint64_t line = i + 1;
    const auto* id = dossier.records[i].if_contains("id");
    const auto uuid = id != nullptr && id->is_string() ? Uuid::parse(std::string(id->get_string())) : std::nullopt;
    if (!uuid) {
      plan.report.errors.push_back({line, "", "id", "format", "A record's id is a UUID."});
      ++plan.report.rows;
      continue;
    }
    if (left_out.contains(uuid->text())) continue;
    ++plan.report.rows;
    boost::json::object body = as_sent(dossier.records[i]);
    auto draft = records::read_draft(body, dog_id, uuid->text(), now);
    if (!draft) {
      for (FieldError& error : draft.error().fields)
        plan.report.errors.push_back(
            {line, "", std::move(error.field), std::move(error.rule), std::move(error.message)});
      continue;
    }
    if (plan.report.sample.size() < kSampleSize) plan.report.sample.push_back(std::move(body));
    plan.records.push_back({uuid->text(), line, std::move(*draft), {}});
    if (as) plan.records.back().origin = origin_of(dossier.records[i], exporter ? exporter->id : std::string(), *as);
    ++plan.report.valid;
  }
  return plan;
}

}  // namespace doggy::dossier
