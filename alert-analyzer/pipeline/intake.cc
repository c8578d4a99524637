#include "alert-analyzer/pipeline/intake.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "alert-analyzer/delivery/text_cut.h"
#include "alert-analyzer/pipeline/facts.h"
#include "platform/id/uuid.h"
#include "platform/observe/log.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

constexpr std::size_t kAtOnce = 500;
constexpr std::chrono::milliseconds kHold = std::chrono::seconds(60);
constexpr std::chrono::milliseconds kRetry = std::chrono::seconds(5);
constexpr unsigned kMostAttempts = 30;  // The last twenty of them alone.
constexpr std::size_t kTitleBytes = 80;
constexpr std::string_view kStorm = "storm";  // No sender's group key: those are in braces.

std::string title_of(const Alert& alert) {
  std::string title(alert.name());
  for (std::string_view name : {"service", "job", "namespace", "instance"}) {
    if (alert.label(name).empty()) continue;
    // Not with a colon: "VaultSecretExpires: kennel" reads like a secret, which redaction would hide.
    title.append(" in ").append(alert.label(name));
    break;
  }
  return one_line(title, kTitleBytes);
}

}  // namespace

Intake::Intake(Queue& queue, Ledger& ledger, const Mailroom& mailroom, const Policy& policy, Figures& figures,
               std::function<Timestamp()> clock)
    : queue_(queue),
      ledger_(ledger),
      mailroom_(mailroom),
      policy_(policy),
      figures_(figures),
      clock_(std::move(clock)),
      started_ms_(clock_().unix_ms()) {}

// As many as may be taken at once: half as many with each time that the oldest was taken and not finished. A message
// that brings the process down is alone in the end, and those behind it are not held against.
Result<std::vector<Leased>> Intake::lease() {
  auto leased = queue_.lease(1, kHold);
  if (!leased || leased->empty()) return leased;
  const std::size_t size = kAtOnce >> std::min(leased->front().attempts - 1, 16U);
  if (size <= 1) return leased;
  auto more = queue_.lease(size - 1, kHold);
  if (!more) return leased;  // What there is, is handled.
  std::ranges::move(*more, std::back_inserter(*leased));
  return leased;
}

Result<bool> Intake::step() {
  TRY(auto leased, lease());
  const std::int64_t now_ms = clock_().unix_ms();
  if (!leased.empty() && leased.front().attempts > kMostAttempts) {
    CHECK_OK(queue_.bury(leased.front(), "It was tried too often."));
    figures_.unreadable->Increment();
    return true;
  }
  auto written = ledger_.transact([&](Books& books) {
    for (const Leased& message : leased) take(books, message, now_ms);
  });
  if (!written) {
    for (const Leased& message : leased) {
      auto again = queue_.retry(message, kRetry);
      if (!again) break;  // Its hold will end.
    }
    return std::unexpected(std::move(written.error()));
  }
  CHECK_OK(queue_.done(leased));  // They come again and are known then.
  // Apart, because it takes longer: however short a process lives, it takes alerts from the queue.
  CHECK_OK(ledger_.transact([&](Books& books) {
    plan_notices(books, now_ms);
    look_for_heartbeats(books, now_ms);
  }));
  return !leased.empty();
}

void Intake::take(Books& books, const Leased& message, std::int64_t now_ms) {
  auto alert = alert_from_text(message.body);
  if (!alert) {
    observe::log(observe::Level::kError, "alert-unreadable", {{"id", message.id}});
    figures_.unreadable->Increment();
    if (auto buried = queue_.bury(message, "It could not be read: " + alert.error().detail); !buried)
      observe::log(observe::Level::kError, "bury-failed", {{"reason", buried.error().detail}});
    return;
  }
  if (policy_.watchdogs.contains(std::string(alert->name()))) return beat(books, *alert, now_ms);
  auto known = books.alert(alert->occurrence());
  if (!books.see(alert->key(), now_ms)) {
    figures_.repeated->Increment();
    if (!known) return;
    ++known->repeats;
    return books.put(*known);
  }
  switch (alert->status) {
    case AlertStatus::kFiring:
      // What was resolved before it was told of fired earlier: it is over.
      if (!known) take_firing(books, *alert, message.enqueued_ms, now_ms);
      return;
    case AlertStatus::kResolved:
      if (known) return take_resolved(books, *alert, *std::move(known), now_ms);
      books.put(KnownAlert{.alert = *std::move(alert), .received_ms = message.enqueued_ms, .resolved_ms = now_ms});
  }
}

void Intake::take_firing(Books& books, const Alert& alert, std::int64_t received_ms, std::int64_t now_ms) {
  Incident incident = incident_for(books, alert, now_ms);
  const bool critical = is_critical(alert);
  incident.critical = incident.critical || critical;
  if (critical && incident.notice_due_ms == 0)
    incident.notice_due_ms = std::max(now_ms, incident.noticed_ms + policy_.between_notices.count());
  if (incident.report_due_ms == 0)
    incident.report_due_ms =
        incident.reported_ms == 0
            ? now_ms + policy_.gather.count()
            : std::max(now_ms + policy_.gather.count(), incident.reported_ms + policy_.between_reports.count());
  books.put(incident);
  books.put(KnownAlert{.incident_id = incident.id, .alert = alert, .critical = critical, .received_ms = received_ms});
}

Incident Intake::incident_for(Books& books, const Alert& alert, std::int64_t now_ms) const {
  if (auto open = books.open_incident(alert.group_key)) return *std::move(open);
  Incident incident{.id = Uuid::v7().text(), .group = alert.group_key, .title = title_of(alert), .opened_ms = now_ms};
  if (books.opened_since(now_ms - policy_.storm_window.count()) < policy_.storm_after) return incident;
  if (auto storm = books.open_incident(std::string(kStorm))) return *std::move(storm);
  incident.group = kStorm;
  incident.title = "Storm of alerts";
  incident.storm = true;
  return incident;
}

void Intake::take_resolved(Books& books, const Alert& alert, KnownAlert known, std::int64_t now_ms) {
  known.alert = alert;
  known.resolved_ms = now_ms;
  books.put(known);
  auto incident = books.incident(known.incident_id);
  if (incident && incident->closed_ms == 0 && books.firing(incident->id) == 0)
    close(books, *std::move(incident), now_ms);
}

void Intake::close(Books& books, Incident incident, std::int64_t now_ms) const {
  std::vector<KnownAlert> all = books.alerts(incident.id);
  std::vector<Alert> alerts;
  for (KnownAlert& one : all) {
    alerts.push_back(one.alert);
    one.noticed = true;
    one.reported = true;
    books.put(one);
  }
  Vault vault;
  const Letter letter = resolved_letter(facts_of(books, incident, std::move(alerts), policy_), incident.mails > 0);
  incident.closed_ms = now_ms;
  incident.notice_due_ms = 0;
  incident.report_due_ms = 0;
  mailroom_.plan(books, incident, DeliveryKind::kResolved, letter, vault, now_ms);
  books.put(incident);
}

void Intake::plan_notices(Books& books, std::int64_t now_ms) const {
  for (Incident& incident : books.notices_due(now_ms)) {
    std::vector<Alert> untold;
    for (KnownAlert& one : books.untold(incident.id)) {
      untold.push_back(one.alert);
      one.noticed = true;
      books.put(one);
    }
    incident.notice_due_ms = 0;
    if (!untold.empty()) {
      incident.noticed_ms = now_ms;
      Vault vault;
      const Letter letter = notice_letter(facts_of(books, incident, std::move(untold), policy_));
      mailroom_.plan(books, incident, DeliveryKind::kNotice, letter, vault, now_ms);
    }
    books.put(incident);
  }
}

void Intake::beat(Books& books, const Alert& alert, std::int64_t now_ms) {
  if (alert.status == AlertStatus::kResolved) return;  // It fell silent: its absence will tell.
  Heartbeat heartbeat{.name = std::string(alert.name())};
  for (const Heartbeat& one : books.heartbeats())
    if (one.name == heartbeat.name) heartbeat = one;
  if (heartbeat.missed) {
    Incident incident{.id = Uuid::v7().text(), .group = "heartbeat", .title = heartbeat.name, .opened_ms = now_ms};
    incident.closed_ms = now_ms;
    Vault vault;
    mailroom_.plan(books, incident, DeliveryKind::kHeartbeat,
                   heartbeat_letter(heartbeat.name, now_ms - heartbeat.last_ms, true), vault, now_ms);
    books.put(incident);
  }
  heartbeat.last_ms = now_ms;
  heartbeat.missed = false;
  books.put(heartbeat);
}

void Intake::look_for_heartbeats(Books& books, std::int64_t now_ms) const {
  std::vector<Heartbeat> heartbeats = books.heartbeats();
  if (heartbeats.empty() && policy_.watchdog_expected && !policy_.watchdogs.empty())
    heartbeats.push_back({.name = *policy_.watchdogs.begin(), .last_ms = started_ms_});
  std::int64_t longest_ms = 0;
  for (Heartbeat& heartbeat : heartbeats) {
    // While this process did not run, nobody listened.
    const std::int64_t silent_ms = now_ms - std::max(heartbeat.last_ms, started_ms_);
    longest_ms = std::max(longest_ms, now_ms - heartbeat.last_ms);
    if (heartbeat.missed || silent_ms < policy_.watchdog_silence.count()) continue;
    Incident incident{.id = Uuid::v7().text(), .group = "heartbeat", .title = heartbeat.name, .critical = true};
    incident.opened_ms = incident.closed_ms = now_ms;
    Vault vault;
    mailroom_.plan(books, incident, DeliveryKind::kHeartbeat, heartbeat_letter(heartbeat.name, silent_ms, false), vault,
                   now_ms);
    books.put(incident);
    heartbeat.missed = true;
    books.put(heartbeat);
  }
  figures_.heartbeat_age->Set(static_cast<double>(longest_ms) / 1000);
}

bool Intake::is_critical(const Alert& alert) const {
  return policy_.critical_severities.contains(std::string(alert.label(policy_.severity_label)));
}

}  // namespace doggy::analyzer
