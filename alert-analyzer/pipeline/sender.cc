#include "alert-analyzer/pipeline/sender.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>

#include <utility>

#include "platform/json/codec.h"
#include "platform/observe/log.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

constexpr std::size_t kDeliveriesAtOnce = 20;
constexpr unsigned kFailuresInARow = 3;  // Then the channel itself is down, and the others wait for their time too.

prometheus::Counter& counter_of(const Figures& figures, DeliveryKind kind) {
  switch (kind) {
    case DeliveryKind::kNotice:
      return *figures.sent_notices;
    case DeliveryKind::kReport:
      return *figures.sent_reports;
    case DeliveryKind::kResolved:
      return *figures.sent_resolved;
    case DeliveryKind::kHeartbeat:
      return *figures.sent_heartbeats;
  }
  std::unreachable();
}

}  // namespace

Sender::Sender(Channel& channel, Ledger& ledger, Figures& figures, std::chrono::milliseconds give_up,
               std::function<Timestamp()> clock)
    : channel_(channel), ledger_(ledger), figures_(figures), give_up_(give_up), clock_(std::move(clock)) {}

Result<bool> Sender::step() {
  std::vector<Delivery> due;
  CHECK_OK(ledger_.read(
      [&](Books& books) { due = books.deliveries_due(channel_.name(), clock_().unix_ms(), kDeliveriesAtOnce); }));
  unsigned failures = 0;
  for (Delivery& delivery : due) {
    try_to_send(delivery, clock_().unix_ms());
    failures = delivery.state == DeliveryState::kSent ? 0 : failures + 1;
    CHECK_OK(mark(std::move(delivery)));
    if (failures == kFailuresInARow) return false;
  }
  return due.size() == kDeliveriesAtOnce;
}

void Sender::try_to_send(Delivery& delivery, std::int64_t now_ms) {
  if (!taken_.contains(delivery.id)) {
    ++delivery.attempts;
    const auto sent = channel_.send({.id = delivery.id,
                                     .incident_id = delivery.incident_id,
                                     .number = delivery.number,
                                     .subject = delivery.subject,
                                     .text = delivery.text});
    if (!sent) {
      figures_.send_failures->Increment();
      observe::log(observe::Level::kError, "delivery-failed",
                   {{"id", delivery.id}, {"attempts", delivery.attempts}, {"reason", sent.error().detail}});
      delivery.error = sent.error().detail;
      const bool hopeless = sent.error().code == Code::kInvalid || now_ms - delivery.created_ms > give_up_.count();
      if (hopeless) delivery.state = DeliveryState::kDead;
      delivery.due_ms = now_ms + backoff_.pause(delivery.attempts).count();
      return;
    }
    taken_.insert(delivery.id);
    const std::int64_t sent_ms = clock_().unix_ms();
    counter_of(figures_, delivery.kind).Increment();
    if (delivery.kind == DeliveryKind::kNotice)
      figures_.notice_seconds->Observe(static_cast<double>(sent_ms - delivery.created_ms) / 1000);
    observe::log(observe::Level::kInfo, "delivered",
                 {{"id", delivery.id}, {"kind", codec::enum_name(delivery.kind)}, {"attempts", delivery.attempts}});
  }
  delivery.state = DeliveryState::kSent;
  delivery.sent_ms = clock_().unix_ms();
  delivery.error.clear();
}

Result<void> Sender::mark(Delivery delivery) {
  auto marked = ledger_.transact([&](Books& books) { books.put(delivery); });
  if (marked) taken_.erase(delivery.id);
  return marked;
}

}  // namespace doggy::analyzer
