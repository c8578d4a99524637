#include "registry/records/sync.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "platform/async/breather.h"
#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/observe/log.h"
#include "platform/try.h"
#include "registry/log/reader.h"
#include "registry/records/record.h"
#include "registry/store/cursor.h"

namespace doggy::records {
namespace {

constexpr std::size_t kFirstEntries = 2;        // Their size tells how many to read at once; each may have 3 MB.
constexpr std::size_t kEntriesAtOnce = 100;     // Also what get_many takes.
constexpr std::size_t kReadBytes = 128 * 1024;  // Of entries, and of records, that are read at once.

// How far a device has come with one dog.
struct Place {
  std::uint64_t seq = 0;
  std::uint64_t grant_version = 0;
};
using Cursor = std::map<std::string, Place>;

// {"dog id": [seq, grant version], …}
std::string cursor_text(const Cursor& cursor) {
  boost::json::object dogs;
  for (const auto& [dog_id, place] : cursor) dogs[dog_id] = boost::json::array{place.seq, place.grant_version};
  return base64url(codec::to_text(dogs));
}

std::optional<Cursor> parse_cursor(const std::string& text) {
  Cursor cursor;
  if (text.empty()) return cursor;
  const auto bytes = from_base64url(text);
  if (!bytes) return std::nullopt;
  const auto value = codec::parse(*bytes);
  if (!value || !value->is_object()) return std::nullopt;
  for (const auto& dog : value->get_object()) {
    const auto* pair = dog.value().if_array();
    if (!Uuid::parse(dog.key()) || pair == nullptr || pair->size() != 2) return std::nullopt;
    Place place;
    for (auto [at, number] : {std::pair(0U, &place.seq), std::pair(1U, &place.grant_version)}) {
      boost::json::error_code error;
      *number = (*pair)[at].to_number<std::uint64_t>(error);
      if (error) return std::nullopt;
    }
    cursor.emplace(dog.key(), place);
  }
  return cursor;
}

std::string removed_dog(const std::string& dog_id) {
  return fmt::format(R"({{"dogId":"{}","removed":true}})", dog_id);
}

// Walks the log of one dog for one viewer.
class DogWalk {
 public:
  /// `known`: the last sequence number that the device has.
  DogWalk(store::Store& store, const circle::Membership& membership, std::uint64_t known)
      : store_(store), dog_id_(membership.dog_id), grant_(membership.grant), known_(known), seq_(known) {}

  [[nodiscard]] std::uint64_t seq() const { return seq_; }

  /// The next changes after seq(), which moves on: at most about `most_bytes` of them, and at least one where there is
  /// one. An empty list with ended() set means there are no more.
  [[nodiscard]] bool ended() const { return ended_; }
  /// From now on step() also looks whether the dog or its circle has changed in a way that the viewer sees.
  void watch_circle() { watches_circle_ = true; }
  [[nodiscard]] bool met_circle_change() const { return met_circle_change_; }
  Task<Result<std::vector<std::string>>> step(std::size_t most_bytes) {
    std::vector<std::string> items;
    if (seq_ != known_) co_await breathe();
    log::Reader reader(store_, dog_id_, {.after = seq_, .page = entries_at_once_, .first_page = entries_at_once_});
    CO_TRY(const std::vector<log::StoredEntry> entries, co_await reader.next());
    const std::uint64_t read_until = reader.seq();
    ended_ = reader.ended();
    std::vector<Met> met;
    std::size_t read_bytes = 1;
    for (const log::StoredEntry& entry : entries) {
      read_bytes += entry.body.size();
      if (auto label = parse_label(entry.label))
        met.push_back({.label = std::move(*label), .bytes = entry.body.size()});
    }
    // Where entries are large, fewer of them are read next time.
    entries_at_once_ = std::clamp<std::size_t>(kReadBytes * entries.size() / read_bytes, 1, kEntriesAtOnce);

    std::uint64_t until = read_until;
    std::size_t bytes = 0;
    for (std::span<const Met> left(met); !left.empty() && until == read_until;) {
      const std::span<const Met> batch = beginning_of(left);
      left = left.subspan(batch.size());
      std::vector<store::Key> keys;
      for (const Met& one : batch)
        keys.push_back({.pk = log::partition_of(dog_id_), .sk = record_sort_key(one.label.record_id)});
      CO_TRY(const auto records, co_await store_.get_many(std::move(keys)));
      for (std::size_t i = 0; i < batch.size(); ++i) {
        const std::uint64_t seq = batch[i].label.seq;
        const auto now = records[i] ? parse_label(records[i]->label) : std::nullopt;
        if (!now || now->seq < seq) {
          CO_TRY(const bool damaged, co_await log::is_settled(store_, dog_id_, seq));
          if (damaged) {
            observe::log(observe::Level::kError, "record-missing",
                         {{"dogId", dog_id_}, {"recordId", batch[i].label.record_id}, {"seq", seq}});
            continue;
          }
          // What the entry says of the record is not visible yet: the next sync goes on here.
          until = seq - 1;
          ended_ = true;
          break;
        }
        // A later entry of the log will bring what the record is now.
        if (now->seq != seq) continue;
        CO_TRY(std::string change, co_await change_of(*now, records[i]->body));
        if (change.empty()) continue;
        bytes += change.size();
        items.push_back(std::move(change));
        if (bytes < most_bytes) continue;
        until = seq;
        ended_ = ended_ && until == read_until;
        break;
      }
    }
    for (const log::StoredEntry& entry : entries)
      if (watches_circle_ && !met_circle_change_ && entry.seq <= until && !parse_label(entry.label))
        met_circle_change_ = concerns_circle(entry.body);
    seq_ = until;
    co_return items;
  }

 private:
  // An entry of the log that is about a record.
  struct Met {
    Label label;
    std::size_t bytes = 0;
  };

  // As many as may be asked for at once; a record is seldom larger than its entry.
  static std::span<const Met> beginning_of(std::span<const Met> entries) {
    std::size_t count = 0;
    for (std::size_t bytes = 0; count < entries.size(); ++count) {
      bytes += entries[count].bytes;
      if (count > 0 && bytes > kReadBytes) break;
    }
    return entries.first(count);
  }

  // Everybody in the circle sees its members and the dog; invitations and links are the managers' matter.
  [[nodiscard]] bool concerns_circle(const std::string& entry) const {
    if (circle::may_manage_circle(grant_)) return true;
    const auto parsed = codec::parse(entry);
    if (!parsed || !parsed->is_object()) return false;
    const auto* action = parsed->get_object().if_contains("action");
    return action != nullptr && action->is_string() && !action->get_string().starts_with("invitation-") &&
           !action->get_string().starts_with("share-");
  }

  // What the device is told of a record; nothing when it has nothing to learn.
  Task<Result<std::string>> change_of(Label now, std::string body) {
    const bool visible = circle::may_read(grant_, now.facts());
    if (!visible || now.deleted) {
      CO_TRY(auto seen, co_await device_has(now.previous));
      if (!seen) co_return std::string();
    }
    if (visible) co_return fmt::format(R"({{"dogId":"{}","seq":{},"record":{}}})", dog_id_, now.seq, body);
    co_return fmt::format(R"({{"dogId":"{}","id":"{}","removed":true}})", dog_id_, now.record_id);
  }

  // Whether the revision that the device has, the last one up to what it knows, was one that the viewer may see.
  Task<Result<bool>> device_has(std::uint64_t revision) {
    while (revision != 0) {
      CO_TRY(auto entry, co_await store_.get({.pk = log::partition_of(dog_id_), .sk = log::entry_sort_key(revision)}));
      const auto label = entry ? parse_label(entry->label) : std::nullopt;
      if (!label) co_return false;
      if (revision <= known_) co_return !label->deleted && circle::may_read(grant_, label->facts());
      revision = label->previous;
    }
    co_return false;
  }

  store::Store& store_;
  const std::string dog_id_;
  const circle::Grant grant_;
  const std::uint64_t known_;
  std::uint64_t seq_;
  std::size_t entries_at_once_ = kFirstEntries;
  bool ended_ = false;
  bool watches_circle_ = false;
  bool met_circle_change_ = false;
};

}  // namespace

Result<void> check_cursor(const std::string& cursor) {
  if (!parse_cursor(cursor)) return store::bad_cursor();
  return {};
}

Task<Result<DogNews>> news_of(store::Store& store, std::string dog_id, circle::Grant grant, std::uint64_t known) {
  DogWalk walk(store, {.dog_id = std::move(dog_id), .grant = std::move(grant), .version = 0}, known);
  walk.watch_circle();
  DogNews news;
  while (!walk.ended()) {
    CO_TRY(auto items, co_await walk.step(kReadBytes));
    news.concerns = news.concerns || !items.empty();
  }
  news.concerns = news.concerns || walk.met_circle_change();
  news.seq = walk.seq();
  co_return news;
}

Task<Result<Changes>> changes_since(store::Store& store, circle::Circle& circle, std::string account_id,
                                    std::string cursor, std::size_t limit, std::size_t most_bytes) {
  auto before = parse_cursor(cursor);
  if (!before) co_return store::bad_cursor();
  CO_TRY(auto dogs, co_await circle.all_dogs_of(std::move(account_id)));

  Changes changes;
  Cursor after;
  std::size_t bytes = 0;
  for (const auto& [dog_id, place] : *before)
    if (!dogs.contains(dog_id)) changes.items.push_back(removed_dog(dog_id));

  for (const auto& [dog_id, membership] : dogs) {
    const auto known = before->find(dog_id);
    Place place{.seq = 0, .grant_version = membership.version};
    if (known != before->end() && known->second.grant_version == membership.version)
      place = known->second;
    else if (known != before->end())
      changes.items.push_back(removed_dog(dog_id));

    DogWalk walk(store, membership, place.seq);
    while (!walk.ended() && changes.items.size() < limit && bytes < most_bytes) {
      CO_TRY(auto items, co_await walk.step(most_bytes - bytes));
      for (const std::string& item : items) bytes += item.size();
      std::ranges::move(items, std::back_inserter(changes.items));
    }
    if (!walk.ended()) changes.more = true;
    place.seq = walk.seq();
    after.emplace(dog_id, place);
  }
  changes.cursor = cursor_text(after);
  co_return changes;
}

}  // namespace doggy::records
