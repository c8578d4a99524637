// Who listens in this process, and what has happened since each of them last looked: only that something has, not what.
// Whoever wakes asks the same functions as every other way out what they may know of it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "platform/async/task.h"

namespace doggy::notify {

class Listener;

/// What somebody may listen for.
enum class Subject : std::uint8_t { kDog, kAccount, kNotices, kOrganization };

/// Thread-safe but for announce_to().
class Live {
 public:
  /// Somebody listens for what concerns the account, until the listener is destroyed. Null when this account listens at
  /// kMostListeners places already.
  [[nodiscard]] std::shared_ptr<Listener> listen(const std::string& account_id,
                                                 const boost::asio::any_io_executor& executor);

  /// Also calls this for everything that it is told, on any thread; it must be quick. Empty: nothing any more. Not
  /// while it is told.
  void announce_to(std::function<void(Subject, const std::string&)> announce) { announce_ = std::move(announce); }

  /// The dog's log has gone on.
  void dog_changed(const std::string& dog_id);
  /// The account's dogs, or its sessions, are others now.
  void account_changed(const std::string& account_id);
  /// The account has other notices, or has read some.
  void notices_changed(const std::string& account_id);
  /// The organization's dogs are others now, and so are those of its members.
  void organization_changed(const std::string& organization_id);

  /// Any of these, told by somebody else: it is not announced.
  void hear(Subject subject, const std::string& id);

  static constexpr std::size_t kMostListeners = 20;

 private:
  friend class Listener;
  using Listeners = std::map<std::string, std::set<Listener*>>;

  /// With mutex_ held.
  [[nodiscard]] const Listeners& listeners_of(Subject subject) const;

  void tell(Subject subject, const std::string& id);

  std::function<void(Subject, const std::string&)> announce_;
  std::mutex mutex_;
  Listeners by_account_;
  Listeners by_dog_;
  Listeners by_organization_;
};

/// One who listens. Used on its executor only, but for what Live does.
class Listener {
 public:
  struct News {
    std::set<std::string> dogs;  // Of those that are watched.
    bool account = false;
    bool notices = false;
    bool ended = false;
  };

  Listener(Live& live, std::string account_id, const boost::asio::any_io_executor& executor);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// The dogs to be told of from now on.
  void watch(const std::set<std::string>& dog_ids);
  /// The organizations whose changes are the account's from now on.
  void watch_organizations(const std::set<std::string>& organization_ids);

  /// Waits until there is news, at most so long.
  Task<News> next(std::chrono::steady_clock::duration at_most);

  /// Makes next() return with `ended`, now and from now on.
  void end();

 private:
  friend class Live;
  struct Bell;
  void ring();

  Live& live_;
  const std::string account_id_;
  std::set<std::string> watched_;
  std::set<std::string> watched_organizations_;
  News news_;  // Guarded by live_.mutex_.
  std::shared_ptr<Bell> bell_;
};

}  // namespace doggy::notify
