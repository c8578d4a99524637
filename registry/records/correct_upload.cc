#include "registry/records/correct_upload.h"

#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/types/catalog.h"

namespace doggy::records {
namespace {

store::Key rewritten_key(const std::string& dog_id, const std::string& record_id) {
  return {.pk = log::partition_of(dog_id), .sk = "REWRITTEN#" + record_id};
}

// Whether anything is different now.
bool say(const boost::json::object& said, boost::json::object& fields) {
  bool changed = false;
  for (const auto& [name, value] : said) {
    if (const auto* before = fields.if_contains(name); before != nullptr && *before == value) continue;
    fields[name] = value;
    changed = true;
  }
  return changed;
}

}  // namespace

store::Write rewritten_write(const std::string& dog_id, const std::string& record_id, const boost::json::object& said) {
  return store::Put{{.key = rewritten_key(dog_id, record_id), .version = 1, .body = codec::to_text(said)},
                    store::Absent{}};
}

Task<Result<Opened>> with_rewritten(store::Store& store, std::string dog_id, Opened opened) {
  const types::RecordType* type = types::find_type(opened.common.type);
  if (type == nullptr || !type->from_upload) co_return opened;
  CO_TRY(const auto item, co_await store.get(rewritten_key(dog_id, opened.common.id.text())));
  if (!item) co_return opened;
  CO_TRY(const auto said, codec::parse(item->body));
  say(said.as_object(), opened.fields);
  co_return opened;
}

Task<Result<std::vector<log::Change>>> CorrectUpload::decide(std::uint64_t first_seq) {
  CO_TRY(auto item,
         co_await store_.get({.pk = log::partition_of(target_.dog_id), .sk = record_sort_key(target_.record_id)}));
  if (!item) co_return std::vector<log::Change>{};
  const Current current{.body = std::move(item->body), .label_bytes = std::move(item->label), .version = item->version};
  CO_TRY(Opened opened, open_record(current.body));
  if (opened.common.deleted || !say(said_, opened.fields)) co_return std::vector<log::Change>{};
  opened.common.version = current.version + 1;
  opened.common.seq = first_seq;
  const circle::Author author = opened.common.author;
  CO_TRY(log::Change change, compose(target_, author, current, opened, "record-changed"));
  std::vector<log::Change> changes;
  changes.push_back(std::move(change));
  co_return changes;
}

}  // namespace doggy::records
