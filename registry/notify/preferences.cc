#include "registry/notify/preferences.h"

#include <algorithm>
#include <boost/mp11/algorithm.hpp>
#include <charconv>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/calendar/local_instant.h"
#include "registry/keys.h"

namespace doggy::notify {
namespace {

constexpr int kMinutesADay = 24 * 60;

store::Key key_of(const std::string& account_id) {
  return {.pk = keys::kAccount.of(account_id), .sk = "NOTIFY-PREFERENCES"};
}

// Minutes since midnight of "22:00".
std::optional<int> minutes_of(std::string_view text) {
  int hour = 0;
  int minute = 0;
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto read = [](std::string_view digits, int& value) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size() && value >= 0;
  };
  if (!read(text.substr(0, 2), hour) || !read(text.substr(3), minute) || hour > 23 || minute > 59) return std::nullopt;
  return hour * 60 + minute;
}

// 0 is Monday; 1970-01-01 was a Thursday.
int weekday_of(const Date& date) {
  constexpr std::int64_t kThursday = 3;
  const std::int64_t day = (date.days() + kThursday) % 7;
  return static_cast<int>(day < 0 ? day + 7 : day);
}

Timestamp at_local(const Date& date, int minutes, const std::string& zone, const Timestamp& after) {
  return calendar::instant_after(after, {.date = date, .hour = minutes / 60, .minute = minutes % 60}, zone);
}

}  // namespace

bool Ways::by(ChannelKind channel) const {
  switch (channel) {
    case ChannelKind::kInApp:
      return in_app;
    case ChannelKind::kEmail:
      return email;
    case ChannelKind::kDigest:
      return digest;
    case ChannelKind::kPush:
      return push;
    case ChannelKind::kWebhook:
      return webhook;
  }
  return false;
}

Ways& Preferences::of(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::kMention:
      return mention;
    case NoticeKind::kComment:
      return comment;
    case NoticeKind::kVisitReport:
      return visit_report;
    case NoticeKind::kHomeworkDue:
      return homework_due;
    case NoticeKind::kVaccineDue:
      return vaccine_due;
    case NoticeKind::kAlert:
      return alert;
    case NoticeKind::kInvitation:
      return invitation;
    case NoticeKind::kMastery:
      return mastery;
    case NoticeKind::kHandover:
      return handover;
  }
  return mention;
}

const Ways& Preferences::of(NoticeKind kind) const {
  return const_cast<Preferences*>(this)->of(kind);  // NOLINT(cppcoreguidelines-pro-type-const-cast): the same choice.
}

Timestamp quiet_until(const Preferences& preferences, NoticeKind kind, const Timestamp& now) {
  const auto& quiet = preferences.quiet_hours;
  if (!quiet || (kind == NoticeKind::kAlert && quiet->except_alerts)) return now;
  const auto from = minutes_of(quiet->from);
  const auto to = minutes_of(quiet->to);
  const auto local = calendar::local_time(now, preferences.time_zone);
  if (!from || !to || !local) return now;
  const int minute = local->hour * 60 + local->minute;
  const bool over_midnight = *from > *to;
  const bool is_quiet = over_midnight ? minute >= *from || minute < *to : minute >= *from && minute < *to;
  if (!is_quiet) return now;
  const Date ends_on = over_midnight && minute >= *from ? Date::from_days(local->date.days() + 1) : local->date;
  return at_local(ends_on, *to, preferences.time_zone, now);
}

Timestamp next_digest(const Preferences& preferences, const Timestamp& now) {
  const std::string zone = calendar::is_time_zone(preferences.time_zone) ? preferences.time_zone : "UTC";
  const Date today = calendar::local_time(now, zone)->date;
  for (std::int64_t ahead = 0; ahead <= 8; ++ahead) {
    const Date day = Date::from_days(today.days() + ahead);
    if (preferences.digest == DigestRhythm::kWeekly && weekday_of(day) != static_cast<int>(preferences.digest_weekday))
      continue;
    const Timestamp at = at_local(day, preferences.digest_hour * 60, zone, Timestamp::from_unix_ms(0));
    if (at > now) return at;
  }
  return Timestamp::from_unix_ms(now.unix_ms() + std::int64_t{kMinutesADay} * 60'000);
}

Result<void> check(const Preferences& preferences) {
  codec::Errors errors;
  if (!calendar::is_time_zone(preferences.time_zone))
    errors.push_back({"timeZone", "timeZone", "This is no time zone, such as Europe/Berlin."});
  if (const auto& quiet = preferences.quiet_hours) {
    for (const auto& [field, text] : {std::pair("quietHours.from", quiet->from), std::pair("quietHours.to", quiet->to)})
      if (!minutes_of(text)) errors.push_back({field, "format", "This is no time of day, such as 22:00."});
    if (quiet->from == quiet->to)
      errors.push_back({"quietHours.to", "range", "Quiet hours end at another time than they begin."});
  }
  if (!errors.empty()) return std::unexpected(codec::invalid(std::move(errors)));
  return {};
}

Task<Result<Preferences>> load_preferences(store::Store& store, std::string account_id) {
  CO_TRY(auto item, co_await store.get(key_of(account_id)));
  if (!item) co_return Preferences{};
  co_return codec::decode_text<Preferences>(item->body, codec::Source::kStored);
}

Task<Result<void>> save_preferences(store::Store& store, std::string account_id, Preferences preferences) {
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{
      {.key = key_of(account_id), .version = 1, .body = codec::encode_text(preferences, codec::Source::kStored)},
      store::Any{}});
  co_return co_await store.commit(std::move(writes));
}

Task<Result<void>> end_way(store::Store& store, std::string account_id, NoticeKind kind, ChannelKind channel) {
  CO_TRY(auto preferences, co_await load_preferences(store, account_id));
  if (channel == ChannelKind::kEmail) preferences.of(kind).email = false;
  if (channel == ChannelKind::kDigest) {
    // A digest is of all kinds.
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<NoticeKind>>(
        [&](auto descriptor) { preferences.of(descriptor.value).digest = false; });
  }
  co_return co_await save_preferences(store, std::move(account_id), std::move(preferences));
}

}  // namespace doggy::notify
