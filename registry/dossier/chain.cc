#include "registry/dossier/chain.h"

#include <fmt/format.h>

#include <map>

#include "platform/id/secret.h"
#include "platform/json/codec.h"

namespace doggy::dossier {
namespace {

std::string text_at(const boost::json::value& entry, std::string_view name) {
  const auto* object = entry.if_object();
  const auto* value = object == nullptr ? nullptr : object->if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string("?");
}

}  // namespace

std::optional<std::string> broken_chain(std::span<const LogLine> log) {
  std::string previous;
  std::uint64_t seq = 0;
  for (const LogLine& line : log) {
    if (line.seq != ++seq) return fmt::format("Entry {} is missing.", seq);
    if (line.entry) {
      if (sha256_hex(*line.entry) != line.hash) return fmt::format("Entry {} was changed.", seq);
      const auto entry = codec::parse(*line.entry);
      if (!entry || text_at(*entry, "prev") != previous)
        return fmt::format("Entry {} does not follow the one before it.", seq);
    }
    previous = line.hash;
  }
  return std::nullopt;
}

std::optional<std::size_t> changed_record(const DossierDocument& dossier) {
  std::map<std::uint64_t, const LogLine*> lines;
  for (const LogLine& line : dossier.log)
    if (line.entry) lines[line.seq] = &line;
  for (std::size_t i = 0; i < dossier.records.size(); ++i) {
    const auto* seq = dossier.records[i].if_contains("seq");
    boost::json::error_code error;
    const auto number = seq == nullptr ? 0 : seq->to_number<std::uint64_t>(error);
    const auto line = lines.find(number);
    if (line == lines.end()) continue;
    const auto entry = codec::parse(*line->second->entry);
    const auto* record = entry ? entry->as_object().if_contains("record") : nullptr;
    if (record == nullptr || *record != dossier.records[i]) return i + 1;
  }
  return std::nullopt;
}

}  // namespace doggy::dossier
