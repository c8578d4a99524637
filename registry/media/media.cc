#include "registry/media/media.h"

#include <fmt/format.h>

#include <utility>

#include "platform/async/runtime.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/media/media_type.h"
#include "registry/media/profile_photo.h"
#include "registry/media/quota.h"
#include "registry/media/upload_store.h"
#include "registry/records/record.h"

namespace doggy::media {
namespace {

constexpr std::int64_t kUploadMs = std::int64_t{24} * 60 * 60 * 1000;
constexpr unsigned kReaders = 4;
constexpr unsigned kWriters = 4;
constexpr unsigned kProcessors = 2;  // Pictures decoded at the same time: each may take some hundred megabytes.

// Whether the same request can succeed later.
bool may_pass(const Error& error) {
  return error.code == Code::kUnavailable;
}

// The attachment's record as a client would send it.
boost::json::object record_of(const NewUpload& request, const Timestamp& now) {
  boost::json::object record = codec::encode(request);
  record.erase("length");
  record.erase("mediaType");
  if (!request.occurred_at) record["occurredAt"] = now.text();
  record["type"] = "attachment";
  return record;
}

std::string extension_of(std::string_view media_type) {
  std::string name(media_type.substr(media_type.find('/') + 1));
  if (name == "jpeg") return "jpg";
  return name == "quicktime" ? "mov" : name;
}

}  // namespace

std::string disposition_of(const Content& content) {
  return "inline; filename=\"" + content.file_name + "\"";
}

Media::Media(store::Store& store, records::Records& records, std::unique_ptr<BlobStore> blobs, MediaOptions options,
             Clock clock)
    : store_(store),
      records_(records),
      blobs_(std::move(blobs)),
      options_(std::move(options)),
      clock_(std::move(clock)),
      readers_(kReaders),
      writers_(kWriters),
      processors_(kProcessors) {}

Media::~Media() {
  processors_.join();
  writers_.join();
  readers_.join();
}

Task<Result<Upload>> Media::begin(std::string dog_id, circle::Actor actor, NewUpload request) {
  if (!circle::may_create(actor.grant, circle::Section::kMedia))
    co_return fail(Code::kForbidden, "Your place in the circle does not let you add photos or videos.");
  const Timestamp now = clock_();
  const bool picture = request.media_type.value_or("").starts_with("image/");
  const std::uint64_t limit =
      picture ? options_.limits.picture_bytes : std::max(options_.limits.picture_bytes, options_.limits.video_bytes);
  if (request.length > limit)
    co_return fail(Code::kTooLarge, fmt::format("A {} may have {}; this one has {}.", picture ? "picture" : "video",
                                                in_words(limit), in_words(request.length)));
  Upload upload{.id = Uuid::v7(), .length = request.length, .account_id = actor.grant.account_id};
  upload.expires_at = Timestamp::from_unix_ms(now.unix_ms() + kUploadMs);
  upload.reserved = request.length;
  upload.record = record_of(request, now);
  CO_CHECK_OK(records::read_draft(upload.record, dog_id, upload.id.text(), now));
  if (request.record_id) {
    auto record = co_await records_.get_with_followed(dog_id, request.record_id->text(), actor.grant);
    if (!record && record.error().code == Code::kNotFound)
      co_return fail_field("recordId", "reference", "This dog has no such record.");
    if (!record) co_return std::unexpected(record.error());
  }
  // The part before what tells of it: a part alone is swept away.
  CO_CHECK_OK(co_await offload(
      writers_, [&blobs = *blobs_, part = part_id(dog_id, upload.id.text())] { return blobs.begin_part(part); }));
  std::vector<store::Write> writes;
  writes.push_back(upload_write(dog_id, upload, 0));
  const UsageChange change{.dog_id = dog_id,
                           .account_id = upload.account_id,
                           .bytes = static_cast<std::int64_t>(upload.length),
                           .uploads = 1,
                           .reserved = static_cast<std::int64_t>(upload.length)};
  auto counted = co_await change_usage(store_, options_.limits, change, std::move(writes));
  if (counted) co_return upload;
  co_await offload(writers_,
                   [&blobs = *blobs_, part = part_id(dog_id, upload.id.text())] { return blobs.remove_part(part); });
  co_return std::unexpected(counted.error());
}

Task<Result<Upload>> Media::find(std::string dog_id, std::string account_id, std::string upload_id) {
  CO_TRY(auto stored,
         co_await load_upload(store_, std::move(dog_id), std::move(account_id), std::move(upload_id), clock_()));
  co_return std::move(stored.upload);
}

Task<Result<Upload>> Media::append(std::string dog_id, circle::Actor actor, std::string upload_id, std::uint64_t offset,
                                   std::string bytes) {
  const BusyUploads::Claim claim(busy_, upload_id);
  CO_TRY(auto stored, co_await load_upload(store_, dog_id, actor.grant.account_id, upload_id, clock_()));
  if (!claim.taken()) co_return fail(Code::kConflict, "Another piece of this file is on its way.");
  Upload& upload = stored.upload;
  if (upload.finished || offset != upload.offset)
    co_return fail(Code::kConflict, fmt::format("The file stands at {} bytes, not at {}.", upload.offset, offset));
  if (!circle::may_create(actor.grant, circle::Section::kMedia))
    co_return fail(Code::kForbidden, "Your place in the circle does not let you add photos or videos.");
  if (bytes.size() > upload.length - offset)
    co_return fail(Code::kTooLarge, fmt::format("The file was announced with {} bytes; this is more.", upload.length));
  if (bytes.empty()) co_return upload;
  const std::uint64_t reached = offset + bytes.size();
  if (offset == 0) {
    // A piece too small to tell is taken only when it is all there is: then it is no picture either.
    auto fits = bytes.size() < kSniffed && reached < upload.length
                    ? Result<void>(fail_field("file", "minLength", "The first piece has too few bytes."))
                    : check_beginning(bytes, upload.length, options_.limits);
    if (!fits) {
      CO_CHECK_OK(co_await end(dog_id, upload, stored.version));
      co_return std::unexpected(fits.error());
    }
  }
  CO_CHECK_OK(co_await offload(writers_, [&blobs = *blobs_, part = part_id(dog_id, upload_id), offset,
                                          piece = std::move(bytes)] { return blobs.write_part(part, offset, piece); }));
  if (reached == upload.length) co_return co_await finish(dog_id, std::move(actor), upload, stored.version);
  upload.offset = reached;
  std::vector<store::Write> writes;
  writes.push_back(upload_write(dog_id, upload, stored.version));
  CO_CHECK_OK(co_await store_.commit(std::move(writes)));
  co_return upload;
}

Task<Result<Upload>> Media::finish(std::string dog_id, circle::Actor actor, Upload upload, std::uint64_t version) {
  const std::string id = upload.id.text();
  auto processed = co_await offload(processors_, [this, dog_id, id, length = upload.length] {
    return process(*blobs_, options_.scanner, dog_id, id, length);
  });
  if (!processed) {
    if (may_pass(processed.error())) co_return std::unexpected(processed.error());
    auto removed = co_await remove_blobs(dog_id, id);
    auto ended = co_await end(dog_id, upload, version);
    if (!removed) co_return std::unexpected(removed.error());
    if (!ended) co_return std::unexpected(ended.error());
    co_return std::unexpected(processed.error());
  }
  UsageChange change{.dog_id = dog_id, .account_id = upload.account_id};
  change.bytes = static_cast<std::int64_t>(processed->stored) - static_cast<std::int64_t>(upload.reserved);
  change.reserved = change.bytes;
  upload.reserved = processed->stored;
  std::vector<store::Write> writes;
  writes.push_back(upload_write(dog_id, upload, version));
  auto done = co_await change_usage(store_, options_.limits, change, std::move(writes));
  if (done) {
    ++version;
    auto record = co_await records_.put_uploaded(dog_id, id, std::move(actor), upload.record, processed->said);
    if (!record) done = std::unexpected(std::move(record.error()));
  }
  if (!done) {
    if (may_pass(done.error())) co_return std::unexpected(done.error());
    // Of what did not fit, what was announced is still reserved.
    upload.reserved = static_cast<std::uint64_t>(static_cast<std::int64_t>(processed->stored) -
                                                 (done.error().code == Code::kTooLarge ? change.bytes : 0));
    auto removed = co_await remove_blobs(dog_id, id);
    auto ended = co_await end(dog_id, upload, version);
    if (!removed) co_return std::unexpected(removed.error());
    if (!ended) co_return std::unexpected(ended.error());
    co_return std::unexpected(done.error());
  }
  upload.offset = upload.length;
  upload.finished = true;
  const UsageChange finished{.dog_id = dog_id,
                             .account_id = upload.account_id,
                             .uploads = -1,
                             .reserved = -static_cast<std::int64_t>(upload.reserved)};
  upload.reserved = 0;  // Its attachment's now.
  std::vector<store::Write> last;
  last.push_back(upload_write(dog_id, upload, version));
  CO_CHECK_OK(co_await change_usage(store_, options_.limits, finished, std::move(last)));
  CO_CHECK_OK(
      co_await offload(writers_, [&blobs = *blobs_, part = part_id(dog_id, id)] { return blobs.remove_part(part); }));
  co_return upload;
}

// Gives back what an unfinished upload holds, unless its attachment was made and only the end was not written down.
Task<Result<void>> Media::end(std::string dog_id, Upload upload, std::uint64_t version) {
  const std::string id = upload.id.text();
  CO_TRY(auto item, co_await store_.get({.pk = log::partition_of(dog_id), .sk = records::record_sort_key(id)}));
  const auto label = item ? records::parse_label(item->label) : std::nullopt;
  const bool made = label && label->type == "attachment";
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{upload_key(dog_id, id), store::VersionIs{version}});
  const UsageChange change{.dog_id = dog_id,
                           .account_id = upload.account_id,
                           .bytes = made ? 0 : -static_cast<std::int64_t>(upload.reserved),
                           .uploads = -1,
                           .reserved = -static_cast<std::int64_t>(upload.reserved)};
  auto done = co_await change_usage(store_, options_.limits, change, std::move(writes));
  if (!done) co_return done;
  co_return co_await offload(writers_,
                             [&blobs = *blobs_, part = part_id(dog_id, id)] { return blobs.remove_part(part); });
}

Task<Result<void>> Media::abandon(std::string dog_id, std::string account_id, std::string upload_id) {
  const BusyUploads::Claim claim(busy_, upload_id);
  CO_TRY(auto stored, co_await load_upload(store_, dog_id, std::move(account_id), upload_id, clock_()));
  if (!claim.taken()) co_return fail(Code::kConflict, "A piece of this file is on its way.");
  if (!stored.upload.finished) co_return co_await end(std::move(dog_id), stored.upload, stored.version);
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{upload_key(dog_id, upload_id), store::Any{}});
  co_return co_await store_.commit(std::move(writes));
}

Task<Result<Content>> Media::open(std::string dog_id, std::string attachment_id, circle::Grant grant, Size size) {
  CO_TRY(auto record, co_await records_.get_with_followed(dog_id, attachment_id, std::move(grant)));
  co_return co_await content_of(std::move(dog_id), std::move(attachment_id), std::move(record.body), size);
}

Task<Result<Content>> Media::profile_photo(std::string dog_id, std::string attachment_id) {
  CO_TRY(auto item,
         co_await store_.get({.pk = log::partition_of(dog_id), .sk = records::record_sort_key(attachment_id)}));
  const auto label = item ? records::parse_label(item->label) : std::nullopt;
  if (!label || label->deleted || !may_stand_for_the_dog(label->audience))
    co_return fail(Code::kNotFound, "The dog has no photo.");
  co_return co_await content_of(std::move(dog_id), std::move(attachment_id), std::move(item->body), Size::kThumb);
}

Task<Result<Content>> Media::content_of(std::string dog_id, std::string attachment_id, std::string record, Size size) {
  CO_TRY(auto opened, records::open_record(record));
  if (opened.common.type != "attachment") co_return fail(Code::kNotFound, "There is no such record.");
  Content content{.media_type = std::string(opened.fields.at("mediaType").as_string())};
  const bool picture = content.media_type.starts_with("image/");
  if (!picture && size != Size::kFull) co_return fail(Code::kNotFound, "A video has no smaller size.");
  auto blob = co_await offload(
      readers_, [&blobs = *blobs_, key = blob_key(dog_id, attachment_id, size)] { return blobs.open(key); });
  if (!blob && blob.error().code == Code::kNotFound)
    co_return fail(Code::kGone, "The file was removed: it had been deleted for longer than can be undone.");
  if (!blob) co_return std::unexpected(blob.error());
  content.blob = std::move(*blob);
  content.etag = fmt::format(R"("{}-{}")", std::string_view(opened.fields.at("sha256").as_string()).substr(0, 32),
                             codec::enum_name(size));
  content.file_name = fmt::format("{}-{}.{}", picture ? "photo" : "video",
                                  attachment_id.substr(attachment_id.size() - 8), extension_of(content.media_type));
  if (options_.link.count() > 0) {
    BlobLink link{.content_type = content.media_type,
                  .content_disposition = disposition_of(content),
                  .cache_control = "private, no-cache",
                  .lifetime = options_.link};
    CO_TRY(auto url, co_await offload(readers_, [&blobs = *blobs_, key = blob_key(dog_id, attachment_id, size),
                                                 link = std::move(link)] { return blobs.link(key, link); }));
    content.link = url.value_or("");
  }
  co_return content;
}

Task<Result<std::string>> Media::read(std::shared_ptr<Blob> blob, std::uint64_t at, std::size_t most) {
  co_return co_await offload(readers_, [blob = std::move(blob), at, most] { return blob->read(at, most); });
}

Task<Result<Usage>> Media::usage(std::string account_id) {
  co_return co_await usage_of_sender(store_, std::move(account_id));
}

}  // namespace doggy::media
