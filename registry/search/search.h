// Full-text search over all dogs that somebody may look at.
//
// Each dog has an index (sqlite/dog_index.h), a view of its log like the others: before a search it takes in what the
// log has since it last looked, so it is never behind. Who may see what is decided at the read, twice: circle::may_read
// by the label of each record that has the words, before any is counted, ordered or cut off; and for those of the page
// by the record as it is in the store at that moment and, of what follows another record, by all that it follows. What
// the caller may not see therefore changes neither what is found nor its order, nor where a page ends.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/circle.h"
#include "registry/records/records.h"
#include "registry/search/snippet.h"
#include "registry/store/store.h"

namespace doggy::search::sqlite {
class Indexes;
}

namespace doggy::search {

/// What somebody asks for.
struct Request {
  std::string text;                  // What they typed: see query.h.
  std::vector<std::string> dog_ids;  // Only these; empty: all.
  records::Filter filter;            // `tag` is not looked at: tags are words.
  bool newest_first = false;         // Otherwise the best comes first.
  std::size_t limit = 20;            // 1 to 50.
  std::string cursor;
};

struct Hit {
  std::string dog_id;
  std::string record;  // JSON text, to be spliced into an answer as it is.
  std::vector<Piece> snippet;
};

struct Page {
  std::vector<Hit> hits;
  std::string next;                           // A cursor; empty at the end.
  std::map<std::string, circle::Grant> seen;  // The dogs that it shows something of, by id.
};

/// Thread-safe.
class Search {
 public:
  /// All outlive this. Indexes are files in `folder`, read and written on `workers`.
  Search(store::Store& store, circle::Circle& circle, records::Records& records, boost::asio::thread_pool& workers,
         std::filesystem::path folder);
  ~Search();
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  /// Errors: kInvalid, naming q or cursor; kUnavailable when the disk refuses.
  Task<Result<Page>> find(std::string account_id, Request request);

  /// Removes what is kept of a dog that is to be erased.
  Task<Result<void>> forget(std::string dog_id);

  /// The same for dogs that are no more, which another server on the same store has erased. How many there were.
  Task<Result<std::size_t>> forget_gone();

 private:
  struct Question;
  struct Found;
  Task<Result<std::vector<circle::Membership>>> dogs_of(std::string account_id, std::vector<std::string> dog_ids);
  Task<Result<std::vector<Found>>> best_of(std::vector<circle::Membership> dogs, Question question);
  Task<Result<std::vector<Found>>> best_of_some(std::vector<circle::Membership> dogs, Question question);
  Task<Result<std::vector<std::string>>> records_of(std::vector<Found> found);

  store::Store& store_;
  circle::Circle& circle_;
  records::Records& records_;
  boost::asio::thread_pool& workers_;
  const std::filesystem::path folder_;
  const std::shared_ptr<sqlite::Indexes> indexes_;  // With jobs on `workers`, which may outlive this.
};

}  // namespace doggy::search
