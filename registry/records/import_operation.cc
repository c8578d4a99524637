#include "registry/records/import_operation.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "platform/async/breather.h"
#include "registry/log/outbox.h"
#include "registry/records/consequences.h"

namespace doggy::records {
namespace {

constexpr std::size_t kComposedAtOnce = 100;  // Records, before it is looked whether others wait.

}  // namespace

ImportRecords::ImportRecords(const ImportRecords& whole, Target target, std::span<const ImportUnit> units)
    : store_(whole.store_), target_(std::move(target)), is_part_(true) {
  for (const ImportUnit& unit : units) {
    for (const std::size_t index : unit) {
      records_.push_back(whole.records_[index]);
      sealed_.push_back(whole.sealed_[index]);
    }
    ends_.push_back(records_.size());
  }
}

std::vector<ImportUnit> ImportRecords::units() const {
  std::vector<std::vector<std::size_t>> followed(records_.size());
  std::vector<ImportUnit> units;
  for (const auto& [id, index] : batch_)
    for (const types::Reference& reference : records_[index].draft.type->references(records_[index].draft.fields))
      if (const auto fellow = batch_.find(reference.record_id); fellow != batch_.end())
        followed[index].push_back(fellow->second);
  for (ImportUnit& unit : order_of_import(followed)) {
    std::erase_if(unit, [this](std::size_t index) { return there_[index]; });
    if (!unit.empty()) units.push_back(std::move(unit));
  }
  return units;
}

Task<Result<void>> ImportRecords::load(std::vector<std::string> ids) {
  for (std::size_t from = 0; from < ids.size(); from += store::kMostKeys) {
    if (from > 0) co_await breathe();
    const std::size_t to = std::min(ids.size(), from + store::kMostKeys);
    std::vector<store::Key> keys;
    for (std::size_t i = from; i < to; ++i)
      keys.push_back({.pk = log::partition_of(target_.dog_id), .sk = record_sort_key(ids[i])});
    auto items = co_await store_.get_many(std::move(keys));
    if (!items) co_return std::unexpected(items.error());
    for (std::size_t i = from; i < to; ++i) {
      const auto& item = (*items)[i - from];
      if (!item) continue;
      const auto index = batch_.find(ids[i]);
      if (index != batch_.end()) {
        there_[index->second] = true;
        batch_.erase(index);
      }
      const auto label = parse_label(item->label);
      if (label && !label->deleted && circle::may_read(target_.actor.grant, label->facts()))
        known_[ids[i]] = {.type = std::string(label->type),
                          .section = label->section,
                          .audience = label->audience,
                          .author_id = std::string(label->author_id),
                          .also = label->also};
    }
  }
  co_return Result<void>{};
}

Task<Result<void>> ImportRecords::find_those_there() {
  there_.assign(records_.size(), false);
  batch_.clear();
  known_.clear();
  std::set<std::string> ids;
  for (std::size_t i = 0; i < records_.size(); ++i) {
    // The second of two with one id is as if the first were there already.
    if (!batch_.emplace(records_[i].id, i).second) there_[i] = true;
    ids.insert(records_[i].id);
    for (types::Reference& reference : records_[i].draft.type->references(records_[i].draft.fields))
      ids.insert(std::move(reference.record_id));
  }
  co_return co_await load({ids.begin(), ids.end()});
}

// Puts a draft that follows another into the section that the chain of records it follows ends in, for at most the
// audience of each of them, and finds the place that it is written in.
void ImportRecords::settle(std::size_t index) {
  Draft& draft = records_[index].draft;
  draft.place.reset();
  const auto keep_to = [&](const circle::Audience& bounds) {
    std::erase_if(draft.audience, [&](circle::Role role) { return std::ranges::find(bounds, role) == bounds.end(); });
  };
  const circle::Grant& grant = target_.actor.grant;
  const auto settle_in = [&](const circle::Place* place) {
    if (place != nullptr) draft.place = *place;
  };
  const Draft* at = &draft;
  for (std::size_t steps = 0; at->type->follows_reference && steps <= records_.size(); ++steps) {
    const auto references = at->type->references(at->fields);
    if (references.empty()) return;
    const std::string& id = references.front().record_id;
    if (const auto known = known_.find(id); known != known_.end()) {
      draft.section = known->second.section;
      draft.also = known->second.also;
      settle_in(circle::place_to_follow(grant, known->second.facts(), draft.type->readers_may_answer));
      return keep_to(known->second.audience);
    }
    const auto next = batch_.find(id);
    if (next == batch_.end()) return;  // check_references says so.
    at = &records_[next->second].draft;
    keep_to(at->audience);
    draft.section = at->section;
  }
  if (!draft.type->follows_reference) {
    settle_in(circle::place_to_create(grant, draft.section));
  } else if (!at->type->follows_reference) {
    // What the batch itself brings is the actor's own to read.
    const circle::RecordFacts own{.section = at->section, .author_id = grant.account_id, .audience = at->audience};
    settle_in(circle::place_to_follow(grant, own, draft.type->readers_may_answer));
  }
  if (at->type->follows_reference)
    imported_.problems.push_back({index, {"", "reference", "These records follow each other in a circle."}});
}

void ImportRecords::check_references(std::size_t index) {
  const Draft& draft = records_[index].draft;
  for (const types::Reference& reference : draft.type->references(draft.fields)) {
    const auto right = [&](std::string_view type) {
      return reference.type == types::kAnyType || reference.type == type;
    };
    const auto known = known_.find(reference.record_id);
    if (known != known_.end() && right(known->second.type)) continue;
    const auto fellow = batch_.find(reference.record_id);
    if (fellow != batch_.end() && right(records_[fellow->second].draft.type->name)) continue;
    imported_.problems.push_back(
        {index, {reference.field, "reference", fmt::format("This dog has no such {}.", reference.type)}});
  }
}

void ImportRecords::check_permission(std::size_t index) {
  const Draft& draft = records_[index].draft;
  if (draft.type->from_upload)
    return imported_.problems.push_back(
        {index, {"type", "permission", "Such a record is made by uploading its file."}});
  // What follows something that is not there has been complained of.
  const bool is_reported = !imported_.problems.empty() && imported_.problems.back().index == index;
  if (draft.place || is_reported) return;
  imported_.problems.push_back(
      {index, {"type", "permission", "Your place in the circle does not let you write such a record."}});
}

// A blind half without the other, both complete, in the same import stays its author's alone.
void ImportRecords::seal() {
  sealed_.assign(records_.size(), false);
  std::map<std::string, types::Pairing, std::less<>> halves;
  std::map<std::string, std::string, std::less<>> second_of;  // By the first half's id.
  for (const Records::NewRecord& record : records_) {
    if (record.draft.type->pairing == nullptr) continue;
    types::Pairing half = record.draft.type->pairing(record.draft.fields);
    if (half.paired_with == record.id) half.paired_with.reset();
    if (half.paired_with) second_of.emplace(*half.paired_with, record.id);
    halves.emplace(record.id, std::move(half));
  }
  for (std::size_t i = 0; i < records_.size(); ++i) {
    const auto own = halves.find(records_[i].id);
    if (own == halves.end()) continue;
    auto other = halves.find(own->second.paired_with.value_or(""));
    if (const auto second = second_of.find(own->first); other == halves.end() && second != second_of.end())
      other = halves.find(second->second);
    sealed_[i] = other == halves.end()
                     ? own->second.blind
                     : (own->second.blind || other->second.blind) && !(own->second.complete && other->second.complete);
  }
}

Task<Result<void>> ImportRecords::resolve() {
  imported_ = {};
  if (!is_part_) seal();
  auto found = co_await find_those_there();
  if (!found) co_return std::unexpected(found.error());
  Breather breather;
  for (std::size_t i = 0; i < records_.size(); ++i) {
    if (there_[i]) continue;
    co_await breather.pause_if_due();
    settle(i);
    check_references(i);
    check_permission(i);
  }
  imported_.duplicates = static_cast<std::size_t>(std::ranges::count(there_, true));
  co_return Result<void>{};
}

Task<Result<std::vector<log::Change>>> ImportRecords::decide(std::uint64_t first_seq) {
  auto resolved = co_await resolve();
  if (!resolved) co_return std::unexpected(resolved.error());
  std::vector<log::Change> changes;
  if (!imported_.problems.empty()) co_return changes;
  units_done_ = 0;
  imported_.duplicates = 0;
  std::size_t bytes = 0;
  std::size_t begin = 0;
  Breather breather;
  for (const std::size_t end : ends_) {
    std::vector<log::Change> more;
    for (std::size_t at = begin; at < end; at += kComposedAtOnce) {
      co_await breather.pause_if_due();
      auto some = compose_records(at, std::min(end, at + kComposedAtOnce), first_seq + changes.size() + more.size());
      if (!some) co_return std::unexpected(some.error());
      std::ranges::move(*some, std::back_inserter(more));
    }
    for (const log::Change& change : more) bytes += log::bytes_of(change);
    if (!changes.empty() && bytes > store_.transaction_bytes()) break;
    imported_.created += more.size();
    imported_.duplicates += end - begin - more.size();
    std::ranges::move(more, std::back_inserter(changes));
    ++units_done_;
    begin = end;
  }
  // One job for all of them.
  if (std::ranges::any_of(changes, [](const log::Change& change) { return may_concern_somebody(change, true); }))
    changes.back().writes.push_back(log::enqueue(
        {.dog_id = target_.dog_id, .from = first_seq, .to = first_seq + changes.size() - 1, .imported = true},
        target_.now));
  co_return changes;
}

Result<std::vector<log::Change>> ImportRecords::compose_records(std::size_t begin, std::size_t end,
                                                                std::uint64_t seq) const {
  std::vector<log::Change> changes;
  for (std::size_t i = begin; i < end; ++i) {
    if (there_[i]) continue;
    Target target = target_;
    target.record_id = records_[i].id;
    Opened opened = new_record(target, records_[i].draft);
    if (records_[i].origin) {
      opened.common.author = records_[i].origin->author;
      opened.common.recorded_at = records_[i].origin->recorded_at;
    }
    opened.common.version = 1;
    opened.common.seq = seq + changes.size();
    opened.sealed = sealed_[i];
    const Draft& draft = records_[i].draft;
    circle::Author by = author_of(target.actor, draft.place ? &*draft.place : nullptr);
    auto change = compose(target, std::move(by), std::nullopt, opened, "record-created");
    if (!change) return std::unexpected(std::move(change.error()));
    changes.push_back(std::move(*change));
  }
  return changes;
}

}  // namespace doggy::records
