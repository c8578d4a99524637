#include "registry/media/upload_store.h"

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"

namespace doggy::media {

store::Key upload_key(const std::string& dog_id, const std::string& upload_id) {
  return {.pk = log::partition_of(dog_id), .sk = "UPLOAD#" + upload_id};
}

store::Write upload_write(const std::string& dog_id, const Upload& upload, std::uint64_t version) {
  store::Item item{.key = upload_key(dog_id, upload.id.text()),
                   .version = version + 1,
                   .body = codec::encode_text(upload, codec::Source::kStored)};
  if (upload.finished) item.expires_at = upload.expires_at.unix_ms() / 1000;
  const store::Condition condition = version == 0 ? store::Condition(store::Absent{}) : store::VersionIs{version};
  return store::Put{std::move(item), condition};
}

Task<Result<StoredUpload>> load_upload(store::Store& store, std::string dog_id, std::string account_id,
                                       std::string upload_id, Timestamp now) {
  CO_TRY(auto item, co_await store.get(upload_key(dog_id, upload_id)));
  if (!item) co_return fail(Code::kNotFound, "There is no such upload.");
  CO_TRY(auto upload, codec::decode_text<Upload>(item->body, codec::Source::kStored));
  if (upload.account_id != account_id) co_return fail(Code::kNotFound, "There is no such upload.");
  if (upload.expires_at <= now) co_return fail(Code::kGone, "This upload has expired: begin anew.");
  co_return StoredUpload{.upload = std::move(upload), .version = item->version};
}

}  // namespace doggy::media
