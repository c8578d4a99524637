#include "registry/media/check.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/media/bare_picture.h"
#include "registry/media/processing.h"
#include "registry/media/upload_store.h"
#include "registry/records/record.h"

namespace doggy::media {
namespace {

constexpr std::size_t kAtOnce = 500;

// Whether these are the bytes that the record tells of, but for metadata that is about to go: the record is written
// first.
Result<bool> waits_to_be_bare(Blob& blob, const records::Opened& attachment) {
  if (!std::string_view(attachment.fields.at("mediaType").as_string()).starts_with("image/")) return false;
  TRY(const std::string bytes, blob.read(0, static_cast<std::size_t>(blob.size())));
  const auto bare = bare_picture(bytes);
  return bare && sha256_hex(*bare) == std::string_view(attachment.fields.at("sha256").as_string());
}

Result<void> look_at_bytes(BlobStore& blobs, const std::string& dog_id, const records::Opened& attachment,
                           MediaFindings& found) {
  const std::string id = attachment.common.id.text();
  auto blob = blobs.open(blob_key(dog_id, id, Size::kFull));
  if (!blob && blob.error().code == Code::kNotFound) {
    found.problems.push_back(fmt::format("attachment {} has no file", id));
    return {};
  }
  if (!blob) return std::unexpected(std::move(blob.error()));
  TRY(const std::string hash, sha256_of(**blob));
  if (hash == std::string_view(attachment.fields.at("sha256").as_string())) return {};
  TRY(const bool waits, waits_to_be_bare(**blob, attachment));
  if (waits)
    found.leftovers.push_back(fmt::format("the picture of attachment {} still has its metadata", id));
  else
    found.problems.push_back(fmt::format("the file of attachment {} is not as its record says", id));
  return {};
}

struct AttachmentsSeen {
  std::set<std::string> ids;  // Deleted ones among them.
  MediaFindings found;
};

Task<Result<AttachmentsSeen>> look_at_attachments(store::Store& store, BlobStore& blobs, std::string dog_id) {
  AttachmentsSeen seen;
  store::Query query{.pk = log::partition_of(dog_id), .from = "REC#", .to = "REC$", .limit = kAtOnce};
  for (bool more = true; more;) {
    CO_TRY(const auto items, co_await store.query(query));
    more = items.size() == kAtOnce;
    if (more) query.after = items.back().key.sk;
    for (const store::Item& item : items) {
      const auto label = records::parse_label(item.label);
      if (!label || label->type != "attachment") continue;
      seen.ids.insert(std::string(label->record_id));
      if (label->deleted) continue;
      CO_TRY(const auto opened, records::open_record(item.body));
      CO_CHECK_OK(look_at_bytes(blobs, dog_id, opened, seen.found));
    }
  }
  co_return seen;
}

// Whether a blob without a record may be that of an upload: one that is not finished, whose record comes last, or one
// that came to nothing lately.
Task<Result<bool>> is_of_upload(store::Store& store, std::string dog_id, BlobStore::Entry entry, Timestamp now) {
  CO_TRY(const auto item, co_await store.get(upload_key(dog_id, entry.name.substr(0, entry.name.find('.')))));
  if (!item) co_return entry.changed_at * 1000 + kOrphanMs > now.unix_ms();
  CO_TRY(const auto upload, codec::decode_text<Upload>(item->body, codec::Source::kStored));
  co_return !upload.finished;
}

}  // namespace

Task<Result<MediaFindings>> check_media(store::Store& store, BlobStore& blobs, std::string dog_id, Timestamp now) {
  CO_TRY(AttachmentsSeen seen, co_await look_at_attachments(store, blobs, dog_id));
  CO_TRY(const auto entries, blobs.list(dog_id));
  for (const BlobStore::Entry& entry : entries) {
    if (seen.ids.contains(entry.name.substr(0, entry.name.find('.')))) continue;
    CO_TRY(const bool of_upload, co_await is_of_upload(store, dog_id, entry, now));
    if (of_upload)
      seen.found.leftovers.push_back(fmt::format("the file {} is of an upload that was interrupted", entry.name));
    else
      seen.found.problems.push_back(fmt::format("no record tells of the file {}", entry.name));
  }
  co_return std::move(seen.found);
}

}  // namespace doggy::media
