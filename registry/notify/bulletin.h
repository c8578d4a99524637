// What several servers on one store tell each other: that a dog, an account, its notices or an organization has
// changed, so that whoever is connected to another server hears of it too.
//
// In the store: BULLETIN/milliseconds#id, items that expire after minutes. Twice a second a server puts what it was
// told of into one, if anything, and reads those of the others: what that costs depends on the servers and on how much
// happens, not on how many dogs are watched (docs/decisions/0015-bulletin.md). A server that is killed may leave out
// what it did in its last half second; listeners look again by themselves, later.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "platform/async/runtime.h"
#include "platform/async/supervisor.h"
#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/time/timestamp.h"
#include "registry/notify/live.h"
#include "registry/store/store.h"

namespace doggy::notify {

/// Thread-safe but for exchange().
class Bulletin {
 public:
  /// Tells others what `live` is told from now on. Both outlive this.
  Bulletin(store::Store& store, Live& live, std::function<Timestamp()> clock);
  ~Bulletin();
  Bulletin(const Bulletin&) = delete;
  Bulletin& operator=(const Bulletin&) = delete;

  /// Exchanges news until `background` stops; both outlive this.
  void start(Runtime& runtime, Supervisor& background);

  /// Puts up what there is to tell, and tells `live` what others put up since the last time. What could not be put up
  /// is, the next time. One at a time. Error: kUnavailable.
  Task<Result<void>> exchange();

  static constexpr std::chrono::milliseconds kEvery{500};
  /// For how long an item counts that comes late, and how far the clocks of two servers may be apart.
  static constexpr std::chrono::seconds kLate{20};
  static constexpr std::chrono::minutes kKept{10};
  /// What one item tells of at most.
  static constexpr std::size_t kMostTold = 5000;

 private:
  using News = std::set<std::pair<Subject, std::string>>;

  Task<Result<void>> put_up();
  Task<Result<void>> read();
  void tell(const std::string& body);

  store::Store& store_;
  Live& live_;
  const std::function<Timestamp()> clock_;
  const std::string self_;
  const Timestamp began_;
  std::map<std::string, Timestamp> known_;  // Items that were read, and when, while they may be found again.
  std::mutex mutex_;
  News news_;  // To be told. Guarded by mutex_.
};

}  // namespace doggy::notify
