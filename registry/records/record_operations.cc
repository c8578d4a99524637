#include "registry/records/record_operations.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/outbox.h"
#include "registry/records/admission.h"
#include "registry/records/consequences.h"
#include "registry/records/correct_upload.h"
#include "registry/records/readable.h"
#include "registry/types/catalog.h"

namespace doggy::records {
namespace {

// A record and its log entry must each fit the store's item (380,000 bytes).
constexpr std::size_t kMostBytes = 350'000;

const std::string kMadeByUpload = "Such a record is made by uploading its file.";

store::Key record_key(const Target& target) {
  return {.pk = log::partition_of(target.dog_id), .sk = record_sort_key(target.record_id)};
}

// Whether the stored record says just what the draft says.
bool same_content(const Opened& stored, const Draft& draft) {
  return !stored.common.deleted && stored.common.type == draft.type->name &&
         stored.common.occurred_at.text() == draft.occurred_at.text() && stored.common.audience == draft.audience &&
         stored.fields == draft.fields;
}

// Without the roles that `bounds` does not have.
circle::Audience within(circle::Audience audience, const circle::Audience& bounds) {
  std::erase_if(audience, [&](circle::Role role) { return std::ranges::find(bounds, role) == bounds.end(); });
  return audience;
}

// A record that follows another keeps to that one, and is never for more roles than it was at first.
Result<Draft> keep_following(const Opened& old, Draft draft) {
  if (!draft.type->follows_reference || old.common.type != draft.type->name) return draft;
  const auto before = draft.type->references(old.fields);
  const auto after = draft.type->references(draft.fields);
  if (draft.type->from_upload)
    for (const std::string& field : draft.type->server_fields)
      if (const auto* said = old.fields.if_contains(field)) draft.fields[field] = *said;
  if (!std::ranges::equal(before, after, {}, &types::Reference::record_id, &types::Reference::record_id))
    return fail_field((after.empty() ? before : after).front().field, "immutable",
                      "It stays with the record that it was written about.");
  draft.audience = within(std::move(draft.audience), *old.common.audience);
  return draft;
}

// The ids that `fields` refer to and `before` did not.
std::vector<std::string> new_ids(const types::RecordType& type, const boost::json::object& fields,
                                 const boost::json::object& before) {
  const std::vector<types::Reference> known = type.references(before);
  std::vector<std::string> ids;
  for (types::Reference& reference : type.references(fields))
    if (std::ranges::find(known, reference.record_id, &types::Reference::record_id) == known.end())
      ids.push_back(std::move(reference.record_id));
  return ids;
}

FindReferred finder_of(const AllReferred& referred) {
  return [&referred](const std::string& id) {
    const auto found = referred.find(id);
    return found == referred.end() ? nullptr : &found->second;
  };
}

// By an item of its own a record's attachments are found without looking through all of the dog's.
void add_to_followed(const Target& target, const Opened& opened, log::Change& change) {
  const types::RecordType* type = types::find_type(opened.common.type);
  if (type == nullptr || !type->from_upload) return;
  for (const types::Reference& reference : type->references(opened.fields))
    change.writes.emplace_back(store::Put{{.key = {.pk = log::partition_of(target.dog_id),
                                                   .sk = attachment_sort_key(reference.record_id, target.record_id)},
                                           .version = 1,
                                           .label = target.record_id},
                                          store::Any{}});
}

// Whether only its author may see it for now, although it is for more.
bool is_sealed(const Current& current, const Opened& opened) {
  return current.label().audience.empty() && !opened.common.audience.value_or(circle::Audience{}).empty();
}

Error forbidden(std::string detail, std::vector<FieldError> fields = {}) {
  return {.code = Code::kForbidden, .detail = std::move(detail), .fields = std::move(fields)};
}

}  // namespace

auto RecordOperation::load() -> Task<Result<std::optional<Current>>> {
  CO_TRY(auto item, co_await store_.get(record_key(target_)));
  if (!item) co_return std::optional<Current>{};
  Current current{.body = std::move(item->body), .label_bytes = std::move(item->label), .version = item->version};
  if (!circle::may_read(target_.actor.grant, current.label().facts())) co_return no_such_record();
  co_return current;
}

Opened new_record(const Target& target, const Draft& draft) {
  return {.common = {.id = *Uuid::parse(target.record_id),
                     .dog_id = *Uuid::parse(target.dog_id),
                     .type = std::string(draft.type->name),
                     .occurred_at = draft.occurred_at,
                     .recorded_at = target.now,
                     .author = author_of(target.actor, draft.place ? &*draft.place : nullptr),
                     .audience = draft.audience},
          .fields = draft.fields,
          .section = draft.section,
          .also = draft.also};
}

Result<log::Change> compose(const Target& target, circle::Author by, const std::optional<Current>& current,
                            const Opened& opened, std::string action) {
  const Common& common = opened.common;
  std::string body = record_text(common, opened.fields);
  if (body.size() > kMostBytes)
    return fail(Code::kTooLarge, fmt::format("A record holds at most {} bytes of JSON.", kMostBytes));
  const Label label{.section = current ? current->label().section : opened.section,
                    .audience = opened.sealed ? circle::Audience{} : *common.audience,
                    .deleted = common.deleted,
                    .seq = common.seq,
                    .previous = current ? current->label().seq : 0,
                    .author_id = common.author.id,
                    .type = common.type,
                    .record_id = target.record_id,
                    .also = current ? current->label().also : opened.also};
  store::Item item{.key = record_key(target), .version = common.version, .body = body, .label = label_text(label)};
  // A tombstone is in no list.
  if (!common.deleted) {
    item.time = time_key(common.occurred_at, target.record_id);
    item.kind = fmt::format("{}#{}", common.type, item.time);
  }
  log::Change change{.action = std::move(action),
                     .by = std::move(by),
                     .at = target.now,
                     .label = item.label,
                     .detail_name = "record",
                     .detail = std::move(body),
                     .writes = {}};
  const store::Condition condition = current ? store::Condition(store::VersionIs{current->version}) : store::Absent{};
  change.writes.emplace_back(store::Put{std::move(item), condition});
  if (!current) add_to_followed(target, opened, change);
  return change;
}

auto RecordOperation::write(const std::optional<Current>& current, Opened opened, std::string action, std::uint64_t seq)
    -> Changes {
  opened.common.version = current ? current->version + 1 : 1;
  opened.common.seq = seq;
  // Who makes a record is its author, in the same place.
  circle::Author by = current ? author_of(target_.actor, editing_place(*current)) : opened.common.author;
  TRY(auto change, compose(target_, std::move(by), current, opened, std::move(action)));
  written_ = {.kind = current ? Written::Kind::kChanged : Written::Kind::kCreated,
              .body = change.detail,
              .version = opened.common.version};
  if (may_concern_somebody(change, false))
    change.writes.push_back(log::enqueue({.dog_id = target_.dog_id, .from = seq, .to = seq}, target_.now));
  std::vector<log::Change> changes;
  changes.push_back(std::move(change));
  return changes;
}

auto RecordOperation::replace_content(Current current, Opened old, Draft draft, std::uint64_t seq) -> Task<Changes> {
  Common& common = old.common;
  if (common.audience != draft.audience && common.author.id != target_.actor.grant.account_id)
    co_return std::unexpected(forbidden("Only its author decides whom a record is for.",
                                        {{"audience", "permission", "Only the author changes the audience."}}));
  CO_CHECK_OK(co_await check_references(draft.fields, old.fields, *draft.type));
  common.occurred_at = std::move(draft.occurred_at);
  common.audience = std::move(draft.audience);
  common.deleted = false;
  old.fields = std::move(draft.fields);
  std::string action = current.label().deleted ? "record-restored" : "record-changed";
  co_return co_await write_half(std::move(current), std::move(old), std::move(action), seq);
}

auto RecordOperation::unchanged(const Current& current) -> Changes {
  written_ = {.kind = Written::Kind::kUnchanged, .body = current.body, .version = current.version};
  return std::vector<log::Change>{};
}

Error RecordOperation::stale(const Current& current) const {
  Error error{.code = Code::kPreconditionFailed, .detail = "The record was changed in the meantime."};
  error.current = current.body;
  return error;
}

const circle::Place* RecordOperation::editing_place(const Current& current) const {
  const Label label = current.label();
  const types::RecordType* type = types::find_type(label.type);
  return type == nullptr ? nullptr : circle::place_to_edit(target_.actor.grant, label.facts(), type->editing);
}

std::optional<Error> RecordOperation::may_edit(const Current& current) const {
  if (editing_place(current) != nullptr) return std::nullopt;
  return forbidden("You may read this record, but only its author changes it.");
}

Task<Result<void>> RecordOperation::check_references(boost::json::object fields, boost::json::object before,
                                                     const types::RecordType& type) {
  CO_TRY(const AllReferred referred, co_await load_referred(store_, dog_id_, grant(), new_ids(type, fields, before)));
  codec::Errors errors = missing_references(type, fields, before, finder_of(referred));
  if (!errors.empty()) co_return std::unexpected(codec::invalid(std::move(errors)));
  co_return Result<void>{};
}

Task<Result<std::optional<Current>>> RecordOperation::other_half(types::Pairing pairing) {
  std::string other = pairing.paired_with.value_or("");
  if (other.empty()) {
    CO_TRY(auto link, co_await store_.get(pair_key(dog_id_, target_.record_id)));
    if (!link) co_return std::optional<Current>{};
    other = link->label;
  }
  CO_TRY(auto item, co_await store_.get({.pk = log::partition_of(target_.dog_id), .sk = record_sort_key(other)}));
  if (!item) co_return std::optional<Current>{};
  Current half{.body = std::move(item->body), .label_bytes = std::move(item->label), .version = item->version};
  if (half.label().deleted) co_return std::optional<Current>{};
  co_return half;
}

auto RecordOperation::write_half(std::optional<Current> current, Opened opened, std::string action, std::uint64_t seq)
    -> Task<Changes> {
  const types::RecordType* type = types::find_type(opened.common.type);
  if (type == nullptr || type->pairing == nullptr) co_return write(current, std::move(opened), std::move(action), seq);
  const types::Pairing own = type->pairing(opened.fields);
  CO_TRY(auto loaded, co_await other_half(own));
  std::optional<Opened> other;
  if (loaded) {
    CO_TRY(auto read, open_record(loaded->body));
    other = std::move(read);
  }
  const types::Pairing its = other ? type->pairing(other->fields) : kNoOtherHalf;
  const bool is_open = current && !is_sealed(*current, opened);  // What was shown once is not hidden again.
  opened.sealed = !is_open && seals(own, its);

  std::vector<store::Write> link;
  if (own.paired_with) {
    CO_TRY(auto taken, co_await store_.get(pair_key(dog_id_, *own.paired_with)));
    if (taken && taken->label != target_.record_id) co_return std::unexpected(codec::invalid({paired_already()}));
    link.push_back(pair_link(dog_id_, *own.paired_with, target_.record_id));
  }
  const bool opens_other = other && !opened.sealed && is_sealed(*loaded, *other);
  auto changes = write(current, std::move(opened), std::move(action), seq);
  if (!changes) co_return changes;
  for (store::Write& one : link) changes->front().writes.push_back(std::move(one));
  if (!opens_other) co_return changes;
  other->common.version = loaded->version + 1;
  other->common.seq = seq + 1;
  Target its_target = target_;
  its_target.record_id = other->common.id.text();
  CO_TRY(auto opening, compose(its_target, changes->front().by, loaded, *other, "record-changed"));
  changes->push_back(std::move(opening));
  co_return changes;
}

PutRecord::PutRecord(store::Store& store, Target target, Draft draft, Precondition precondition)
    : RecordOperation(store, std::move(target)), draft_(std::move(draft)), precondition_(precondition) {}

std::vector<std::string> PutRecord::touches() const {
  std::vector<std::string> keys = RecordOperation::touches();
  for (const types::Reference& reference : draft_.type->references(draft_.fields))
    keys.push_back(record_sort_key(reference.record_id));
  std::ranges::sort(keys);
  const auto repeated = std::ranges::unique(keys);
  keys.erase(repeated.begin(), repeated.end());
  return keys;
}

auto PutRecord::change(std::uint64_t first_seq) -> Task<Changes> {
  CO_TRY(auto current, co_await load());
  if (!current) co_return co_await create(first_seq);
  co_return co_await replace(std::move(*current), first_seq);
}

auto PutRecord::create(std::uint64_t seq) -> Task<Changes> {
  CO_TRY(const AllReferred referred,
         co_await load_referred(store_, dog_id_, grant(), new_ids(*draft_.type, draft_.fields, {})));
  CO_TRY(const Draft draft, settle(grant(), draft_, finder_of(referred)));
  if (draft.type->from_upload && !draft.from_upload)
    co_return std::unexpected(forbidden(kMadeByUpload, {{"type", "permission", kMadeByUpload}}));
  if (!draft.place) co_return std::unexpected(forbidden("Your place in the circle does not let you write here."));
  if (precondition_.version)
    co_return fail(Code::kPreconditionFailed, "There is no such record, so it has no such version.");
  codec::Errors errors = missing_references(*draft.type, draft.fields, {}, finder_of(referred));
  if (!errors.empty()) co_return std::unexpected(codec::invalid(std::move(errors)));
  co_return co_await write_half(std::nullopt, new_record(target_, draft), "record-created", seq);
}

auto PutRecord::replace(Current current, std::uint64_t seq) -> Task<Changes> {
  CO_TRY(auto opened, open_record(current.body));
  CO_TRY(auto draft, keep_following(opened, draft_));
  if (same_content(opened, draft)) co_return unchanged(current);
  const bool deleted = opened.common.deleted;
  const bool unseen = !precondition_.version && (precondition_.required || deleted);
  if (unseen || (precondition_.version && *precondition_.version != current.version))
    co_return std::unexpected(stale(current));
  if (opened.common.type != draft_.type->name) co_return fail_field("type", "immutable", "A record keeps its type.");
  if (auto error = may_edit(current)) co_return std::unexpected(std::move(*error));
  // A tombstone has lost what only the server says; undoing the deletion brings it back.
  if (deleted && draft_.type->from_upload)
    co_return std::unexpected(forbidden(kMadeByUpload, {{"type", "permission", kMadeByUpload}}));
  co_return co_await replace_content(std::move(current), std::move(opened), std::move(draft), seq);
}

// The content to patch: of a tombstone, what was there before it.
Task<Result<Opened>> PatchRecord::content_of(Current current) {
  const Label label = current.label();
  if (!label.deleted) co_return open_record(current.body);
  CO_TRY(auto entry,
         co_await store_.get({.pk = log::partition_of(target_.dog_id), .sk = log::entry_sort_key(label.previous)}));
  if (!entry) co_return no_such_record();
  CO_TRY(auto parsed, codec::parse(entry->body));
  auto before = open_record(codec::to_text(parsed.as_object().at("record")));
  if (!before) co_return before;
  co_return co_await with_rewritten(store_, target_.dog_id, std::move(*before));
}

auto PatchRecord::change(std::uint64_t first_seq) -> Task<Changes> {
  CO_TRY(auto loaded, co_await load());
  if (!loaded) co_return no_such_record();
  const Current& current = *loaded;

  boost::json::object patch = patch_;
  bool restores = false;
  if (const auto* deleted = patch.if_contains("deleted")) {
    if (!deleted->is_bool() || deleted->get_bool())
      co_return fail_field("deleted", "enum", "Only false: it undoes a deletion. To delete, use DELETE.");
    restores = true;
    patch.erase("deleted");
  }
  const bool was_deleted = current.label().deleted;
  if (was_deleted && !restores) co_return no_such_record();
  if (precondition_.version && *precondition_.version != current.version) co_return std::unexpected(stale(current));
  if (auto error = may_edit(current)) co_return std::unexpected(std::move(*error));
  if (patch.contains("type")) co_return fail_field("type", "immutable", "A record keeps its type.");

  CO_TRY(auto content, co_await content_of(current));
  const Common& common = content.common;
  boost::json::object merged = content.fields;
  for (const std::string& field : types::find_type(common.type)->server_fields) merged.erase(field);
  merged["type"] = common.type;
  merged["occurredAt"] = common.occurred_at.text();
  boost::json::object head = codec::encode(common);
  merged["audience"] = head.at("audience");
  codec::merge_patch(merged, patch);
  auto draft = read_draft(std::move(merged), target_.dog_id, target_.record_id, target_.now);
  if (!draft) co_return std::unexpected(draft.error());
  draft = keep_following(content, std::move(*draft));
  if (!draft) co_return std::unexpected(draft.error());
  if (!was_deleted && same_content(content, *draft)) co_return unchanged(current);
  co_return co_await replace_content(current, std::move(content), std::move(*draft), first_seq);
}

auto DeleteRecord::change(std::uint64_t first_seq) -> Task<Changes> {
  CO_TRY(auto loaded, co_await load());
  if (!loaded) co_return no_such_record();
  const Current& current = *loaded;
  if (current.label().deleted) co_return unchanged(current);
  const bool unseen = precondition_.required && !precondition_.version;
  if (unseen || (precondition_.version && *precondition_.version != current.version))
    co_return std::unexpected(stale(current));
  if (auto error = may_edit(current)) co_return std::unexpected(std::move(*error));
  CO_TRY(auto opened, open_record(current.body));
  opened.sealed = is_sealed(current, opened);
  opened.common.deleted = true;
  opened.fields.clear();
  co_return write(current, std::move(opened), "record-deleted", first_seq);
}

}  // namespace doggy::records
