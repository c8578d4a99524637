// A notice: that something concerns a person. It says what and where, not the text: whoever follows it is shown what
// the policy lets them see then.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/circle/member.h"

namespace doggy::notify {

enum class NoticeKind : std::uint8_t {
  kMention,      // To whoever a note, visit report or comment names, if they may read it.
  kComment,      // To the author of the record that was commented on, and to whoever commented on it before.
  kVisitReport,  // To the owners: somebody walked or cared for the dog.
  kHomeworkDue,  // To the owners, in the morning of its last day.
  kVaccineDue,   // To the owners, or the trainers of a dog without one, two weeks before and on the day.
  kAlert,        // To everybody who may read an alert that is to be acknowledged.
  kInvitation,   // To whoever has the invited address as a verified email.
  kMastery,      // To everybody who may read the target that was mastered.
  kHandover      // To whoever a dog is handed over to, and, when they accept, to whoever handed it over.
};
BOOST_DESCRIBE_ENUM(NoticeKind, kMention, kComment, kVisitReport, kHomeworkDue, kVaccineDue, kAlert, kInvitation,
                    kMastery, kHandover)

struct Notice {
  Uuid id;  // Sorts by time.
  NoticeKind kind = NoticeKind::kMention;
  Timestamp at;
  std::optional<Uuid> dog_id;
  std::string dog_name;
  std::optional<Uuid> record_id;
  std::optional<std::string> record_type;
  std::optional<circle::Person> by;
  std::optional<Date> due_on;
  std::optional<std::string> invitation;
  std::optional<Timestamp> read_at;
  bool in_app = true;
};
BOOST_DESCRIBE_STRUCT(Notice, (),
                      (id, kind, at, dog_id, dog_name, record_id, record_type, by, due_on, invitation, read_at, in_app))

/// The id of the notice to an account of one cause: the same whenever it is made. `cause` tells apart what happened at
/// one time.
[[nodiscard]] Uuid notice_id(const Timestamp& at, NoticeKind kind, const std::string& cause,
                             const std::string& account_id);

}  // namespace doggy::notify

template <>
struct doggy::codec::Schema<doggy::notify::Notice> {
  static constexpr std::string_view kName = "Notification";
  static constexpr std::string_view kDoc = "That something concerns the caller.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The notification's id.", .access = Access::kReadOnly},
      Field{.member = "kind", .doc = "What happened.", .access = Access::kReadOnly},
      Field{.member = "at", .doc = "When.", .access = Access::kReadOnly},
      Field{.member = "dog_id", .doc = "The dog, if the caller has a place with it.", .access = Access::kReadOnly},
      Field{.member = "dog_name", .doc = "Its name then.", .access = Access::kReadOnly},
      Field{.member = "record_id", .doc = "The record to look at.", .access = Access::kReadOnly},
      Field{.member = "record_type", .doc = "Its type.", .access = Access::kReadOnly},
      Field{.member = "by", .doc = "Who did it.", .access = Access::kReadOnly},
      Field{.member = "due_on", .doc = "When it is due.", .access = Access::kReadOnly},
      Field{.member = "invitation",
            .doc = "Of an invitation: the end of its link, as it was mailed.",
            .access = Access::kReadOnly},
      Field{.member = "read_at", .doc = "When the caller read it; absent: not yet.", .access = Access::kReadOnly},
      Field{.member = "in_app", .doc = "Whether it is listed.", .access = Access::kInternal, .defaulted = true},
  };
};
