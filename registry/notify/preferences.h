// What a person wants to be told, by what, and when not. In the store: ACCOUNT#id/NOTIFY-PREFERENCES.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/notify/notice.h"
#include "registry/store/store.h"

namespace doggy::notify {

enum class ChannelKind : std::uint8_t { kInApp, kEmail, kDigest, kPush, kWebhook };
BOOST_DESCRIBE_ENUM(ChannelKind, kInApp, kEmail, kDigest, kPush, kWebhook)

/// By what one is told of one kind.
struct Ways {
  bool in_app = true;
  bool email = false;
  bool digest = true;
  bool push = true;
  bool webhook = true;

  [[nodiscard]] bool by(ChannelKind channel) const;
};
BOOST_DESCRIBE_STRUCT(Ways, (), (in_app, email, digest, push, webhook))

/// Local times, "22:00"; the hours may go over midnight.
struct QuietHours {
  std::string from;
  std::string to;
  bool except_alerts = false;
};
BOOST_DESCRIBE_STRUCT(QuietHours, (), (from, to, except_alerts))

enum class DigestRhythm : std::uint8_t { kDaily, kWeekly };
BOOST_DESCRIBE_ENUM(DigestRhythm, kDaily, kWeekly)

enum class Weekday : std::uint8_t { kMonday, kTuesday, kWednesday, kThursday, kFriday, kSaturday, kSunday };
BOOST_DESCRIBE_ENUM(Weekday, kMonday, kTuesday, kWednesday, kThursday, kFriday, kSaturday, kSunday)

/// What needs an answer is mailed at once; the rest waits for the digest.
struct Preferences {
  Ways mention = {.email = true, .digest = false};
  Ways comment;
  Ways visit_report;
  Ways homework_due;
  Ways vaccine_due;
  Ways alert = {.email = true, .digest = false};
  Ways invitation = {.digest = false};  // The inviter's mail is there already.
  Ways mastery;
  Ways handover = {.email = true, .digest = false};
  std::string time_zone = "UTC";
  std::optional<QuietHours> quiet_hours;
  DigestRhythm digest = DigestRhythm::kDaily;
  int digest_hour = 8;
  Weekday digest_weekday = Weekday::kMonday;

  [[nodiscard]] const Ways& of(NoticeKind kind) const;
  [[nodiscard]] Ways& of(NoticeKind kind);
};
BOOST_DESCRIBE_STRUCT(Preferences, (),
                      (mention, comment, visit_report, homework_due, vaccine_due, alert, invitation, mastery, handover,
                       time_zone, quiet_hours, digest, digest_hour, digest_weekday))

/// When somebody may be disturbed: `now`, or the end of the quiet hours that it lies in. Quiet hours go by the clock of
/// the place, so they are an hour longer or shorter when that changes.
[[nodiscard]] Timestamp quiet_until(const Preferences& preferences, NoticeKind kind, const Timestamp& now);

/// The next time for a digest, after `now`.
[[nodiscard]] Timestamp next_digest(const Preferences& preferences, const Timestamp& now);

/// Rules beyond those of the fields. Error: kInvalid.
[[nodiscard]] Result<void> check(const Preferences& preferences);

/// Those of the account, or the defaults.
Task<Result<Preferences>> load_preferences(store::Store& store, std::string account_id);
Task<Result<void>> save_preferences(store::Store& store, std::string account_id, Preferences preferences);
/// Ends one way of one kind, as a mail's unsubscribe link does.
Task<Result<void>> end_way(store::Store& store, std::string account_id, NoticeKind kind, ChannelKind channel);

}  // namespace doggy::notify

namespace doggy::codec {

template <>
struct Schema<notify::Ways> {
  static constexpr std::string_view kName = "NotificationWays";
  static constexpr std::string_view kDoc = "By what one is told of one kind of event.";
  static constexpr std::array kFields{
      Field{.member = "in_app", .doc = "In the list of notifications.", .defaulted = true},
      Field{.member = "email", .doc = "By a mail at once.", .defaulted = true},
      Field{.member = "digest", .doc = "In the mail that sums up a day or a week.", .defaulted = true},
      Field{.member = "push", .doc = "On the devices that allow it.", .defaulted = true},
      Field{.member = "webhook", .doc = "By the account's webhooks.", .defaulted = true},
  };
};

template <>
struct Schema<notify::QuietHours> {
  static constexpr std::string_view kName = "QuietHours";
  static constexpr std::string_view kDoc = "When mail and push wait.";
  static constexpr std::array kFields{
      Field{
          .member = "from", .doc = "The local time that they begin, such as 22:00.", .min_length = 5, .max_length = 5},
      Field{.member = "to", .doc = "The local time that they end, such as 07:00.", .min_length = 5, .max_length = 5},
      Field{
          .member = "except_alerts", .doc = "Whether alerts to be acknowledged come all the same.", .defaulted = true},
  };
};

template <>
struct Schema<notify::Preferences> {
  static constexpr std::string_view kName = "NotificationPreferences";
  static constexpr std::string_view kDoc = "What the caller wants to be told, by what, and when not.";
  static constexpr std::array kFields{
      Field{.member = "mention", .doc = "Somebody named you.", .defaulted = true},
      Field{.member = "comment", .doc = "A comment on your record, or on one you commented on.", .defaulted = true},
      Field{.member = "visit_report", .doc = "A visit to your dog.", .defaulted = true},
      Field{.member = "homework_due", .doc = "The last day of homework.", .defaulted = true},
      Field{.member = "vaccine_due", .doc = "A vaccination that is due.", .defaulted = true},
      Field{.member = "alert", .doc = "An alert that you are to acknowledge.", .defaulted = true},
      Field{.member = "invitation", .doc = "An invitation into a dog's circle.", .defaulted = true},
      Field{.member = "mastery", .doc = "A target that was mastered.", .defaulted = true},
      Field{.member = "handover", .doc = "A dog that is handed over.", .defaulted = true},
      Field{.member = "time_zone", .doc = "IANA time zone of the hours below.", .max_length = 64, .defaulted = true},
      Field{.member = "quiet_hours", .doc = "When mail and push wait; absent: never."},
      Field{.member = "digest", .doc = "How often the digest comes.", .defaulted = true},
      Field{.member = "digest_hour", .doc = "At which hour.", .minimum = 0, .maximum = 23, .defaulted = true},
      Field{.member = "digest_weekday", .doc = "On which day, if it is weekly.", .defaulted = true},
  };
};

}  // namespace doggy::codec
