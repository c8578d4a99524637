#include "registry/search/catch_up.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/json/codec.h"
#include "registry/log/dog_log.h"
#include "registry/log/entry.h"
#include "registry/records/record.h"
#include "registry/search/sqlite/on_disk.h"
#include "registry/types/catalog.h"

namespace doggy::search {
namespace {

constexpr std::size_t kEntriesAtOnce = 100;  // Also what get_many takes.

// Erasure rewrites records without a new revision of them, and says so with an entry that is about no record.
bool is_erasure(const std::string& entry) {
  const auto parsed = codec::parse(entry);
  if (!parsed || !parsed->is_object()) return false;
  const auto* action = parsed->get_object().if_contains("action");
  return action != nullptr && action->is_string() && std::string_view(action->get_string()) == log::kMemberErased;
}

std::optional<sqlite::Entry> entry_of(const store::Item& record) {
  const auto label = records::parse_label(record.label);
  if (!label) return std::nullopt;
  sqlite::Entry entry{
      .record_id = std::string(label->record_id), .label = record.label, .occurred_at = {}, .texts = {}};
  const auto opened = records::open_record(record.body);
  const types::RecordType* type = types::find_type(label->type);
  if (!opened || type == nullptr) return std::nullopt;
  entry.occurred_at = opened->common.occurred_at.utc_text();
  if (!label->deleted) entry.texts = texts_of(*type, opened->fields);
  return entry;
}

/// What a piece of the log is about.
struct LogPart {
  std::vector<std::string> record_ids;  // Each once.
  std::uint64_t entries = 0;
  bool erasure = false;
};

Task<Result<LogPart>> read_log(store::Store& store, std::string dog_id, std::uint64_t after, std::uint64_t until) {
  auto entries = co_await store.query({.pk = log::partition_of(dog_id),
                                       .from = log::entry_sort_key(after + 1),
                                       .to = log::entry_sort_key(until + 1),
                                       .limit = kEntriesAtOnce,
                                       .brief = true});
  if (!entries) co_return std::unexpected(entries.error());
  LogPart piece{.record_ids = {}, .entries = entries->size()};
  for (const store::Item& entry : *entries) {
    const auto label = records::parse_label(entry.label);
    if (label)
      piece.record_ids.emplace_back(label->record_id);
    else if (is_erasure(entry.body))
      piece.erasure = true;
  }
  std::ranges::sort(piece.record_ids);
  const auto [first, last] = std::ranges::unique(piece.record_ids);
  piece.record_ids.erase(first, last);
  co_return piece;
}

Task<Result<std::vector<sqlite::Entry>>> read_records(store::Store& store, std::string dog_id,
                                                      std::vector<std::string> record_ids) {
  std::vector<sqlite::Entry> found;
  std::vector<store::Key> keys;
  keys.reserve(record_ids.size());
  for (const std::string& id : record_ids)
    keys.push_back({.pk = log::partition_of(dog_id), .sk = records::record_sort_key(id)});
  if (keys.empty()) co_return found;
  auto items = co_await store.get_many(std::move(keys));
  if (!items) co_return std::unexpected(items.error());
  for (const auto& item : *items)
    if (auto entry = item ? entry_of(*item) : std::nullopt) found.push_back(std::move(*entry));
  co_return found;
}

}  // namespace

Task<Result<void>> catch_up(store::Store& store, boost::asio::thread_pool& workers,
                            std::shared_ptr<sqlite::DogIndex> index, std::string dog_id, std::uint64_t seq) {
  auto standing = co_await sqlite::on_disk(workers, [index] { return index->standing(); });
  if (!standing) co_return std::unexpected(standing.error());
  // What is read from here on is read after whatever was erased before.
  bool anew = standing->seq == 0;
  while (standing->seq < seq) {
    auto piece = co_await read_log(store, dog_id, standing->seq, seq);
    if (!piece) co_return std::unexpected(piece.error());
    if (piece->entries == 0) co_return Result<void>{};  // The dog was erased meanwhile.
    if (piece->erasure && !anew) {
      anew = true;
      standing = co_await sqlite::on_disk(workers, [index] {
        index->clear();
        return index->standing();
      });
      if (!standing) co_return std::unexpected(standing.error());
      continue;
    }
    auto entries = co_await read_records(store, dog_id, std::move(piece->record_ids));
    if (!entries) co_return std::unexpected(entries.error());
    const std::uint64_t end = standing->seq + piece->entries;
    standing = co_await sqlite::on_disk(workers, [index, from = *standing, taken = std::move(*entries), end] {
      index->apply(taken, from, end);
      return index->standing();
    });
    if (!standing) co_return std::unexpected(standing.error());
  }
  co_return Result<void>{};
}

}  // namespace doggy::search
