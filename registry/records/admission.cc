#include "registry/records/admission.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/async/breather.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"

namespace doggy::records {
namespace {

std::string no_such(const types::Reference& reference) {
  return fmt::format("This dog has no such {}.", reference.type);
}

}  // namespace

Task<Result<AllReferred>> load_referred(store::Store& store, std::string dog_id, circle::Grant grant,
                                        std::vector<std::string> ids) {
  AllReferred all;
  for (std::size_t from = 0; from < ids.size(); from += store::kMostKeys) {
    if (from > 0) co_await breathe();
    const std::size_t to = std::min(ids.size(), from + store::kMostKeys);
    std::vector<store::Key> keys;
    for (std::size_t i = from; i < to; ++i)
      keys.push_back({.pk = log::partition_of(dog_id), .sk = record_sort_key(ids[i])});
    CO_TRY(const auto items, co_await store.get_many(std::move(keys)));
    for (std::size_t i = from; i < to; ++i) {
      const auto& item = items[i - from];
      const auto label = item ? parse_label(item->label) : std::nullopt;
      if (!label) continue;
      all.insert_or_assign(ids[i], Referred{.type = std::string(label->type),
                                            .section = label->section,
                                            .audience = label->audience,
                                            .author_id = std::string(label->author_id),
                                            .also = label->also,
                                            .deleted = label->deleted,
                                            .readable = circle::may_read(grant, label->facts())});
    }
  }
  co_return all;
}

Result<Draft> settle(const circle::Grant& grant, Draft draft, const FindReferred& find) {
  const auto settle_in = [&draft](const circle::Place* place) {
    draft.place = place == nullptr ? std::nullopt : std::optional(*place);
  };
  const auto references =
      draft.type->follows_reference ? draft.type->references(draft.fields) : std::vector<types::Reference>();
  if (references.empty()) {
    settle_in(circle::place_to_create(grant, draft.section));
    return draft;
  }
  const Referred* followed = find(references.front().record_id);
  if (followed == nullptr || followed->deleted || !followed->readable)
    return fail_field(references.front().field, "reference", no_such(references.front()));
  draft.also = followed->also;
  if (draft.type->from_upload) {
    settle_in(circle::place_to_attach(grant, followed->facts(), draft.section));
    if (!draft.also) draft.also = followed->section;
  } else {
    settle_in(circle::place_to_follow(grant, followed->facts(), draft.type->readers_may_answer));
    draft.section = followed->section;
  }
  std::erase_if(draft.audience, [&](circle::Role role) {
    return std::ranges::find(followed->audience, role) == followed->audience.end();
  });
  return draft;
}

codec::Errors missing_references(const types::RecordType& type, const boost::json::object& fields,
                                 const boost::json::object& before, const FindReferred& find) {
  const std::vector<types::Reference> known = type.references(before);
  codec::Errors errors;
  for (const types::Reference& reference : type.references(fields)) {
    if (std::ranges::find(known, reference.record_id, &types::Reference::record_id) != known.end()) continue;
    const Referred* other = find(reference.record_id);
    // The first half of a blind pair is not to be seen by who observes the second; to know its id is enough.
    const bool is_half = type.pairing != nullptr && reference.field == "pairedWith";
    const bool right = other != nullptr && !other->deleted && (is_half || other->readable) &&
                       (reference.type == types::kAnyType || other->type == reference.type);
    if (!right) errors.push_back({reference.field, "reference", no_such(reference)});
  }
  return errors;
}

bool seals(const types::Pairing& half, const types::Pairing& other) {
  return (half.blind || other.blind) && !(half.complete && other.complete);
}

store::Key pair_key(const std::string& dog_id, const std::string& first_id) {
  return {.pk = log::partition_of(dog_id), .sk = fmt::format("PAIR#{}", first_id)};
}

store::Write pair_link(const std::string& dog_id, const std::string& first_id, const std::string& second_id) {
  return store::Put{{.key = pair_key(dog_id, first_id), .version = 1, .label = second_id}, store::Any{}};
}

FieldError paired_already() {
  return {"pairedWith", "unique", "That observation has a second one already."};
}

}  // namespace doggy::records
