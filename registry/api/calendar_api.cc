#include "registry/api/calendar_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "platform/try.h"
#include "registry/api/chart_data.h"
#include "registry/api/input.h"
#include "registry/api/services.h"
#include "registry/calendar/ics_feed.h"
#include "registry/calendar/recurrence.h"
#include "registry/calendar/time_zone.h"
#include "registry/types/appointment.h"
#include "registry/types/rsvp.h"

namespace doggy::api {

struct OccurrenceAnswer {
  std::string account_id;
  std::string name;
  types::Answer answer = types::Answer::kYes;
};
BOOST_DESCRIBE_STRUCT(OccurrenceAnswer, (), (account_id, name, answer))

struct Occurrence {
  Uuid record_id;
  std::string title;
  types::AppointmentKind kind = types::AppointmentKind::kOther;
  Timestamp at;
  std::optional<Timestamp> ends_at;
  std::optional<std::string> place;
  std::optional<std::string> room;
  std::vector<types::Attendee> attendees;
  std::vector<OccurrenceAnswer> answers;
};
BOOST_DESCRIBE_STRUCT(Occurrence, (), (record_id, title, kind, at, ends_at, place, room, attendees, answers))

struct Occurrences {
  std::vector<Occurrence> items;
};
BOOST_DESCRIBE_STRUCT(Occurrences, (), (items))

struct CalendarFeed {
  bool exists = false;
  std::optional<Timestamp> created_at;
  std::optional<std::string> url;
};
BOOST_DESCRIBE_STRUCT(CalendarFeed, (), (exists, created_at, url))

}  // namespace doggy::api

namespace doggy::codec {

template <>
struct Schema<api::OccurrenceAnswer> {
  static constexpr std::string_view kName = "OccurrenceAnswer";
  static constexpr std::string_view kDoc = "Whether somebody comes.";
  static constexpr std::array kFields{
      Field{.member = "account_id", .doc = "Who.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "The person's name.", .access = Access::kReadOnly},
      Field{.member = "answer", .doc = "Whether the person comes.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<api::Occurrence> {
  static constexpr std::string_view kName = "Occurrence";
  static constexpr std::string_view kDoc = "An appointment on one of its days.";
  static constexpr std::array kFields{
      Field{.member = "record_id", .doc = "The appointment.", .access = Access::kReadOnly},
      Field{.member = "title", .doc = "What it is called.", .access = Access::kReadOnly},
      Field{.member = "kind", .doc = "What it is.", .access = Access::kReadOnly},
      Field{.member = "at", .doc = "When it begins.", .access = Access::kReadOnly},
      Field{.member = "ends_at", .doc = "When it ends.", .access = Access::kReadOnly},
      Field{.member = "place", .doc = "Where.", .access = Access::kReadOnly},
      Field{.member = "room", .doc = "The room or field.", .access = Access::kReadOnly},
      Field{.member = "attendees", .doc = "Who is to come.", .access = Access::kReadOnly},
      Field{.member = "answers", .doc = "The latest answer of each person.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<api::Occurrences> {
  static constexpr std::string_view kName = "Occurrences";
  static constexpr std::string_view kDoc = "Appointments as they take place.";
  static constexpr std::array kFields{
      Field{.member = "items", .doc = "In the order of time; at most 1,000.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<api::CalendarFeed> {
  static constexpr std::string_view kName = "CalendarFeed";
  static constexpr std::string_view kDoc = "The secret address of somebody's appointments.";
  static constexpr std::array kFields{
      Field{.member = "exists", .doc = "Whether there is one.", .access = Access::kReadOnly},
      Field{.member = "created_at", .doc = "When it was made, where that is known.", .access = Access::kReadOnly},
      Field{.member = "url", .doc = "The address; said once, when it is made.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec

namespace doggy::api {
namespace {

constexpr std::size_t kMostOccurrences = 1'000;
constexpr std::int64_t kMostDays = 366;
constexpr std::size_t kDogsAtOnce = 100;

calendar::Series series_of(const Timestamp& start, const types::Appointment& appointment) {
  return {.start = start,
          .rule = appointment.recurrence.value_or(""),
          .time_zone = appointment.time_zone,
          .except = appointment.except_dates};
}

/// An answer, and what it is to.
struct Answered {
  Timestamp at;
  types::Rsvp rsvp;
  OccurrenceAnswer answer;
};

// The latest of each person to that day or to all days.
std::vector<OccurrenceAnswer> answers_to(const std::vector<Answered>& all, const Uuid& appointment, const Date& day) {
  std::map<std::string, const Answered*> latest;
  for (const Answered& one : all) {
    if (one.rsvp.appointment_id != appointment || (one.rsvp.occurrence && *one.rsvp.occurrence != day)) continue;
    const Answered*& place = latest[one.answer.account_id];
    if (place == nullptr || place->at < one.at) place = &one;
  }
  std::vector<OccurrenceAnswer> answers;
  answers.reserve(latest.size());
  for (const auto& [account, one] : latest) answers.push_back(one->answer);
  return answers;
}

Task<Result<std::vector<Answered>>> read_answers(Services& services, ChartScope scope) {
  scope.range = {};
  CO_TRY(auto rsvps, co_await visible_records(services, std::move(scope), "rsvp"));
  std::vector<Answered> answers;
  for (records::Opened& one : rsvps) {
    auto rsvp = typed<types::Rsvp>(one);
    const types::Answer answer = rsvp.answer;
    answers.push_back(
        {.at = one.common.recorded_at,
         .rsvp = std::move(rsvp),
         .answer = {.account_id = one.common.author.id, .name = one.common.author.name, .answer = answer}});
  }
  co_return answers;
}

void add_occurrences(const records::Opened& record, const std::vector<Answered>& answers, const Timestamp& from,
                     const Timestamp& to, std::vector<Occurrence>& found) {
  const auto appointment = typed<types::Appointment>(record);
  if (appointment.canceled) return;
  const Timestamp& start = record.common.occurred_at;
  for (Timestamp& at : calendar::occurrences(series_of(start, appointment), from, to, kMostOccurrences)) {
    Occurrence one{.record_id = record.common.id,
                   .title = appointment.title,
                   .kind = appointment.kind,
                   .at = at,
                   .ends_at = {},
                   .place = appointment.place,
                   .room = appointment.room,
                   .attendees = appointment.attendees,
                   .answers = answers_to(answers, record.common.id, calendar::local_time(at).date)};
    if (appointment.ends_at)
      one.ends_at = Timestamp::from_unix_ms(at.unix_ms() + appointment.ends_at->unix_ms() - start.unix_ms());
    found.push_back(std::move(one));
  }
}

Task<Answer> occurrences(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto scope, read_scope(request, std::move(grant), {}));
  const views::Span span = span_of(scope.range);
  if (!span.from || !span.to) co_return fail_field("from", "required", "from and to say which days are wanted.");
  if (*span.to <= *span.from || *span.to - *span.from > kMostDays * kDayMs)
    co_return fail_field("to", "range", "Must be after from, by at most 366 days.");
  const Timestamp from = Timestamp::from_unix_ms(*span.from);
  const Timestamp to = Timestamp::from_unix_ms(*span.to);
  CO_TRY(auto answers, co_await read_answers(services, scope));
  scope.range.from.clear();  // What recurs may have begun long ago.
  CO_TRY(auto appointments, co_await visible_records(services, std::move(scope), "appointment"));
  Occurrences result;
  for (const records::Opened& one : appointments) add_occurrences(one, answers, from, to, result.items);
  std::ranges::sort(result.items, {}, &Occurrence::at);
  if (result.items.size() > kMostOccurrences) result.items.resize(kMostOccurrences);
  co_return chart_answer(result);
}

Task<Answer> get_feed(Services& services, http::Request, Caller caller) {
  CO_TRY(auto feeds, co_await services.calendar_feeds.list(std::move(caller.account_id)));
  CalendarFeed answer{.exists = !feeds.empty(), .created_at = {}, .url = {}};
  if (answer.exists) answer.created_at = feeds.front().created_at;
  co_return chart_answer(answer);
}

Task<Answer> list_feeds(Services& services, http::Request, Caller caller) {
  CO_TRY(auto feeds, co_await services.calendar_feeds.list(std::move(caller.account_id)));
  co_return list_response(feeds);
}

Task<Answer> make_feed(Services& services, http::Request, Caller caller) {
  CO_TRY(auto token, co_await services.calendar_feeds.renew(std::move(caller.account_id), std::move(caller.token)));
  co_return chart_answer(CalendarFeed{
      .exists = true, .created_at = {}, .url = fmt::format("{}/v1/calendar/{}/doggy.ics", services.public_url, token)});
}

Task<Answer> revoke_feed(Services& services, http::Request, Caller caller) {
  CO_CHECK_OK(co_await services.calendar_feeds.revoke(std::move(caller.account_id)));
  co_return http::Response::empty();
}

calendar::FeedEvent feed_event(const std::string& dog, const records::Opened& record) {
  const auto appointment = typed<types::Appointment>(record);
  std::string where = appointment.place.value_or("");
  if (appointment.room) where += (where.empty() ? "" : ", ") + *appointment.room;
  return {.uid = record.common.id.text(),
          .series = series_of(record.common.occurred_at, appointment),
          .end = appointment.ends_at,
          .summary = fmt::format("{}: {}", dog, appointment.title),
          .description = appointment.notes.value_or(""),
          .location = std::move(where),
          .changed_at = record.common.recorded_at,
          .version = record.common.version,
          .canceled = appointment.canceled};
}

// The appointments of one dog that the account may see.
Task<Result<void>> add_events(Services& services, dogs::Dog dog, std::string account_id,
                              std::vector<calendar::FeedEvent>& events) {
  auto grant = co_await services.circle.grant_of(dog.id.text(), std::move(account_id));
  if (!grant) co_return Result<void>{};  // Left between the two reads.
  ChartScope scope{.dog_id = dog.id.text(), .grant = std::move(*grant), .range = {}};
  auto records = co_await visible_records(services, std::move(scope), "appointment");
  if (!records) co_return std::unexpected(records.error());
  for (const records::Opened& one : *records) events.push_back(feed_event(dog.name, one));
  co_return Result<void>{};
}

// The token in the path is all the authorization there is: calendar programs cannot sign in.
Task<Answer> read_feed(Services& services, http::Request request) {
  CO_TRY(auto account, co_await services.calendar_feeds.account_of(request.param("token")));
  std::vector<calendar::FeedEvent> events;
  std::string after;
  do {
    CO_TRY(auto page, co_await services.dogs.list(account, after, kDogsAtOnce));
    for (dogs::Dog& dog : page.items) {
      CO_CHECK_OK(co_await add_events(services, std::move(dog), account, events));
    }
    after = std::move(page.next);
  } while (!after.empty());
  co_return http::Response{.content_type = "text/calendar; charset=utf-8",
                           .body = calendar::ics_feed("Doggy App", events)};
}

}  // namespace

std::vector<Endpoint> calendar_endpoints() {
  return {
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/occurrences",
       .handle = occurrences,
       .summary =
           "Appointments as they take place between two times, recurring ones on each of their days, with answers",
       .response = body_of<Occurrences>(),
       .query = with_range({}),
       .load = Load::kChart},
      {.method = http::Method::kGet,
       .path = "/v1/me/calendar-feed",
       .handle = get_feed,
       .summary = "Whether the caller has a calendar feed",
       .response = body_of<CalendarFeed>(),
       .session_only = true},
      {.method = http::Method::kPost,
       .path = "/v1/me/calendar-feed",
       .handle = make_feed,
       .summary = "A new secret address of the caller's appointments; the one before no longer works",
       .response = body_of<CalendarFeed>(),
       .session_only = true},
      {.method = http::Method::kDelete,
       .path = "/v1/me/calendar-feed",
       .handle = revoke_feed,
       .summary = "Revoke the calendar feed",
       .status = 204,
       .session_only = true},
      {.method = http::Method::kGet,
       .path = "/v1/me/feeds",
       .handle = list_feeds,
       .summary = "The secret addresses at which programs read what the caller may see",
       .response = body_of<accounts::Feed>(),
       .list = true,
       .session_only = true},
      {.method = http::Method::kGet,
       .path = "/v1/calendar/{token}/doggy.ics",
       .handle = read_feed,
       .summary = "All appointments that the feed's owner may see, as iCalendar (text/calendar)",
       .load = Load::kChart},
  };
}

}  // namespace doggy::api
