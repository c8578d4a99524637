// Reads the entries of a dog's log in order, page by page. Everything that follows a log reads it by this.
//
// In some stores a transaction becomes visible item by item (store.h), so a later entry, or the head, may be there
// before an earlier one. Somebody who went past the missing entry and remembered the later number would never see it.
// A reader therefore returns an entry only when all before it were there, and ends at the first that is missing: the
// next reader finds it. A gap far from the end of the log is damage, which `check` reports; a reader logs it and goes
// on.
//
// The record that an entry is about may likewise still be as it was before, or not be there: whoever reads records
// beside the log compares their sequence numbers with those of the entries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/store/pages.h"
#include "registry/store/store.h"

namespace doggy::log {

/// How many entries before the head may belong to transactions that are only partly visible: more than one transaction
/// of a store that is torn holds.
inline constexpr std::uint64_t kUnsettled = 100;

/// An entry as it is stored.
struct StoredEntry {
  std::uint64_t seq = 0;
  std::string label;
  std::string body;
};

/// Not thread-safe. One read at a time.
class Reader {
 public:
  struct Options {
    std::uint64_t after = 0;                                          // The last entry that the caller knows.
    std::uint64_t until = std::numeric_limits<std::uint64_t>::max();  // The last one it wants.
    std::size_t page = 100;                                           // The most of a page: 1 to 1,000.
    std::size_t first_page = store::PageSize::kFirst;                 // The most of the first one.
  };
  /// `store` outlives this.
  Reader(store::Store& store, std::string dog_id, Options options);

  /// The entries after seq(), at most a page of them. None when ended(). Between two pages, the rest of the event loop
  /// has its turn. Error: kUnavailable.
  Task<Result<std::vector<StoredEntry>>> next();

  /// The last entry that was returned; at first Options::after.
  [[nodiscard]] std::uint64_t seq() const { return seq_; }
  /// Whether there are no more that can be returned now.
  [[nodiscard]] bool ended() const { return ended_; }

  /// The first entry behind the gap that it ended at; nothing when it did not end at one.
  [[nodiscard]] std::optional<std::uint64_t> behind_gap() const { return behind_gap_; }
  /// Goes on there: for those who show or report what is there and do not remember how far they came.
  void skip_gap();

  /// Whether it came to Options::until, which somebody was told is there. Error: kUnavailable when it did not, unless
  /// the dog has been erased.
  Task<Result<void>> check_complete();

 private:
  /// Where the head says that the log ends; nothing when there is no such dog.
  Task<Result<std::optional<std::uint64_t>>> head();

  store::Store& store_;
  const std::string dog_id_;
  const std::uint64_t until_;
  store::PageSize page_;
  std::uint64_t seq_;
  bool begun_ = false;
  bool ended_ = false;
  std::optional<std::uint64_t> behind_gap_;
};

/// Whether the entry is so far from the end of the log that all of its transaction has long been visible: what is still
/// missing of it is damage. Error: kUnavailable.
Task<Result<bool>> is_settled(store::Store& store, std::string dog_id, std::uint64_t seq);

/// For something that is known to be there.
[[nodiscard]] std::unexpected<Error> not_visible_yet();

/// The last entry up to which all are visible, as far as it can be told from the log's end: for somebody who wants to
/// be told of all that comes later. Error: kNotFound.
Task<Result<std::uint64_t>> visible_end(store::Store& store, std::string dog_id);

}  // namespace doggy::log
