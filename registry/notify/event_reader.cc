#include "registry/notify/event_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/log/reader.h"

namespace doggy::notify {

Result<Entry> entry_from(const std::string& dog_id, std::string_view label_text, std::string_view text) {
  TRY(auto parsed, codec::parse(text));
  const auto& body = parsed.as_object();
  const auto& by = body.at("by").as_object();
  Entry entry{.dog_id = dog_id,
              .seq = boost::json::value_to<std::uint64_t>(body.at("seq")),
              .at = Timestamp::parse(std::string_view(body.at("at").as_string())).value_or(Timestamp()),
              .by = {.id = std::string(by.at("id").as_string()), .name = std::string(by.at("name").as_string())},
              .action = std::string(body.at("action").as_string())};
  if (const auto label = records::parse_label(label_text)) entry.previous = label->previous;
  if (const auto* record = body.if_contains("record")) {
    TRY(auto opened, records::open_record(codec::to_text(*record)));
    entry.record = std::move(opened);
  }
  return entry;
}

Task<Result<std::optional<Entry>>> entry_before(store::Store& store, Entry entry) {
  if (entry.previous == 0) co_return std::nullopt;
  CO_TRY(const auto item,
         co_await store.get({.pk = log::partition_of(entry.dog_id), .sk = log::entry_sort_key(entry.previous)}));
  if (!item) co_return std::nullopt;
  CO_TRY(Entry before, entry_from(entry.dog_id, item->label, item->body));
  co_return before;
}

store::Key record_key(const std::string& dog_id, const std::string& record_id) {
  return {.pk = log::partition_of(dog_id), .sk = records::record_sort_key(record_id)};
}

Task<Result<std::string>> dog_name(store::Store& store, std::string dog_id) {
  CO_TRY(auto item, co_await store.get({.pk = log::partition_of(dog_id), .sk = "DOG"}));
  co_return item ? item->label : std::string();
}

Task<Result<std::vector<circle::Grant>>> everybody_with(EventServices services, std::string dog_id) {
  CO_TRY(auto members, co_await services.circle.members(dog_id));
  std::set<std::string> accounts;
  for (const circle::Member& member : members) {
    if (member.account_id) accounts.insert(*member.account_id);
    if (!member.organization_id) continue;
    CO_TRY(auto people, co_await services.organizations.people(*member.organization_id));
    for (const organizations::Member& person : people) accounts.insert(person.account_id);
  }
  std::vector<circle::Grant> grants;
  for (const std::string& account : accounts) {
    auto grant = co_await services.circle.grant_of(dog_id, account);
    if (!grant && grant.error().code == Code::kNotFound) continue;
    if (!grant) co_return std::unexpected(grant.error());
    grants.push_back(std::move(*grant));
  }
  co_return grants;
}

Task<Result<std::set<std::string>>> keepers_of(EventServices services, std::string dog_id, bool or_trainers) {
  CO_TRY(auto everybody, co_await everybody_with(std::move(services), std::move(dog_id)));
  const auto those_who_are = [&](circle::Role role) {
    std::set<std::string> accounts;
    for (const circle::Grant& grant : everybody)
      if (std::ranges::find(grant.places, role, &circle::Place::role) != grant.places.end())
        accounts.insert(grant.account_id);
    return accounts;
  };
  std::set<std::string> owners = those_who_are(circle::Role::kOwner);
  co_return owners.empty() && or_trainers ? those_who_are(circle::Role::kTrainer) : std::move(owners);
}

Task<Result<bool>> tell_of_record(EventServices services, Entry entry, std::string account_id, NoticeKind kind,
                                  std::string record_id, std::optional<Date> due_on) {
  auto grant = co_await services.circle.grant_of(entry.dog_id, account_id);
  if (!grant && grant.error().code == Code::kNotFound) co_return false;
  if (!grant) co_return std::unexpected(grant.error());
  CO_TRY(auto item, co_await services.store.get(record_key(entry.dog_id, record_id)));
  const auto label = item ? records::parse_label(item->label) : std::nullopt;
  const bool is_of_entry = record_id == entry.record->common.id.text();
  if (is_of_entry && (label ? label->seq : 0) < entry.seq) co_return log::not_visible_yet();
  if (!label || label->deleted || !circle::may_read(*grant, label->facts())) co_return false;
  CO_TRY(auto name, co_await dog_name(services.store, entry.dog_id));
  const std::string cause =
      fmt::format("{} {} {}", record_id, entry.record->common.id.text(), due_on ? due_on->text() : "");
  Notice notice{.id = notice_id(entry.at, kind, cause, account_id),
                .kind = kind,
                .dog_id = Uuid::parse(entry.dog_id),
                .dog_name = std::move(name),
                .record_id = Uuid::parse(record_id),
                .record_type = std::string(label->type),
                .due_on = due_on};
  if (!due_on) notice.by = entry.by;
  CO_CHECK_OK(co_await services.notifier.tell(std::move(account_id), std::move(notice)));
  co_return true;
}

}  // namespace doggy::notify
