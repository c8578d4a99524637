#include "registry/jobs/queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/class.hpp>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "platform/id/secret.h"
#include "platform/id/uuid.h"
#include "platform/json/codec.h"
#include "platform/observe/log.h"
#include "platform/time/units.h"
#include "platform/try.h"
#include "registry/keys.h"

namespace doggy::jobs {

/// The body of a job's item.
struct Stored {
  std::string kind;
  boost::json::object payload;
  unsigned attempts = 0;
  std::optional<Timestamp> useless_after;
  bool secret = false;
  std::optional<std::string> reason;  // Of a dead letter.
};
BOOST_DESCRIBE_STRUCT(Stored, (), (kind, payload, attempts, useless_after, secret, reason))

}  // namespace doggy::jobs

template <>
struct doggy::codec::Schema<doggy::jobs::Stored> {
  static constexpr std::string_view kName = "Job";
  static constexpr std::string_view kDoc = "A job as it is stored.";
  static constexpr std::array kFields{
      Field{.member = "kind", .doc = "What is to be done."},
      Field{.member = "payload", .doc = "With what."},
      Field{.member = "attempts", .doc = "How often it was begun."},
      Field{.member = "useless_after", .doc = "When it is no longer worth doing."},
      Field{.member = "secret", .doc = "Whether a dead letter is kept without the payload."},
      Field{.member = "reason", .doc = "Why it is a dead letter."},
  };
};

namespace doggy::jobs {
namespace {

constexpr std::string_view kJob = "JOB#";
constexpr std::string_view kAfterJobs = "JOB$";  // '$' follows '#'.
constexpr std::string_view kDead = "DEAD#";
constexpr std::string_view kAfterDead = "DEAD$";
constexpr std::size_t kTimeLength = 24;  // "2026-11-23T09:00:00.000Z"
constexpr std::size_t kMostPayload = 100'000;
constexpr std::size_t kLongestId = 200;
constexpr std::size_t kMostCounted = 1000;
constexpr std::int64_t kDeadSeconds = 30 * kDaySeconds;

std::string partition(unsigned shard) {
  return keys::kJobs.of(std::to_string(shard));
}

std::string sort_key(const Timestamp& due, std::string_view id) {
  return fmt::format("{}{}#{}", kJob, due.utc_text(), id);
}

std::string stored_text(const Held& held, std::optional<std::string> reason = {}) {
  return codec::encode_text(Stored{.kind = held.job.kind,
                                   .payload = reason && held.secret ? boost::json::object() : held.job.payload,
                                   .attempts = held.job.attempt,
                                   .useless_after = held.useless_after,
                                   .secret = held.secret,
                                   .reason = std::move(reason)},
                            codec::Source::kStored);
}

std::optional<Held> held_from(store::Item item) {
  auto stored = codec::decode_text<Stored>(item.body, codec::Source::kStored);
  if (!stored) return std::nullopt;
  const std::string id = item.key.sk.substr(kJob.size() + kTimeLength + 1);
  return Held{.key = std::move(item.key),
              .version = item.version,
              .job = {.kind = std::move(stored->kind),
                      .payload = std::move(stored->payload),
                      .id = id,
                      .attempt = stored->attempts},
              .useless_after = std::move(stored->useless_after),
              .secret = stored->secret};
}

}  // namespace

store::Write enqueue(NewJob job) {
  if (job.id.empty()) job.id = Uuid::v7().text();
  if (job.id.size() > kLongestId) throw std::logic_error("jobs: an id is too long");
  const unsigned shard = sha256(job.id)[0] % kShards;
  const Held held{.key = {.pk = partition(shard), .sk = sort_key(job.due, job.id)},
                  .version = 1,
                  .job = {.kind = std::move(job.kind), .payload = std::move(job.payload), .id = job.id, .attempt = 0},
                  .useless_after = std::move(job.useless_after),
                  .secret = job.secret};
  std::string body = stored_text(held);
  if (body.size() > kMostPayload) throw std::logic_error("jobs: a payload is too large");
  return store::Put{{.key = held.key, .version = held.version, .body = std::move(body)}, store::Any{}};
}

bool is_enqueue(const store::Write& write) {
  const auto* put = std::get_if<store::Put>(&write);
  return put != nullptr && keys::kJobs.has(put->item.key.pk) && put->item.key.sk.starts_with(kJob);
}

Timestamp Queue::due(const Held& held) {
  return *Timestamp::parse(std::string_view(held.key.sk).substr(kJob.size(), kTimeLength));
}

Task<Result<void>> Queue::put(NewJob job) {
  std::vector<store::Write> writes;
  writes.push_back(enqueue(std::move(job)));
  co_return co_await store_.commit(std::move(writes));
}

Task<Result<Queue::Page>> Queue::first(unsigned shard, std::size_t limit, std::string after) {
  CO_TRY(auto items, co_await store_.query({.pk = partition(shard),
                                            .from = std::string(kJob),
                                            .to = std::string(kAfterJobs),
                                            .after = std::move(after),
                                            .limit = limit}));
  Page page;
  if (items.size() == limit) page.next = items.back().key.sk;
  page.jobs.reserve(items.size());
  for (store::Item& item : items) {
    auto one = held_from(std::move(item));
    if (one)
      page.jobs.push_back(std::move(*one));
    else
      observe::log(observe::Level::kError, "job-unreadable");
  }
  co_return page;
}

// Puts `by`, or nothing, in the place of the job as we know it.
Task<Result<bool>> Queue::replace(Held held, std::optional<store::Item> by) {
  std::vector<store::Write> writes;
  const bool stays = by && by->key == held.key;
  if (!stays) writes.emplace_back(store::Delete{held.key, store::VersionIs{held.version}});
  if (by) {
    const store::Condition condition = stays ? store::Condition(store::VersionIs{held.version}) : store::Absent{};
    writes.emplace_back(store::Put{std::move(*by), condition});
  }
  auto done = co_await store_.commit(std::move(writes));
  if (!done && done.error().code == Code::kConflict) co_return false;
  if (!done) co_return std::unexpected(done.error());
  co_return true;
}

Task<Result<std::optional<Held>>> Queue::take(Held held, std::chrono::seconds lease) {
  Held taken = held;
  taken.key.sk =
      sort_key(Timestamp::from_unix_ms(clock_().unix_ms() + lease / std::chrono::milliseconds(1)), held.job.id);
  ++taken.version;
  ++taken.job.attempt;
  store::Item item{.key = taken.key, .version = taken.version, .body = stored_text(taken)};
  CO_TRY(auto done, co_await replace(std::move(held), std::move(item)));
  if (!done) co_return std::nullopt;
  co_return taken;
}

Task<Result<bool>> Queue::finish(Held held) {
  co_return co_await replace(std::move(held), std::nullopt);
}

Task<Result<bool>> Queue::retry(Held held, std::chrono::milliseconds delay) {
  store::Item item{.key = held.key, .version = held.version + 1, .body = stored_text(held)};
  item.key.sk = sort_key(Timestamp::from_unix_ms(clock_().unix_ms() + delay.count()), held.job.id);
  co_return co_await replace(std::move(held), std::move(item));
}

Task<Result<bool>> Queue::bury(Held held, std::string reason) {
  const Timestamp now = clock_();
  store::Item item{.key = held.key, .version = 1, .body = stored_text(held, std::move(reason))};
  item.key.sk = fmt::format("{}{}#{}", kDead, now.utc_text(), held.job.id);
  item.expires_at = now.unix_ms() / 1000 + kDeadSeconds;
  co_return co_await replace(std::move(held), std::move(item));
}

Task<Result<Depth>> Queue::depth() {
  Depth depth;
  const Timestamp now = clock_();
  for (unsigned shard = 0; shard < kShards; ++shard) {
    store::Query due{
        .pk = partition(shard), .from = std::string(kJob), .to = sort_key(now, "~"), .limit = kMostCounted};
    due.brief = true;
    CO_TRY(auto waiting, co_await store_.query(std::move(due)));
    depth.due += waiting.size();
    if (!waiting.empty()) {
      const Timestamp oldest = Queue::due({.key = waiting.front().key});
      depth.oldest = std::max(depth.oldest, std::chrono::milliseconds(now.unix_ms() - oldest.unix_ms()));
    }
    store::Query dead{
        .pk = partition(shard), .from = std::string(kDead), .to = std::string(kAfterDead), .limit = kMostCounted};
    dead.brief = true;
    CO_TRY(auto buried, co_await store_.query(std::move(dead)));
    depth.dead += buried.size();
  }
  co_return depth;
}

}  // namespace doggy::jobs
