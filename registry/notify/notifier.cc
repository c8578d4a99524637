#include "registry/notify/notifier.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "platform/json/codec.h"
#include "platform/time/units.h"
#include "platform/try.h"
#include "registry/jobs/queue.h"
#include "registry/notify/digest.h"
#include "registry/notify/letters.h"

namespace doggy::notify {
namespace {

// A delivery that could not be made for so long is no news any more.
constexpr std::int64_t kWorthMs = 3 * kDayMs;

std::string job_kind(ChannelKind channel) {
  return fmt::format("notify-{}", codec::enum_name(channel));
}

std::string noun_of(const Notice& notice) {
  const std::string type = notice.record_type.value_or("record");
  if (type == "abc-record") return "an ABC record";
  std::string words = type;
  for (char& c : words)
    if (c == '-') c = ' ';
  const bool vowel = std::string_view("aeiou").find(words.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + words;
}

}  // namespace

Wording wording_of(const Notice& notice) {
  const std::string who = notice.by ? notice.by->name : "Somebody";
  const std::string& dog = notice.dog_name;
  const std::string day = notice.due_on ? notice.due_on->text() : "";
  switch (notice.kind) {
    case NoticeKind::kMention:
      return {"You were mentioned", fmt::format("{} mentioned you in {} about {}.", who, noun_of(notice), dog)};
    case NoticeKind::kComment:
      return {"A comment for you", fmt::format("{} wrote a comment about {}.", who, dog)};
    case NoticeKind::kVisitReport:
      return {"A visit report", fmt::format("{} wrote a report of a visit to {}.", who, dog)};
    case NoticeKind::kHomeworkDue:
      return {"Homework is due", fmt::format("Homework with {} is due on {}.", dog, day)};
    case NoticeKind::kVaccineDue:
      return {"A date is coming up", fmt::format("A vaccination of {} is due on {}.", dog, day)};
    case NoticeKind::kAlert:
      return {"An alert to acknowledge",
              fmt::format("{} wrote an alert about {} that you are to acknowledge.", who, dog)};
    case NoticeKind::kInvitation:
      return {"You are invited", fmt::format("{} invites you into the care circle of {}.", who, dog)};
    case NoticeKind::kMastery:
      return {"A target was mastered", fmt::format("{} has mastered a target.", dog)};
    case NoticeKind::kHandover:
      return {"A dog is handed over", notice.invitation ? fmt::format("{} hands {} over to you.", who, dog)
                                                        : fmt::format("{} has taken over {}.", who, dog)};
  }
  return {};
}

Task<Result<Notice>> as_mailed(accounts::Accounts& accounts, Notice notice) {
  notice.dog_name = mailed_name(notice.dog_name);
  if (!notice.by) co_return notice;
  const auto account = co_await accounts.get(notice.by->id);
  if (!account && account.error().code != Code::kNotFound) co_return std::unexpected(account.error());
  if (account && account->email_verified) {
    notice.by->name = mailed_name(notice.by->name);
  } else {
    notice.by.reset();
    if (notice.invitation) notice.dog_name = "a dog";
  }
  co_return notice;
}

std::string path_of(const Notice& notice) {
  if (notice.invitation) return "/invitations/" + *notice.invitation;
  if (!notice.dog_id) return "/notifications";
  const std::string dog = "/dogs/" + notice.dog_id->text();
  return notice.record_id ? dog + "/records/" + notice.record_id->text() : dog;
}

Notifier::Notifier(store::Store& store, accounts::Accounts& accounts, Notices& notices, Live& live,
                   jobs::Runner& runner, jobs::Clock clock)
    : store_(store), accounts_(accounts), notices_(notices), live_(live), runner_(runner), clock_(std::move(clock)) {}

void Notifier::add(ChannelKind kind, std::shared_ptr<Channel> channel) {
  channels_.emplace(kind, std::move(channel));
  runner_.handle(job_kind(kind), [this, kind](jobs::Job job) { return deliver(kind, std::move(job)); });
}

Task<Result<void>> Notifier::tell(std::string account_id, Notice notice) {
  CO_TRY(auto preferences, co_await load_preferences(store_, account_id));
  const Ways& ways = preferences.of(notice.kind);
  notice.in_app = ways.in_app;
  const Timestamp now = clock_();
  // Not when it happened: what is told late is in the next digest all the same.
  notice.at = now;
  std::vector<store::Write> writes;
  for (const auto& [kind, channel] : channels_) {
    if (!ways.by(kind)) continue;
    const bool waits = kind != ChannelKind::kWebhook;
    writes.push_back(jobs::enqueue({.kind = job_kind(kind),
                                    .payload = {{"accountId", account_id}, {"noticeId", notice.id.text()}},
                                    .due = waits ? quiet_until(preferences, notice.kind, now) : now,
                                    .id = fmt::format("{}#{}", notice.id.text(), codec::enum_name(kind)),
                                    .useless_after = Timestamp::from_unix_ms(now.unix_ms() + kWorthMs)}));
  }
  if (ways.digest) writes.push_back(plan_digest(account_id, next_digest(preferences, now)));
  CO_TRY(auto added, co_await notices_.add(account_id, std::move(notice), std::move(writes)));
  if (!added) co_return Result<void>{};
  runner_.wake();
  live_.notices_changed(account_id);
  co_return Result<void>{};
}

Task<Result<void>> Notifier::deliver(ChannelKind kind, jobs::Job job) {
  const std::string account_id(job.payload.at("accountId").as_string());
  const std::string notice_id(job.payload.at("noticeId").as_string());
  CO_TRY(auto found, co_await notices_.get_visible(account_id, notice_id));
  auto& notice = found;
  if (!notice || notice->read_at) co_return Result<void>{};
  CO_TRY(auto preferences, co_await load_preferences(store_, account_id));
  if (!preferences.of(notice->kind).by(kind)) co_return Result<void>{};
  auto account = co_await accounts_.get(account_id);
  if (!account && account.error().code == Code::kNotFound) co_return Result<void>{};
  if (!account) co_return std::unexpected(account.error());

  Notice told = *notice;
  if (kind == ChannelKind::kEmail) {
    CO_TRY(told, co_await as_mailed(accounts_, std::move(told)));
  }
  Wording wording = wording_of(told);
  std::string path = path_of(*notice);
  co_return co_await channels_.at(kind)->deliver({.to = std::move(*account),
                                                  .notice = std::move(*notice),
                                                  .title = std::move(wording.title),
                                                  .summary = std::move(wording.summary),
                                                  .path = std::move(path)});
}

}  // namespace doggy::notify
