#include "registry/dossier/collect.h"

#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/log/entry.h"
#include "registry/log/reader.h"
#include "registry/records/readable.h"
#include "registry/records/record.h"

namespace doggy::dossier {
namespace {

constexpr std::size_t kPage = 200;
constexpr std::size_t kMost = 200'000;

std::unexpected<Error> too_large() {
  return fail(Code::kTooLarge, "This dog has more than 200,000 records; export them by the program on the server.");
}

Task<Result<void>> collect_log(store::Store& store, std::string dog_id, circle::Grant grant, Contents& contents) {
  CO_TRY(const auto head, co_await store.get(log::head_key(dog_id)));
  log::Reader reader(store, dog_id, {.until = head ? head->version : 0, .page = kPage});
  while (!reader.ended()) {
    auto entries = co_await reader.next();
    if (!entries) co_return std::unexpected(entries.error());
    std::vector<std::string> labels;
    for (const log::StoredEntry& entry : *entries) labels.push_back(entry.label);
    auto readable = co_await records::readable_labels(store, dog_id, grant, std::move(labels));
    if (!readable) co_return std::unexpected(readable.error());
    for (log::StoredEntry& entry : *entries) {
      LogLine line{.seq = entry.seq, .hash = log::entry_hash(entry.body), .entry = {}};
      // What was erased from no longer has the words that its hash proves.
      const bool whole = !log::hash_before_erasure(entry.body);
      // Entries that are of no record tell of the dog itself.
      const bool visible = records::parse_label(entry.label) ? readable->contains(entry.label)
                                                             : circle::may_look_into(grant, circle::Section::kProfile);
      if (visible && whole) line.entry = std::move(entry.body);
      contents.log.push_back(std::move(line));
    }
    if (contents.log.size() > kMost) co_return too_large();
  }
  co_return co_await reader.check_complete();
}

}  // namespace

Task<Result<Contents>> collect(store::Store& store, dogs::Dogs& dogs, records::Records& records, std::string dog_id,
                               circle::Actor actor, Timestamp now) {
  Contents contents{.exported_at = std::move(now), .exported_by = circle::author_of(actor)};
  circle::Grant grant = std::move(actor.grant);
  auto dog = co_await dogs.get(dog_id, grant);
  if (!dog) co_return std::unexpected(dog.error());
  dog->you.reset();
  contents.dog = codec::encode_text(*dog);
  std::string cursor;
  do {
    auto page = co_await records.timeline(dog_id, grant, {}, kPage, std::move(cursor));
    if (!page) co_return std::unexpected(page.error());
    for (std::string& item : page->items) contents.records.push_back(std::move(item));
    if (contents.records.size() > kMost) co_return too_large();
    cursor = std::move(page->next);
  } while (!cursor.empty());
  if (!circle::may_manage_circle(grant)) co_return contents;
  auto done = co_await collect_log(store, std::move(dog_id), std::move(grant), contents);
  if (!done) co_return std::unexpected(done.error());
  co_return contents;
}

}  // namespace doggy::dossier
