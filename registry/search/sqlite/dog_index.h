// The words of one dog's records, in a SQLite file of its own: no search reads, or takes time for, what belongs to
// another dog, and what is erased is a file that goes.
//
// It is a view of the dog's log: it keeps how far in the log it is, holds nothing that the store does not have, and can
// be removed at any time. What is in it may be late; whoever reads looks at the record itself before showing it.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/sqlite/database.h"
#include "registry/circle/policy.h"
#include "registry/records/records.h"
#include "registry/search/query.h"
#include "registry/search/snippet.h"
#include "registry/search/sqlite/fts5.h"
#include "registry/search/text_of.h"

namespace doggy::search::sqlite {

/// A record as it is now.
struct Entry {
  std::string record_id;
  std::string label;
  std::string occurred_at;  // UTC text.
  Texts texts;              // Empty when it was deleted.
};

/// Where a record stands among what was found: the better first, then the newer, then by id.
struct Place {
  std::int64_t score = 0;  // In millionths; the same for all when they are sorted by time.
  std::string occurred_at;
  std::string record_id;
  std::string dog_id;

  /// Before means sooner in the list.
  friend std::strong_ordering operator<=>(const Place& a, const Place& b) {
    if (const auto order = b.score <=> a.score; order != 0) return order;
    if (const auto order = b.occurred_at <=> a.occurred_at; order != 0) return order;
    if (const auto order = b.record_id <=> a.record_id; order != 0) return order;
    return a.dog_id <=> b.dog_id;
  }
  friend bool operator==(const Place&, const Place&) = default;
};

struct Question {
  Query query;
  records::Filter filter;
  bool newest_first = false;
  std::optional<Place> after;
  std::size_t limit = 20;
};

struct Match {
  Place place;
  std::uint64_t seq = 0;  // Of the revision that was found.
  std::vector<Piece> snippet;
};

/// How far an index is.
struct Standing {
  std::int64_t epoch = 0;  // Another one after each clear().
  std::uint64_t seq = 0;   // The last entry of the dog's log that it knows of.
  bool operator==(const Standing&) const = default;
};

/// Blocks. Thread-safe. All throw sql::Failure.
class DogIndex {
 public:
  /// Opens or creates; one that searches by other fields is emptied.
  DogIndex(const std::string& path, std::string dog_id);

  [[nodiscard]] Standing standing();

  /// Takes in what the log's entries after `from` up to `seq` are about. Does nothing when it stands elsewhere by now:
  /// somebody else was quicker. Revisions older than the one it has are passed over.
  void apply(const std::vector<Entry>& entries, const Standing& from, std::uint64_t seq);

  /// Empties it, also on the disk.
  void clear();

  /// Those that `grant` opens, in order of place; at most `limit`.
  [[nodiscard]] std::vector<Match> find(const Question& question, const circle::Grant& grant);

  /// Whether the file has turned out to be broken: it is to be made anew.
  [[nodiscard]] bool is_broken() const { return broken_; }

  /// The ids and labels of all it knows, by id.
  struct Known {
    std::string record_id;
    std::string label;
  };
  [[nodiscard]] std::vector<Known> known();

 private:
  struct Row {
    std::int64_t id = 0;
    Match match;
  };
  /// Runs `use` alone, and notes it when the file is found to be broken.
  template <class Use>
  auto alone(Use use);
  [[nodiscard]] Standing read_standing();
  void put(const Entry& entry);
  void forget(std::int64_t id);
  [[nodiscard]] std::string expression(const Query& query) const;
  [[nodiscard]] std::vector<Row> best(const Question& question, const std::string& words, const circle::Grant& grant);

  std::mutex mutex_;
  std::atomic<bool> broken_ = false;
  const std::string dog_id_;
  sql::Database database_;
  Fts5 fts5_;
};

}  // namespace doggy::search::sqlite
