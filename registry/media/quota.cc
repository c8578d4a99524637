#include "registry/media/quota.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/keys.h"
#include "registry/log/dog_log.h"

namespace doggy::media {
namespace {

constexpr int kMostTries = 100;

store::Key dog_usage_key(const std::string& dog_id) {
  return {.pk = log::partition_of(dog_id), .sk = "MEDIA"};
}

store::Key account_usage_key(const std::string& account_id) {
  return {.pk = keys::kAccount.of(account_id), .sk = "MEDIA"};
}

std::uint64_t changed(std::uint64_t number, std::int64_t by) {
  if (by >= 0) return number + static_cast<std::uint64_t>(by);
  return number - std::min(number, static_cast<std::uint64_t>(-by));
}

// One of the counts that a change is of, and the bounds that it must keep when it rises. One of what is under way alone
// rises when an upload begins, and is gone when none is left.
struct Counted {
  store::Key key;
  std::int64_t bytes = 0;
  std::int64_t uploads = 0;
  std::uint64_t most_bytes = 0;
  std::uint64_t most_uploads = kMostUploads;
  std::string_view whose;
  bool shared = false;  // How much is taken tells of what others sent.
  bool under_way = false;
  Usage usage = {};
  std::uint64_t version = 0;  // 0: it is not there.

  [[nodiscard]] bool rises() const { return uploads > 0 || (bytes > 0 && !under_way); }
};

std::array<Counted, 3> counts_of(const UsageChange& change, const MediaLimits& limits) {
  return {Counted{.key = dog_usage_key(change.dog_id),
                  .bytes = change.bytes,
                  .uploads = change.uploads,
                  .most_bytes = limits.dog_bytes,
                  .whose = "this dog",
                  .shared = true},
          Counted{.key = account_usage_key(change.account_id),
                  .bytes = change.bytes,
                  .uploads = change.uploads,
                  .most_bytes = limits.account_bytes,
                  .whose = "what you send"},
          Counted{.key = {.pk = log::partition_of(change.dog_id), .sk = "MEDIA#" + change.account_id},
                  .bytes = change.reserved,
                  .uploads = change.uploads,
                  .most_bytes = most_reserved_by_sender(limits),
                  .most_uploads = kMostUploadsOfSender,
                  .whose = "your unfinished uploads of this dog, which end in a day",
                  .under_way = true}};
}

Task<Result<Counted>> read_usage(store::Store& store, Counted counted) {
  CO_TRY(auto item, co_await store.get(counted.key));
  if (!item) co_return counted;
  CO_TRY(auto usage, codec::decode_text<Usage>(item->body, codec::Source::kStored));
  counted.usage = usage;
  counted.version = item->version;
  co_return counted;
}

Result<void> apply(Counted& counted) {
  const std::uint64_t before = counted.usage.bytes;
  counted.usage.bytes = changed(before, counted.bytes);
  counted.usage.uploads = changed(counted.usage.uploads, counted.uploads);
  if (counted.rises() && counted.bytes > 0 && counted.usage.bytes > counted.most_bytes) {
    const std::string wanted = in_words(static_cast<std::uint64_t>(counted.bytes));
    const std::string most = in_words(counted.most_bytes);
    if (counted.shared)
      return fail(Code::kTooLarge,
                  fmt::format("There is no room for {} more within the {} for {}.", wanted, most, counted.whose));
    return fail(Code::kTooLarge, fmt::format("There is no room for {} more: of the {} for {}, {} are taken.", wanted,
                                             most, counted.whose, in_words(before)));
  }
  if (counted.uploads > 0 && counted.usage.uploads > counted.most_uploads)
    return fail(Code::kTooLarge,
                fmt::format("There are {} uploads under way: finish or end one first.", counted.most_uploads));
  return {};
}

void add_write(const Counted& counted, std::vector<store::Write>& writes) {
  if (counted.version == 0 && !counted.rises()) return;
  const store::Condition condition =
      counted.version == 0 ? store::Condition(store::Absent{}) : store::VersionIs{counted.version};
  if (counted.under_way && counted.usage.uploads == 0) {
    writes.emplace_back(store::Delete{counted.key, condition});
    return;
  }
  writes.emplace_back(store::Put{{.key = counted.key,
                                  .version = counted.version + 1,
                                  .body = codec::encode_text(counted.usage, codec::Source::kStored)},
                                 condition});
}

// Whether it was one of the counts that somebody else changed.
Task<Result<bool>> were_overtaken(store::Store& store, std::array<Counted, 3> counts) {
  for (const Counted& counted : counts) {
    CO_TRY(auto now, co_await read_usage(store, counted));
    if (now.version != counted.version) co_return true;
  }
  co_return false;
}

}  // namespace

std::string in_words(std::uint64_t bytes) {
  struct Unit {
    double size;
    std::string_view name;
  };
  for (const Unit& unit : {Unit{1e9, "GB"}, Unit{1e6, "MB"}, Unit{1e3, "kB"}})
    if (static_cast<double>(bytes) >= unit.size)
      return fmt::format("{:.3g} {}", static_cast<double>(bytes) / unit.size, unit.name);
  return fmt::format("{} bytes", bytes);
}

std::uint64_t most_reserved_by_sender(const MediaLimits& limits) {
  return std::max({limits.dog_bytes / 5, limits.video_bytes, limits.picture_bytes});
}

Task<Result<void>> change_usage(store::Store& store, MediaLimits limits, UsageChange change,
                                std::vector<store::Write> writes) {
  for (int tries = 0; tries < kMostTries; ++tries) {
    std::array<Counted, 3> counts = counts_of(change, limits);
    std::vector<store::Write> all = writes;
    for (Counted& counted : counts) {
      CO_TRY(auto read, co_await read_usage(store, counted));
      counted = std::move(read);
      if (auto fits = apply(counted); !fits) co_return fits;
      add_write(counted, all);
    }
    if (all.empty()) co_return Result<void>{};
    auto done = co_await store.commit(std::move(all));
    if (done || done.error().code != Code::kConflict) co_return done;
    CO_TRY(auto overtaken, co_await were_overtaken(store, counts));
    if (!overtaken) co_return done;
  }
  co_return std::unexpected(Error{.code = Code::kUnavailable,
                                  .detail = "Too much is uploaded at once: try again.",
                                  .retry_after = std::chrono::seconds(1)});
}

Task<Result<void>> give_back(store::Store& store, MediaLimits limits, UsageChange change, std::string attachment_id) {
  store::Item freed{.key = {.pk = log::partition_of(change.dog_id), .sk = "FREED#" + attachment_id}, .version = 1};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{std::move(freed), store::Absent{}});
  auto done = co_await change_usage(store, limits, std::move(change), std::move(writes));
  if (!done && done.error().code == Code::kConflict) co_return Result<void>{};
  co_return done;
}

Task<Result<Usage>> usage_of_sender(store::Store& store, std::string account_id) {
  CO_TRY(auto counted, co_await read_usage(store, {.key = account_usage_key(account_id)}));
  co_return counted.usage;
}

}  // namespace doggy::media
