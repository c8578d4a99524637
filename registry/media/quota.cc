#include "registry/media/quota.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "platform/json/codec.h"
#include "registry/log/dog_log.h"

namespace doggy::media {
namespace {

constexpr int kMostTries = 100;

struct Counted {
  store::Key key;
  Usage usage;
  std::uint64_t version = 0;  // 0: it is not there.
};

Task<Result<Counted>> read_usage(store::Store& store, store::Key key) {
  auto item = co_await store.get(key);
  if (!item) co_return std::unexpected(item.error());
  Counted counted{.key = std::move(key)};
  if (!*item) co_return counted;
  auto usage = codec::decode_text<Usage>((*item)->body, codec::Source::kStored);
  if (!usage) co_return std::unexpected(usage.error());
  counted.usage = *usage;
  counted.version = (*item)->version;
  co_return counted;
}

store::Key dog_usage_key(const std::string& dog_id) {
  return {.pk = log::partition_of(dog_id), .sk = "MEDIA"};
}

std::uint64_t changed(std::uint64_t number, std::int64_t by) {
  if (by >= 0) return number + static_cast<std::uint64_t>(by);
  return number - std::min(number, static_cast<std::uint64_t>(-by));
}

Result<void> apply(Counted& counted, const UsageChange& change, std::uint64_t quota, std::string_view whose) {
  const std::uint64_t before = counted.usage.bytes;
  counted.usage.bytes = changed(before, change.bytes);
  counted.usage.uploads = changed(counted.usage.uploads, change.uploads);
  if (change.bytes > 0 && counted.usage.bytes > quota)
    return fail(Code::kTooLarge, fmt::format("There is no room for {} more: of the {} for {}, {} are taken.",
                                             in_words(static_cast<std::uint64_t>(change.bytes)), in_words(quota), whose,
                                             in_words(before)));
  if (change.uploads > 0 && counted.usage.uploads > kMostUploads)
    return fail(Code::kTooLarge, fmt::format("There are {} uploads under way: finish or end one first.", kMostUploads));
  return {};
}

void add_write(const Counted& counted, const UsageChange& change, std::vector<store::Write>& writes) {
  if (counted.version == 0 && change.bytes <= 0 && change.uploads <= 0) return;
  const store::Condition condition =
      counted.version == 0 ? store::Condition(store::Absent{}) : store::VersionIs{counted.version};
  writes.emplace_back(store::Put{{.key = counted.key,
                                  .version = counted.version + 1,
                                  .body = codec::encode_text(counted.usage, codec::Source::kStored)},
                                 condition});
}

// Whether it was one of the two counts that somebody else changed.
Task<Result<bool>> were_overtaken(store::Store& store, std::array<Counted, 2> counts) {
  for (const Counted& counted : counts) {
    auto now = co_await read_usage(store, counted.key);
    if (!now) co_return std::unexpected(now.error());
    if (now->version != counted.version) co_return true;
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

Task<Result<void>> change_usage(store::Store& store, MediaLimits limits, UsageChange change,
                                std::vector<store::Write> writes) {
  for (int tries = 0; tries < kMostTries; ++tries) {
    auto dog = co_await read_usage(store, dog_usage_key(change.dog_id));
    if (!dog) co_return std::unexpected(dog.error());
    auto account = co_await read_usage(store, {.pk = "ACCOUNT#" + change.account_id, .sk = "MEDIA"});
    if (!account) co_return std::unexpected(account.error());
    const std::array counts{*dog, *account};
    if (auto fits = apply(*dog, change, limits.dog_bytes, "this dog"); !fits) co_return fits;
    if (auto fits = apply(*account, change, limits.account_bytes, "what you send"); !fits) co_return fits;
    std::vector<store::Write> all = writes;
    add_write(*dog, change, all);
    add_write(*account, change, all);
    if (all.empty()) co_return Result<void>{};
    auto done = co_await store.commit(std::move(all));
    if (done || done.error().code != Code::kConflict) co_return done;
    auto overtaken = co_await were_overtaken(store, counts);
    if (!overtaken) co_return std::unexpected(overtaken.error());
    if (!*overtaken) co_return done;
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

Task<Result<Usage>> usage_of_dog(store::Store& store, std::string dog_id) {
  auto counted = co_await read_usage(store, dog_usage_key(dog_id));
  if (!counted) co_return std::unexpected(counted.error());
  co_return counted->usage;
}

}  // namespace doggy::media
