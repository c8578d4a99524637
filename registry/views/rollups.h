// Rollups: what charts need of a dog's sessions and ABC records, kept in memory and caught up from its log.
//
// A chart of a long history would read and parse every session again each time. Here each is parsed once: what remains
// of a session is a point for each target that it trained, of an ABC record its three texts. Before every read the view
// takes the log's entries since it last looked, so it is never behind; a record costs the same however long the
// history. Nothing is stored: a view that was lost (a restart, too many dogs) is made anew from the records.
//
// Who may see what is decided at the read, record by record, by circle::may_read.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/id/uuid.h"
#include "registry/circle/policy.h"
#include "registry/log/dog_log.h"
#include "registry/progress/abc_analysis.h"
#include "registry/progress/success_rate.h"
#include "registry/store/store.h"

namespace doggy::views {

/// From the first instant to before the second; empty ones do not bound. Milliseconds since 1970.
struct Span {
  std::optional<std::int64_t> from;
  std::optional<std::int64_t> to;
};

/// Thread-safe.
class Rollups {
 public:
  /// Both outlive this. Views of at most `most_dogs` are kept, those read last.
  Rollups(store::Store& store, log::DogLog& log, std::size_t most_dogs = 200);
  ~Rollups();

  /// What progress::success_rate makes of the sessions that the grant's holder may see. Error: kNotFound without a dog.
  Task<Result<std::vector<progress::SuccessPoint>>> success_points(std::string dog_id, circle::Grant grant,
                                                                   Uuid target_id, Span span);

  /// The ABC records that the grant's holder may see, oldest first.
  Task<Result<std::vector<progress::AbcFact>>> abc_facts(std::string dog_id, circle::Grant grant, Span span);

 private:
  class View;

  /// The dog's view, up to date.
  Task<Result<std::shared_ptr<View>>> caught_up(std::string dog_id);
  [[nodiscard]] std::shared_ptr<View> find_or_make(const std::string& dog_id);
  Task<Result<void>> build(std::string dog_id, std::shared_ptr<View> view);
  Task<Result<void>> catch_up(std::string dog_id, std::shared_ptr<View> view);

  store::Store& store_;
  log::DogLog& log_;
  const std::size_t most_dogs_;
  std::mutex mutex_;
  std::list<std::string> recent_;  // The dog read last is first.
  struct Kept {
    std::shared_ptr<View> view;
    std::list<std::string>::iterator place;
  };
  std::map<std::string, Kept> views_;
};

}  // namespace doggy::views
