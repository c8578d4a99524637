// Who looked at a dog, and who took its records with them. What was written is in the dog's log; this is the rest.
//
// In the store: DOG#id/SEEN#day#viewed#account, one for each person and day (UTC), and
// DOG#id/SEEN#day#exported#time#account, one for each export, and DOG#id/SEEN#day#opened#link, one for each link and
// day. They expire after the retention time.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <chrono>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/circle/author.h"
#include "registry/store/store.h"

namespace doggy::audit {

enum class Access : std::uint8_t { kViewed, kExported, kOpenedByLink };
BOOST_DESCRIBE_ENUM(Access, kViewed, kExported, kOpenedByLink)

struct AccessEntry {
  Timestamp at;       // Of views and openings the first of that day.
  circle::Author by;  // Of an opening by a link: whose link it is, for nobody knows who holds it.
  Access action = Access::kViewed;
};
BOOST_DESCRIBE_STRUCT(AccessEntry, (), (at, by, action))

struct AccessPage {
  std::vector<AccessEntry> items;
  std::string next;  // Empty at the end.
};

/// Thread-safe.
class AccessTrail {
 public:
  using Clock = std::function<Timestamp()>;
  /// `store` outlives this.
  AccessTrail(store::Store& store, Clock clock, std::chrono::days retention);

  /// Whether a view by that account is not on the trail of today yet, as far as this process knows: cheap, so that a
  /// page that is read again and again costs nothing.
  [[nodiscard]] bool is_news(const std::string& dog_id, const std::string& account_id);
  /// It could not be noted: the next view is news again.
  void forget(const std::string& dog_id, const std::string& account_id);

  /// Notes a view of today; once is enough, and more do no harm.
  Task<Result<void>> viewed(std::string dog_id, circle::Author by);
  Task<Result<void>> exported(std::string dog_id, circle::Author by);
  /// Notes that a link was opened today; cheap when this process has noted it.
  Task<Result<void>> opened(std::string dog_id, circle::Author maker, std::string link_id);

  /// Newest day first. Error: kInvalid for a cursor that is none of ours.
  Task<Result<AccessPage>> list(std::string dog_id, std::size_t limit, std::string cursor);

 private:
  Task<Result<void>> note(std::string dog_id, std::string sort_key, AccessEntry entry);

  store::Store& store_;
  const Clock clock_;
  const std::chrono::days retention_;
  std::mutex mutex_;
  std::int64_t day_ = 0;         // Since 1970; what `known_` is about.
  std::set<std::string> known_;  // "dog account"
};

}  // namespace doggy::audit

template <>
struct doggy::codec::Schema<doggy::audit::AccessEntry> {
  static constexpr std::string_view kName = "AccessEntry";
  static constexpr std::string_view kDoc = "Somebody looked at a dog, or took its records with them.";
  static constexpr std::array kFields{
      Field{.member = "at", .doc = "When; of views and openings the first of that day.", .access = Access::kReadOnly},
      Field{.member = "by", .doc = "Who; of an opening by a link whose link it is.", .access = Access::kReadOnly},
      Field{.member = "action", .doc = "What they did.", .access = Access::kReadOnly},
  };
};
