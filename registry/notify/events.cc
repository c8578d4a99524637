#include "registry/notify/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/log/outbox.h"
#include "registry/log/reader.h"
#include "registry/notify/due_dates.h"
#include "registry/notify/event_reader.h"
#include "registry/notify/mastery_news.h"
#include "registry/records/mentions.h"

namespace doggy::notify {
namespace {

const std::string kInvitedJob = "notify-invited";
constexpr std::size_t kCommentsAtOnce = 200;
constexpr std::size_t kEntriesAtOnce = 200;

std::string text_of(const boost::json::object& fields, std::string_view name) {
  const auto* value = fields.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// Whom a revision names.
std::set<std::string> mentioned(const records::Opened& record) {
  std::set<std::string> accounts = records::mentioned_in(text_of(record.fields, "text"));
  accounts.merge(records::mentioned_in(text_of(record.fields, "report")));
  return accounts;
}

bool wants_acknowledgment(const records::Opened& record) {
  const auto* wanted = record.fields.if_contains("acknowledgmentRequired");
  return wanted != nullptr && wanted->is_bool() && wanted->get_bool();
}

// What one entry of the log sets going.
class Event {
 public:
  Event(EventServices services, Entry entry) : services_(std::move(services)), entry_(std::move(entry)) {}

  Task<Result<void>> tell() {
    const std::string& type = entry_.record->common.type;
    if (type == "acknowledgment") co_return co_await acknowledged();
    if (type == "session") co_return co_await tell_mastery(services_, entry_);
    if (type == "homework" || type == "vaccination") co_return co_await plan_due(services_, entry_);
    auto told = co_await tell_mentioned();
    if (!told) co_return told;
    if (type == "comment" && is_new()) co_return co_await tell_commented();
    if (type == "visit" && is_new()) co_return co_await tell_owners();
    if (type == "alert") co_return co_await tell_readers();
    co_return Result<void>{};
  }

 private:
  [[nodiscard]] bool is_new() const { return entry_.action == "record-created"; }
  [[nodiscard]] std::string record_id() const { return entry_.record->common.id.text(); }

  // To those of `accounts` who may read the record now, but for who did it.
  Task<Result<void>> tell(std::set<std::string> accounts, NoticeKind kind) {
    accounts.erase(entry_.by.id);
    for (const std::string& account : accounts) {
      if (told_.contains(account)) continue;
      CO_TRY(auto told, co_await tell_of_record(services_, entry_, account, kind, record_id(), {}));
      if (told) told_.insert(account);
    }
    co_return Result<void>{};
  }

  // Whom the revision before did not name.
  Task<Result<void>> tell_mentioned() {
    std::set<std::string> accounts = mentioned(*entry_.record);
    if (accounts.empty()) co_return Result<void>{};
    CO_TRY(auto before, co_await entry_before(services_.store, entry_));
    if (before && before->record)
      for (const std::string& account : mentioned(*before->record)) accounts.erase(account);
    co_return co_await tell(std::move(accounts), NoticeKind::kMention);
  }

  // The author of what was commented on, and those who commented on it before.
  Task<Result<void>> tell_commented() {
    const std::string about = text_of(entry_.record->fields, "about");
    CO_TRY(auto target, co_await services_.store.get(record_key(entry_.dog_id, about)));
    const auto label = target ? records::parse_label(target->label) : std::nullopt;
    if (!label) co_return Result<void>{};
    std::set<std::string> accounts{std::string(label->author_id)};
    store::Query query{.pk = log::partition_of(entry_.dog_id), .index = store::Index::kKind, .from = "comment#"};
    query.to = "comment$";  // '$' follows '#'.
    query.limit = kCommentsAtOnce;
    query.brief = true;
    for (bool more = true; more;) {
      CO_TRY(const std::vector<store::Item> comments, co_await services_.store.query(query));
      for (const store::Item& item : comments) {
        if (!item.body.contains(about)) continue;  // Most are about others: not even parsed.
        const auto comment = records::open_record(item.body);
        if (comment && text_of(comment->fields, "about") == about) accounts.insert(comment->common.author.id);
      }
      more = comments.size() == kCommentsAtOnce;
      if (more) query.after = comments.back().kind;
    }
    co_return co_await tell(std::move(accounts), NoticeKind::kComment);
  }

  Task<Result<void>> tell_owners() {
    CO_TRY(auto owners, co_await keepers_of(services_, entry_.dog_id, false));
    co_return co_await tell(std::move(owners), NoticeKind::kVisitReport);
  }

  // An alert that is to be acknowledged since this revision.
  Task<Result<void>> tell_readers() {
    if (!wants_acknowledgment(*entry_.record)) co_return Result<void>{};
    CO_TRY(auto before, co_await entry_before(services_.store, entry_));
    if (before && before->record && wants_acknowledgment(*before->record)) co_return Result<void>{};
    CO_TRY(auto everybody, co_await everybody_with(services_, entry_.dog_id));
    std::set<std::string> accounts;
    for (const circle::Grant& grant : everybody) accounts.insert(grant.account_id);
    co_return co_await tell(std::move(accounts), NoticeKind::kAlert);
  }

  Task<Result<void>> acknowledged() {
    if (!is_new()) co_return Result<void>{};
    auto marked = co_await services_.notices.mark_record(entry_.by.id, text_of(entry_.record->fields, "alertId"),
                                                         NoticeKind::kAlert);
    if (marked) services_.live.notices_changed(entry_.by.id);
    co_return marked;
  }

  const EventServices services_;
  const Entry entry_;
  std::set<std::string> told_;
};

// Of a handover that was accepted: to whoever gave the dog away, who no longer sees it.
Task<Result<void>> tell_handed_over(EventServices services, std::vector<Entry> entries) {
  if (entries.size() != 2 || entries[0].action != "member-added" || entries[1].action != "member-removed")
    co_return Result<void>{};
  CO_TRY(auto name, co_await dog_name(services.store, entries[0].dog_id));
  const std::string& giver = entries[1].by.id;
  if (giver == entries[0].by.id) co_return Result<void>{};
  Notice notice{.id = notice_id(entries[0].at, NoticeKind::kHandover, entries[0].dog_id, giver),
                .kind = NoticeKind::kHandover,
                .dog_name = std::move(name),
                .by = entries[0].by};
  co_return co_await services.notifier.tell(giver, std::move(notice));
}

Task<Result<void>> tell_of_entries(EventServices services, std::vector<Entry> entries, bool imported) {
  for (Entry& entry : entries) {
    if (!entry.record || entry.record->common.deleted) continue;
    const std::string& type = entry.record->common.type;
    if (imported && type != "homework" && type != "vaccination") continue;
    Event event(services, std::move(entry));
    CO_CHECK_OK(co_await event.tell());
  }
  co_return Result<void>{};
}

Task<Result<void>> changes(EventServices services, jobs::Job job) {
  const std::string dog_id(job.payload.at("dogId").as_string());
  const auto from = boost::json::value_to<std::uint64_t>(job.payload.at("from"));
  const auto to = boost::json::value_to<std::uint64_t>(job.payload.at("to"));
  const bool imported = job.payload.at("imported").as_bool();
  log::Reader reader(services.store, dog_id, {.after = from - 1, .until = to, .page = kEntriesAtOnce});
  while (!reader.ended()) {
    CO_TRY(const std::vector<log::StoredEntry> page, co_await reader.next());
    std::vector<Entry> entries;
    for (const log::StoredEntry& one : page) {
      CO_TRY(Entry entry, entry_from(dog_id, one.label, one.body));
      entries.push_back(std::move(entry));
    }
    if (to - from == 1) CO_CHECK_OK(co_await tell_handed_over(services, entries));
    CO_CHECK_OK(co_await tell_of_entries(services, std::move(entries), imported));
  }
  co_return co_await reader.check_complete();
}

Task<Result<void>> tell_invited(EventServices services, jobs::Job job) {
  const auto text = [&](std::string_view name) { return std::string(job.payload.at(name).as_string()); };
  auto account = co_await services.accounts.find_by_email(text("email"));
  if (!account && account.error().code == Code::kNotFound) co_return Result<void>{};
  if (!account) co_return std::unexpected(account.error());
  const std::string account_id = account->id.text();
  if (!account->email_verified || account_id == text("byId")) co_return Result<void>{};
  auto offer = co_await services.circle.preview(text("token"));
  if (!offer && (offer.error().code == Code::kGone || offer.error().code == Code::kNotFound)) co_return Result<void>{};
  if (!offer) co_return std::unexpected(offer.error());
  const NoticeKind kind = offer->transfer ? NoticeKind::kHandover : NoticeKind::kInvitation;
  Notice notice{.id = notice_id(*Timestamp::parse(text("at")), kind, text("invitationId"), account_id),
                .kind = kind,
                .dog_name = std::move(offer->dog_name),
                .by = circle::Person{.id = text("byId"), .name = std::move(offer->invited_by)},
                .invitation = text("token")};
  co_return co_await services.notifier.tell(account_id, std::move(notice));
}

}  // namespace

void handle_events(const EventServices& services) {
  services.runner.handle(log::kEntriesJob, [services](jobs::Job job) { return changes(services, std::move(job)); });
  services.runner.handle(kInvitedJob, [services](jobs::Job job) { return tell_invited(services, std::move(job)); });
  services.runner.handle(kDueJob, [services](jobs::Job job) { return tell_due(services, std::move(job)); });
}

jobs::NewJob invited(const circle::Invitation& invitation, const Timestamp& now) {
  return {.kind = kInvitedJob,
          .payload = {{"email", invitation.email.value_or("")},
                      {"token", invitation.token.value_or("")},
                      {"invitationId", invitation.id.text()},
                      {"byId", invitation.created_by.id},
                      {"at", invitation.created_at.utc_text()}},
          .due = now,
          .useless_after = invitation.expires_at,
          .secret = true};
}

}  // namespace doggy::notify
