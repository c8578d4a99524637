#include "registry/media/rewrite.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "platform/async/runtime.h"
#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/media/bare_picture.h"
#include "registry/media/media_type.h"
#include "registry/media/processing.h"
#include "registry/media/quota.h"
#include "registry/records/correct_upload.h"
#include "registry/records/record.h"

namespace doggy::media {
namespace {

constexpr std::uint64_t kForm = 1;  // Without any metadata.

store::Key form_key(const std::string& dog_id) {
  return {.pk = log::partition_of(dog_id), .sk = "MEDIAFORM"};
}

// What is to be done for one attachment; nothing when `blobs` is empty.
struct RewritePlan {
  std::vector<std::pair<Size, std::string>> blobs;  // Those that change, in the order in which they are put.
  std::int64_t bytes = 0;                           // By how much they grow; less than 0.
  std::string full_before;                          // Hash of the full size, if that changes.
  boost::json::object said;                         // What the server says of it then.
};

// The bytes of a picture; nothing for a blob that is not there or no picture.
Result<std::optional<std::string>> picture_at(BlobStore& blobs, const std::string& key) {
  auto blob = blobs.open(key);
  if (!blob && blob.error().code == Code::kNotFound) return std::nullopt;
  if (!blob) return std::unexpected(std::move(blob.error()));
  TRY(const std::string first, (*blob)->read(0, kSniffed));
  const auto type = sniff(first);
  if (!type || !is_picture(*type)) return std::nullopt;
  TRY(std::string bytes, (*blob)->read(0, static_cast<std::size_t>((*blob)->size())));
  if (bytes.size() != (*blob)->size()) return fail(Code::kUnavailable, "A file is shorter than it was.");
  return bytes;
}

Result<RewritePlan> plan_rewrite(BlobStore& blobs, const std::string& dog_id, const std::string& id) {
  RewritePlan plan;
  for (const Size size : {Size::kThumb, Size::kMedium, Size::kFull}) {
    const std::string key = blob_key(dog_id, id, size);
    TRY(const auto bytes, picture_at(blobs, key));
    if (!bytes) continue;
    auto bare = bare_picture(*bytes);
    if (!bare) return fail(Code::kInvalid, fmt::format("The picture {} cannot be read.", key));
    if (*bare == *bytes) continue;
    plan.bytes += static_cast<std::int64_t>(bare->size()) - static_cast<std::int64_t>(bytes->size());
    if (size == Size::kFull) {
      plan.full_before = sha256_hex(*bytes);
      plan.said = {{"size", bare->size()}, {"sha256", sha256_hex(*bare)}};
    }
    plan.blobs.emplace_back(size, std::move(*bare));
  }
  return plan;
}

Task<Result<void>> give_back_metadata(Rewriting rewriting, UsageChange change, std::string id,
                                      boost::json::object said) {
  std::vector<store::Write> writes;
  writes.push_back(records::rewritten_write(change.dog_id, id, said));
  auto done = co_await change_usage(rewriting.store, rewriting.limits, std::move(change), std::move(writes));
  // It was given back before this was interrupted.
  if (!done && done.error().code == Code::kConflict) co_return Result<void>{};
  co_return done;
}

}  // namespace

Task<Result<bool>> are_bare(store::Store& store, std::string dog_id) {
  CO_TRY(const auto item, co_await store.get(form_key(dog_id)));
  co_return item && item->version >= kForm;
}

Task<Result<bool>> rewrite_attachment(Rewriting rewriting, std::string dog_id, std::string id) {
  CO_TRY(const auto item,
         co_await rewriting.store.get({.pk = log::partition_of(dog_id), .sk = records::record_sort_key(id)}));
  const auto label = item ? records::parse_label(item->label) : std::nullopt;
  if (!label || label->type != "attachment") co_return false;
  auto look = [&blobs = rewriting.blobs, dog_id, id] { return plan_rewrite(blobs, dog_id, id); };
  CO_TRY(RewritePlan plan, co_await offload(rewriting.workers, std::move(look)));
  if (plan.blobs.empty()) co_return false;
  UsageChange change{.dog_id = dog_id, .account_id = std::string(label->author_id), .bytes = plan.bytes};
  CO_CHECK_OK(co_await give_back_metadata(rewriting, std::move(change), id, plan.said));
  if (!plan.said.empty() && !label->deleted) {
    CO_TRY(const auto opened, records::open_record(item->body));
    // Bytes that are not those of the record are for `check` to tell.
    if (std::string_view(opened.fields.at("sha256").as_string()) == plan.full_before)
      CO_CHECK_OK(co_await rewriting.records.correct_uploaded(dog_id, id, plan.said));
  }
  auto put = [&blobs = rewriting.blobs, dog_id, id, plan = std::move(plan)]() -> Result<void> {
    for (const auto& [size, bytes] : plan.blobs) CHECK_OK(blobs.put(blob_key(dog_id, id, size), bytes));
    return {};
  };
  CO_CHECK_OK(co_await offload(rewriting.workers, std::move(put)));
  co_return true;
}

Task<Result<void>> note_bare(store::Store& store, std::string dog_id) {
  CO_TRY(const auto head, co_await store.get(log::head_key(dog_id)));
  if (!head) co_return Result<void>{};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Check{head->key, store::VersionIs{head->version}});
  writes.emplace_back(store::Put{{.key = form_key(dog_id), .version = kForm, .body = "{}"}, store::Any{}});
  auto done = co_await store.commit(std::move(writes));
  if (!done && done.error().code == Code::kConflict) co_return Result<void>{};
  co_return done;
}

}  // namespace doggy::media
