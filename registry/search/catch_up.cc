#include "registry/search/catch_up.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/log/entry.h"
#include "registry/log/reader.h"
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
  std::map<std::string, std::uint64_t> records;  // The last entry of each.
  std::uint64_t end = 0;                         // The last entry of all.
  bool erasure = false;
};

Task<Result<LogPart>> read_log(store::Store& store, std::string dog_id, std::uint64_t after, std::uint64_t until) {
  log::Reader reader(store, std::move(dog_id),
                     {.after = after, .until = until, .page = kEntriesAtOnce, .first_page = kEntriesAtOnce});
  CO_TRY(const std::vector<log::StoredEntry> entries, co_await reader.next());
  LogPart piece{.records = {}, .end = reader.seq()};
  for (const log::StoredEntry& entry : entries) {
    const auto label = records::parse_label(entry.label);
    if (label)
      piece.records[std::string(label->record_id)] = entry.seq;
    else if (is_erasure(entry.body))
      piece.erasure = true;
  }
  co_return piece;
}

// The records that the piece is about. It ends sooner when one of them is not visible yet as its entry says.
Task<Result<std::vector<sqlite::Entry>>> read_records(store::Store& store, std::string dog_id, LogPart& piece) {
  std::vector<sqlite::Entry> found;
  std::vector<store::Key> keys;
  keys.reserve(piece.records.size());
  for (const auto& [id, seq] : piece.records)
    keys.push_back({.pk = log::partition_of(dog_id), .sk = records::record_sort_key(id)});
  if (keys.empty()) co_return found;
  CO_TRY(const auto items, co_await store.get_many(std::move(keys)));
  auto item = items.begin();
  for (const auto& [id, seq] : piece.records) {
    const auto label = *item ? records::parse_label((*item)->label) : std::nullopt;
    if (!label || label->seq < seq) {
      CO_TRY(const bool damaged, co_await log::is_settled(store, dog_id, seq));
      if (!damaged) piece.end = std::min(piece.end, seq - 1);
    }
    if (auto entry = *item ? entry_of(**item) : std::nullopt) found.push_back(std::move(*entry));
    ++item;
  }
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
    CO_TRY(auto piece, co_await read_log(store, dog_id, standing->seq, seq));
    // The rest is not visible yet, or the dog was erased meanwhile.
    if (piece.end == standing->seq) co_return Result<void>{};
    if (piece.erasure && !anew) {
      anew = true;
      standing = co_await sqlite::on_disk(workers, [index] {
        index->clear();
        return index->standing();
      });
      if (!standing) co_return std::unexpected(standing.error());
      continue;
    }
    CO_TRY(auto entries, co_await read_records(store, dog_id, piece));
    const std::uint64_t end = piece.end;
    if (end == standing->seq) co_return Result<void>{};
    standing = co_await sqlite::on_disk(workers, [index, from = *standing, taken = std::move(entries), end] {
      index->apply(taken, from, end);
      return index->standing();
    });
    if (!standing) co_return std::unexpected(standing.error());
  }
  co_return Result<void>{};
}

}  // namespace doggy::search
