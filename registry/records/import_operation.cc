#include "registry/records/import_operation.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "platform/async/breather.h"
#include "platform/try.h"
#include "registry/log/outbox.h"
#include "registry/records/admission.h"
#include "registry/records/consequences.h"

namespace doggy::records {
namespace {

constexpr std::size_t kComposedAtOnce = 8;  // Records, before it is looked whether others wait.

}  // namespace

ImportRecords::ImportRecords(const ImportRecords& whole, Target target, std::span<const ImportUnit> units)
    : GrantedOperation(whole.store_, target.dog_id, target.now), target_(std::move(target)), is_part_(true) {
  for (const ImportUnit& unit : units) {
    for (const std::size_t index : unit) {
      records_.push_back(whole.records_[index]);
      sealed_.push_back(whole.sealed_[index]);
    }
    ends_.push_back(records_.size());
  }
  for (const auto& [id, index] : whole.batch_)
    if (const auto referred = whole.known_.find(id); referred != whole.known_.end()) settled_.insert(*referred);
}

std::vector<ImportUnit> ImportRecords::units() const {
  std::vector<std::vector<std::size_t>> followed(records_.size());
  std::vector<ImportUnit> units;
  for (const auto& [id, index] : batch_) {
    for (const types::Reference& reference : records_[index].draft.type->references(records_[index].draft.fields))
      if (const auto fellow = batch_.find(reference.record_id); fellow != batch_.end())
        followed[index].push_back(fellow->second);
    // Both halves of a pair or neither: without the second, a blind first half would be open too early.
    if (const auto first = paired_with(index))
      if (const auto fellow = batch_.find(*first); fellow != batch_.end()) followed[fellow->second].push_back(index);
  }
  for (ImportUnit& unit : order_of_import(followed)) {
    std::erase_if(unit, [this](std::size_t index) { return there_[index]; });
    if (!unit.empty()) units.push_back(std::move(unit));
  }
  return units;
}

Task<Result<void>> ImportRecords::find_those_there() {
  there_.assign(records_.size(), false);
  batch_.clear();
  std::set<std::string> ids;
  for (std::size_t i = 0; i < records_.size(); ++i) {
    // The second of two with one id is as if the first were there already.
    if (!batch_.emplace(records_[i].id, i).second) there_[i] = true;
    ids.insert(records_[i].id);
    for (types::Reference& reference : records_[i].draft.type->references(records_[i].draft.fields))
      ids.insert(std::move(reference.record_id));
  }
  CO_TRY(known_, co_await load_referred(store_, dog_id_, grant(), {ids.begin(), ids.end()}));
  for (auto& [id, referred] : known_) {
    // A sealed one is its author's alone in the store, but what follows it has the audience that it will have.
    if (const auto settled = settled_.find(id); settled != settled_.end()) referred.audience = settled->second.audience;
    if (const auto index = batch_.find(id); index != batch_.end()) {
      there_[index->second] = true;
      batch_.erase(index);
    }
  }
  co_return Result<void>{};
}

// Whether a first half has another second one, in the store or among these.
Task<Result<void>> ImportRecords::check_pairs() {
  std::map<std::string, std::string> second_of;
  std::vector<std::pair<std::string, std::size_t>> halves;  // First halves, and who is their second.
  for (const auto& [id, index] : batch_)
    if (auto first = paired_with(index)) halves.emplace_back(std::move(*first), index);
  for (std::size_t from = 0; from < halves.size(); from += store::kMostKeys) {
    const std::size_t to = std::min(halves.size(), from + store::kMostKeys);
    std::vector<store::Key> keys;
    for (std::size_t i = from; i < to; ++i) keys.push_back(pair_key(dog_id_, halves[i].first));
    CO_TRY(const auto links, co_await store_.get_many(std::move(keys)));
    for (std::size_t i = from; i < to; ++i)
      if (links[i - from]) second_of.emplace(halves[i].first, links[i - from]->label);
  }
  for (const auto& [first, index] : halves)
    if (second_of.emplace(first, records_[index].id).first->second != records_[index].id)
      imported_.problems.push_back({index, paired_already()});
  co_return Result<void>{};
}

std::optional<std::string> ImportRecords::paired_with(std::size_t index) const {
  const auto& [id, draft, origin] = records_[index];
  if (draft.type->pairing == nullptr) return std::nullopt;
  auto first = draft.type->pairing(draft.fields).paired_with;
  return first == id ? std::nullopt : std::move(first);
}

std::size_t ImportRecords::writes_of(const ImportUnit& unit) const {
  const auto links = std::ranges::count_if(unit, [this](std::size_t index) { return paired_with(index).has_value(); });
  return 2 * unit.size() + static_cast<std::size_t>(links);
}

// In an order in which each that follows another comes after that one; a unit of several is a circle.
std::vector<ImportUnit> ImportRecords::followed_first() const {
  std::vector<std::vector<std::size_t>> followed(records_.size());
  for (const auto& [id, index] : batch_)
    if (const auto fellow = followed_by(index)) followed[index].push_back(*fellow);
  return order_of_import(followed);
}

std::optional<std::size_t> ImportRecords::followed_by(std::size_t index) const {
  const Draft& draft = records_[index].draft;
  if (!draft.type->follows_reference) return std::nullopt;
  const auto references = draft.type->references(draft.fields);
  const auto fellow = references.empty() ? batch_.end() : batch_.find(references.front().record_id);
  return fellow == batch_.end() ? std::nullopt : std::optional(fellow->second);
}

// Decides about one record, after the one that it follows.
void ImportRecords::admit(std::size_t index) {
  Draft& draft = records_[index].draft;
  const std::size_t problems = imported_.problems.size();
  const FindReferred find = [this](const std::string& id) -> const Referred* {
    const auto known = known_.find(id);
    return known == known_.end() ? nullptr : &known->second;
  };
  for (FieldError& error : missing_references(*draft.type, draft.fields, {}, find))
    imported_.problems.push_back({index, std::move(error)});
  auto settled = settle(grant(), draft, find);
  if (settled) draft = std::move(*settled);
  if (draft.type->from_upload)
    imported_.problems.push_back({index, {"type", "permission", "Such a record is made by uploading its file."}});
  else if (settled && !draft.place && imported_.problems.size() == problems)
    imported_.problems.push_back(
        {index, {"type", "permission", "Your place in the circle does not let you write such a record."}});
  Referred& own = known_[records_[index].id];
  own.section = draft.section;
  own.audience = draft.audience;
  own.also = draft.also;
}

Task<void> ImportRecords::admit_all() {
  // What the batch itself brings is the actor's own to read.
  for (const auto& [id, index] : batch_)
    known_[id] = {.type = std::string(records_[index].draft.type->name),
                  .section = records_[index].draft.section,
                  .audience = records_[index].draft.audience,
                  .author_id = grant().account_id};
  std::set<std::size_t> in_circle;
  Breather breather;
  const std::vector<ImportUnit> order = followed_first();
  for (const ImportUnit& unit : order)
    for (const std::size_t index : unit) {
      if (there_[index]) continue;
      co_await breather.pause_if_due();
      const auto fellow = followed_by(index);
      if (unit.size() > 1 || (fellow && (*fellow == index || in_circle.contains(*fellow)))) {
        in_circle.insert(index);
        imported_.problems.push_back({index, {"", "reference", "These records follow each other in a circle."}});
      } else {
        admit(index);
      }
    }
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
    sealed_[i] = seals(own->second, other == halves.end() ? kNoOtherHalf : other->second);
  }
}

Task<Result<void>> ImportRecords::resolve() {
  imported_ = {};
  if (!is_part_) seal();
  CO_CHECK_OK(co_await find_those_there());
  co_await admit_all();
  CO_CHECK_OK(co_await check_pairs());
  std::ranges::stable_sort(imported_.problems, {}, &Records::ImportProblem::index);
  imported_.duplicates = static_cast<std::size_t>(std::ranges::count(there_, true));
  co_return Result<void>{};
}

Task<Result<std::vector<log::Change>>> ImportRecords::change(std::uint64_t first_seq) {
  CO_CHECK_OK(co_await resolve());
  std::vector<log::Change> changes;
  if (!imported_.problems.empty()) co_return changes;
  units_done_ = 0;
  imported_.duplicates = 0;
  std::size_t bytes = 0;
  std::size_t writes = 2 + grant().sources.size();  // The dog's head, a job, and what is checked.
  std::size_t begin = 0;
  Breather breather;
  for (const std::size_t end : ends_) {
    std::vector<log::Change> more;
    for (std::size_t at = begin; at < end; at += kComposedAtOnce) {
      co_await breather.pause_if_due();
      CO_TRY(std::vector<log::Change> some,
             compose_records(at, std::min(end, at + kComposedAtOnce), first_seq + changes.size() + more.size()));
      std::ranges::move(some, std::back_inserter(more));
    }
    for (const log::Change& change : more) {
      bytes += log::bytes_of(change);
      writes += 1 + change.writes.size();
    }
    if (!changes.empty() && (bytes > store_.transaction_bytes() || writes > store_.transaction_limit())) break;
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
    TRY(auto change, compose(target, std::move(by), std::nullopt, opened, "record-created"));
    if (const auto first = paired_with(i)) change.writes.push_back(pair_link(dog_id_, *first, records_[i].id));
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace doggy::records
