// The notices of an account: kept, listed, read, deleted.
//
// In the store: ACCOUNT#id/NOTICE#notice, whose kind key is UNREAD#notice while it has not been read, and
// ACCOUNT#id/NOTICES#day#kind, which counts those of a day. Both expire, notices after 90 days.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/circle.h"
#include "registry/notify/notice.h"
#include "registry/store/store.h"

namespace doggy::notify {

struct NoticePage {
  std::vector<Notice> items;
  std::string next;  // A cursor; empty at the end.
};

/// Which notices.
struct NoticeFilter {
  bool unread = false;
  std::optional<NoticeKind> kind = {};
  bool unlisted_too = false;  // Those that the person does not want in the list.
};

/// What was marked: to be undone by marking the same the other way.
struct Marked {
  std::vector<std::string> ids;
};

/// Thread-safe.
class Notices {
 public:
  /// Both outlive this.
  Notices(store::Store& store, circle::Circle& circle, circle::Clock clock);

  /// Keeps a notice with what belongs to it, `more`, in one transaction. False, and nothing is written, when it is
  /// there already, or when the account has had kMostADay of the kind that day.
  Task<Result<bool>> add(std::string account_id, Notice notice, std::vector<store::Write> more);

  /// Error: kNotFound.
  Task<Result<Notice>> get(std::string account_id, std::string notice_id);

  /// Newest first. What the account may no longer see is left out. Error: kInvalid for a cursor that is none.
  Task<Result<NoticePage>> list(std::string account_id, NoticeFilter filter, std::size_t limit, std::string cursor);

  /// How many are unread and may be seen, at most kMostCounted.
  Task<Result<std::size_t>> unread(std::string account_id);

  /// Marks those, or without ids up to 1,000 unread ones. Those that are not there, or are so already, are left out.
  Task<Result<Marked>> mark(std::string account_id, std::vector<std::string> ids, bool read);
  /// Marks as read what an account was told of a record: it has acted on it.
  Task<Result<void>> mark_record(std::string account_id, std::string record_id, NoticeKind kind);

  /// Deleting what is not there is fine.
  Task<Result<void>> remove(std::string account_id, std::string notice_id);

  /// Whether the account may see now what the notice is about. A record that is deleted or hidden may not be seen.
  Task<Result<bool>> may_see(std::string account_id, Notice notice);
  /// The notice, if it is there and the account may see now what it is about.
  Task<Result<std::optional<Notice>>> get_visible(std::string account_id, std::string notice_id);

  static constexpr std::size_t kMostADay = 50;
  static constexpr std::size_t kMostCounted = 100;

 private:
  /// For each, whether it may be seen.
  Task<Result<std::vector<bool>>> visible(std::string account_id, std::vector<Notice> notices);
  Task<Result<bool>> mark_one(std::string account_id, std::string notice_id, bool read);

  store::Store& store_;
  circle::Circle& circle_;
  const circle::Clock clock_;
};

}  // namespace doggy::notify
