// Removing what is no longer needed: the part of Media that looks at every blob there is.
#include <algorithm>
#include <map>
#include <utility>

#include "platform/async/runtime.h"
#include "platform/json/codec.h"
#include "platform/time/units.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/media/media.h"
#include "registry/media/quota.h"
#include "registry/media/rewrite.h"
#include "registry/media/upload_store.h"
#include "registry/records/record.h"

namespace doggy::media {
namespace {

constexpr std::size_t kUploadsAtOnce = 100;

// The blobs of one attachment.
struct Kept {
  std::uint64_t bytes = 0;
  std::int64_t changed_at = 0;
};

// By the attachment's id, which is the name up to the dot.
std::map<std::string, Kept> by_attachment(const std::vector<BlobStore::Entry>& entries) {
  std::map<std::string, Kept> all;
  for (const BlobStore::Entry& entry : entries) {
    Kept& kept = all[entry.name.substr(0, entry.name.find('.'))];
    kept.bytes += entry.size;
    kept.changed_at = std::max(kept.changed_at, entry.changed_at);
  }
  return all;
}

void note(const Error& error, Swept& swept) {
  if (swept.failed++ == 0) swept.why = error.detail;
}

// When the log says that it happened.
Task<Result<std::int64_t>> time_of(store::Store& store, std::string dog_id, std::uint64_t seq) {
  CO_TRY(auto entry, co_await store.get({.pk = log::partition_of(dog_id), .sk = log::entry_sort_key(seq)}));
  if (!entry) co_return fail(Code::kNotFound, "The log has no such entry.");
  CO_TRY(const auto parsed, codec::parse(entry->body));
  const auto at = Timestamp::parse(std::string(parsed.as_object().at("at").as_string()));
  if (!at) co_return fail(Code::kNotFound, "The log's entry has no time.");
  co_return at->unix_ms();
}

}  // namespace

Task<Swept> Media::sweep() {
  auto swept = std::make_shared<Swept>();
  auto cleared = co_await offload(writers_, [&blobs = *blobs_] { return blobs.remove_leftovers(); });
  if (!cleared) note(cleared.error(), *swept);
  auto parts = co_await offload(writers_, [&blobs = *blobs_] { return blobs.parts(); });
  if (!parts) note(parts.error(), *swept);
  for (BlobStore::Entry& part : parts.value_or(std::vector<BlobStore::Entry>{})) {
    auto done = co_await sweep_part(std::move(part), swept);
    if (!done) note(done.error(), *swept);
  }
  auto dogs = co_await offload(writers_, [&blobs = *blobs_] { return blobs.groups(); });
  if (!dogs) note(dogs.error(), *swept);
  for (std::string& dog_id : dogs.value_or(std::vector<std::string>{})) co_await sweep_dog(std::move(dog_id), swept);
  co_return *swept;
}

Task<Result<void>> Media::sweep_part(BlobStore::Entry part, std::shared_ptr<Swept> swept) {
  const std::size_t dot = part.name.find('.');
  if (dot == std::string::npos) co_return Result<void>{};
  const std::string dog_id = part.name.substr(0, dot);
  const std::string upload_id = part.name.substr(dot + 1);
  const Timestamp now = clock_();
  const BusyUploads::Claim claim(busy_, upload_id);
  if (!claim.taken()) co_return Result<void>{};
  CO_TRY(auto item, co_await store_.get(upload_key(dog_id, upload_id)));
  Result<void> done;
  if (item) {
    CO_TRY(auto upload, codec::decode_text<Upload>(item->body, codec::Source::kStored));
    if (!upload.finished && upload.expires_at > now) co_return Result<void>{};
    if (!upload.finished) done = co_await end(dog_id, std::move(upload), item->version);
  } else if (part.changed_at * 1000 + kOrphanMs > now.unix_ms()) {
    co_return Result<void>{};  // Just begun, maybe.
  }
  if (done) done = co_await offload(writers_, [&blobs = *blobs_, name = part.name] { return blobs.remove_part(name); });
  if (done) ++swept->uploads;
  co_return done;
}

Task<void> Media::sweep_dog(std::string dog_id, std::shared_ptr<Swept> swept) {
  auto entries = co_await offload(writers_, [&blobs = *blobs_, dog_id] { return blobs.list(dog_id); });
  if (!entries) {
    note(entries.error(), *swept);
    co_return;
  }
  std::vector<std::string> ids;
  for (const auto& [id, kept] : by_attachment(*entries)) {
    auto done = co_await sweep_attachment(dog_id, id, kept.bytes, kept.changed_at, swept);
    if (!done) note(done.error(), *swept);
    ids.push_back(id);
  }
  co_await bare_dog(std::move(dog_id), std::move(ids), std::move(swept));
}

// Once: what is uploaded today is bare.
Task<void> Media::bare_dog(std::string dog_id, std::vector<std::string> ids, std::shared_ptr<Swept> swept) {
  const auto already = co_await are_bare(store_, dog_id);
  if (!already) note(already.error(), *swept);
  if (!already || *already) co_return;
  const Rewriting rewriting{
      .store = store_, .records = records_, .blobs = *blobs_, .workers = writers_, .limits = options_.limits};
  const std::size_t failed = swept->failed;
  for (std::string& id : ids) {
    auto rewritten = co_await rewrite_attachment(rewriting, dog_id, std::move(id));
    if (!rewritten) note(rewritten.error(), *swept);
    if (rewritten.value_or(false)) ++swept->rewritten;
  }
  if (swept->failed > failed) co_return;
  auto noted = co_await note_bare(store_, std::move(dog_id));
  if (!noted) note(noted.error(), *swept);
}

Task<Result<void>> Media::sweep_attachment(std::string dog_id, std::string id, std::uint64_t bytes,
                                           std::int64_t changed_at, std::shared_ptr<Swept> swept) {
  const std::int64_t now = clock_().unix_ms();
  CO_TRY(auto item, co_await store_.get({.pk = log::partition_of(dog_id), .sk = records::record_sort_key(id)}));
  const auto label = item ? records::parse_label(item->label) : std::nullopt;
  if (!label) {
    // Of an upload that came to nothing, whose end gave back what it held.
    if (changed_at * 1000 + kOrphanMs > now) co_return Result<void>{};
    auto removed = co_await remove_blobs(dog_id, id);
    if (removed) ++swept->orphans;
    co_return removed;
  }
  if (!label->deleted) co_return Result<void>{};
  CO_TRY(auto deleted_at, co_await time_of(store_, dog_id, label->seq));
  if (deleted_at + options_.undo.count() * kDayMs > now) co_return Result<void>{};
  auto erased = co_await erase_attachment(dog_id, id, bytes);
  if (erased) ++swept->attachments;
  co_return erased;
}

// Its author's quota first: afterwards nothing says how much it was.
Task<Result<void>> Media::erase_attachment(std::string dog_id, std::string id, std::uint64_t bytes) {
  CO_TRY(auto item, co_await store_.get({.pk = log::partition_of(dog_id), .sk = records::record_sort_key(id)}));
  const auto label = item ? records::parse_label(item->label) : std::nullopt;
  if (label && label->type == "attachment") {
    UsageChange change{
        .dog_id = dog_id, .account_id = std::string(label->author_id), .bytes = -static_cast<std::int64_t>(bytes)};
    auto given = co_await give_back(store_, options_.limits, std::move(change), id);
    if (!given) co_return given;
  }
  co_return co_await remove_blobs(dog_id, id);
}

Task<Result<void>> Media::remove_blobs(std::string dog_id, std::string attachment_id) {
  co_return co_await offload(writers_, [&blobs = *blobs_, dog_id, attachment_id]() -> Result<void> {
    for (Size size : {Size::kThumb, Size::kMedium, Size::kFull})
      if (auto done = blobs.remove(blob_key(dog_id, attachment_id, size)); !done) return done;
    return {};
  });
}

Task<Result<void>> Media::end_uploads(std::string dog_id) {
  store::Query query{.pk = log::partition_of(dog_id), .from = "UPLOAD#", .to = "UPLOAD$", .limit = kUploadsAtOnce};
  for (;;) {
    CO_TRY(auto items, co_await store_.query(query));
    for (const store::Item& item : items) {
      CO_TRY(auto upload, codec::decode_text<Upload>(item.body, codec::Source::kStored));
      if (upload.finished) continue;
      const BusyUploads::Claim claim(busy_, upload.id.text());
      if (!claim.taken()) co_return fail(Code::kUnavailable, "A piece of a file is on its way.");
      auto done = co_await end(dog_id, std::move(upload), item.version);
      if (!done) co_return done;
    }
    if (items.size() < kUploadsAtOnce) co_return Result<void>{};
    query.after = items.back().key.sk;
  }
}

Task<Result<void>> Media::erase_dog(std::string dog_id) {
  auto ended = co_await end_uploads(dog_id);
  if (!ended) co_return ended;
  CO_TRY(auto entries, co_await offload(writers_, [&blobs = *blobs_, dog_id] { return blobs.list(dog_id); }));
  for (const auto& [id, kept] : by_attachment(entries)) {
    auto erased = co_await erase_attachment(dog_id, id, kept.bytes);
    if (!erased) co_return erased;
  }
  // What no upload and no attachment tells of.
  co_return co_await offload(writers_, [&blobs = *blobs_, dog_id]() -> Result<void> {
    TRY(auto parts, blobs.parts());
    for (const BlobStore::Entry& part : parts)
      if (part.name.starts_with(dog_id + "."))
        if (auto done = blobs.remove_part(part.name); !done) return done;
    TRY(auto left, blobs.list(dog_id));
    for (const BlobStore::Entry& entry : left)
      if (auto done = blobs.remove(dog_id + "/" + entry.name); !done) return done;
    return {};
  });
}

}  // namespace doggy::media
