#include "registry/notify/due_dates.h"

#include <fmt/format.h>

#include <array>
#include <set>
#include <utility>
#include <vector>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/calendar/local_instant.h"
#include "registry/dogs/dog.h"
#include "registry/jobs/queue.h"
#include "registry/log/dog_log.h"
#include "registry/store/query_all.h"

namespace doggy::notify {
namespace {

constexpr int kHour = 8;
constexpr std::int64_t kDaysAhead = 14;
constexpr std::int64_t kHourMs = std::int64_t{60} * 60 * 1000;
constexpr std::size_t kNewerAtOnce = 100;

std::optional<Date> due_on(const records::Opened& record) {
  const auto* value = record.fields.if_contains("dueOn");
  return value != nullptr && value->is_string() ? Date::parse(std::string_view(value->get_string())) : std::nullopt;
}

Task<Result<std::optional<std::string>>> zone_of(store::Store& store, std::string dog_id) {
  CO_TRY(auto item, co_await store.get({.pk = log::partition_of(dog_id), .sk = "DOG"}));
  if (!item) co_return std::nullopt;
  CO_TRY(auto dog, codec::decode_text<dogs::Dog>(item->body, codec::Source::kStored));
  co_return std::move(dog.time_zone);
}

Timestamp morning_of(const Date& day, const std::optional<std::string>& zone, const Timestamp& written) {
  if (zone && calendar::is_time_zone(*zone))
    return calendar::instant_after(Timestamp::from_unix_ms(0), {.date = day, .hour = kHour}, *zone);
  const std::int64_t utc = (day.days() * 24 + kHour) * kHourMs;
  return Timestamp::from_unix_ms(utc - std::int64_t{written.offset_minutes()} * 60'000);
}

// Whether the same was given again since.
Task<Result<bool>> was_given_again(store::Store& store, std::string dog_id, records::Opened vaccination) {
  store::Query query{.pk = log::partition_of(dog_id), .index = store::Index::kKind};
  query.from = fmt::format("vaccination#{}$", records::time_key(vaccination.common.occurred_at, "~"));
  query.to = "vaccination$";  // '$' follows '#'.
  query.limit = kNewerAtOnce;
  query.brief = true;
  CO_TRY(auto items, co_await store::query_all(store, std::move(query)));
  const auto is_of = [&](const boost::json::object& fields, std::string_view name) {
    const auto* mine = vaccination.fields.if_contains(name);
    const auto* other = fields.if_contains(name);
    return (mine == nullptr) == (other == nullptr) && (mine == nullptr || *mine == *other);
  };
  for (const store::Item& item : items) {
    const auto newer = records::open_record(item.body);
    if (newer && is_of(newer->fields, "vaccine") && is_of(newer->fields, "name")) co_return true;
  }
  co_return false;
}

bool is_archived(const records::Opened& record) {
  const auto* archived = record.fields.if_contains("archived");
  return archived != nullptr && archived->is_bool() && archived->get_bool();
}

}  // namespace

Task<Result<void>> plan_due(EventServices services, Entry entry) {
  const records::Opened& record = *entry.record;
  const auto day = due_on(record);
  if (!day) co_return Result<void>{};
  CO_TRY(auto zone, co_await zone_of(services.store, entry.dog_id));
  std::vector<Date> days{*day};
  if (record.common.type == "vaccination") days.push_back(Date::from_days(day->days() - kDaysAhead));
  std::vector<store::Write> writes;
  for (const Date& reminder : days) {
    const Timestamp at = morning_of(reminder, zone, record.common.occurred_at);
    if (at < entry.at) continue;  // Not "before now": jobs may have waited for the server.
    writes.push_back(jobs::enqueue({.kind = kDueJob,
                                    .payload = {{"dogId", entry.dog_id},
                                                {"recordId", record.common.id.text()},
                                                {"dueOn", day->text()},
                                                {"at", at.utc_text()}},
                                    .due = at,
                                    .id = fmt::format("due#{}#{}", record.common.id.text(), day->text())}));
  }
  if (writes.empty()) co_return Result<void>{};
  co_return co_await services.store.commit(std::move(writes));
}

Task<Result<void>> tell_due(EventServices services, jobs::Job job) {
  const auto text = [&](std::string_view name) { return std::string(job.payload.at(name).as_string()); };
  const std::string dog_id = text("dogId");
  CO_TRY(auto item, co_await services.store.get(record_key(dog_id, text("recordId"))));
  if (!item) co_return Result<void>{};
  CO_TRY(auto record, records::open_record(item->body));
  const auto day = due_on(record);
  if (record.common.deleted || is_archived(record) || !day || day->text() != text("dueOn")) co_return Result<void>{};
  const bool is_vaccine = record.common.type == "vaccination";
  if (is_vaccine) {
    CO_TRY(auto again, co_await was_given_again(services.store, dog_id, record));
    if (again) co_return Result<void>{};
  }
  CO_TRY(auto accounts, co_await keepers_of(services, dog_id, is_vaccine));
  const std::string record_id = record.common.id.text();
  const Entry entry{.dog_id = dog_id, .at = *Timestamp::parse(text("at")), .record = std::move(record)};
  const NoticeKind kind = is_vaccine ? NoticeKind::kVaccineDue : NoticeKind::kHomeworkDue;
  for (const std::string& account : accounts) {
    CO_CHECK_OK(co_await tell_of_record(services, entry, account, kind, record_id, day));
  }
  co_return Result<void>{};
}

}  // namespace doggy::notify
