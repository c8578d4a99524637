#include "alert-analyzer/app/dead_letters.h"

#include <boost/json/object.hpp>
#include <filesystem>
#include <memory>
#include <ostream>
#include <utility>
#include <vector>

#include "alert-analyzer/incidents/ledger.h"
#include "alert-analyzer/queue/sqlite_queue.h"
#include "alert-analyzer/redaction/redactor.h"
#include "platform/json/codec.h"
#include "platform/time/timestamp.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

using boost::json::object;

constexpr std::size_t kMost = 100'000;

struct Opened {
  std::unique_ptr<Queue> queue;
  std::unique_ptr<Ledger> ledger;
};

Result<Opened> open_both(const std::string& data) {
  const std::filesystem::path folder = data;
  std::error_code error;
  if (!std::filesystem::exists(folder / "queue.sqlite", error))
    return fail(Code::kUnavailable, data + " is no data folder of the alert analyzer.");
  auto queue = open_sqlite_queue(folder / "queue.sqlite", false);
  if (!queue) return std::unexpected(std::move(queue.error()));
  auto ledger = Ledger::open(folder / "incidents.sqlite", false);
  if (!ledger) return std::unexpected(std::move(ledger.error()));
  return Opened{.queue = *std::move(queue), .ledger = *std::move(ledger)};
}

}  // namespace

Result<int> list_dead_letters(const std::string& data, std::ostream& out) {
  TRY(auto opened, open_both(data));
  TRY(auto alerts, opened.queue->dead(kMost));
  const Redactor redactor;
  for (const DeadMessage& one : alerts)
    out << codec::to_text(object{{"kind", "alert"},
                                 {"id", one.id},
                                 {"since", Timestamp::from_unix_ms(one.enqueued_ms).text()},
                                 {"attempts", one.attempts},
                                 {"reason", redactor.redact(one.reason)}})
        << '\n';
  std::vector<Delivery> deliveries;
  CHECK_OK(opened.ledger->read([&](Books& books) { deliveries = books.dead_deliveries(kMost); }));
  for (const Delivery& one : deliveries)
    out << codec::to_text(object{{"kind", codec::enum_name(one.kind)},
                                 {"id", one.id},
                                 {"since", Timestamp::from_unix_ms(one.created_ms).text()},
                                 {"attempts", one.attempts},
                                 {"subject", redactor.redact(one.subject)},
                                 {"reason", redactor.redact(one.error)}})
        << '\n';
  return 0;
}

Result<int> replay_dead_letters(const std::string& data, const std::string& id, std::ostream& out) {
  TRY(auto opened, open_both(data));
  TRY(auto alerts, opened.queue->replay(id));
  std::uint64_t deliveries = 0;
  CHECK_OK(opened.ledger->transact(
      [&](Books& books) { deliveries = books.replay_deliveries(id, Timestamp::now().unix_ms()); }));
  out << alerts << " alerts and " << deliveries << " messages wait again\n";
  return alerts + deliveries == 0 ? 1 : 0;
}

}  // namespace doggy::analyzer
