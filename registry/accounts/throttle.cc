#include "registry/accounts/throttle.h"

#include <fmt/format.h>

#include <charconv>

#include "platform/id/secret.h"
#include "platform/try.h"
#include "registry/keys.h"

namespace doggy::accounts {
namespace {

// More rivals than this for one counter at one instant are themselves a reason to wait.
constexpr int kMostRivals = 16;

store::Key throttle_key(const std::string& name) {
  return {.pk = keys::kThrottle.of(sha256_hex(name)), .sk = "ATTEMPTS"};
}

std::uint32_t count_in(const std::string& body) {
  std::uint32_t count = 0;
  std::from_chars(body.data(), body.data() + body.size(), count);
  return count;
}

Error throttled(std::int64_t seconds) {
  return {.code = Code::kThrottled,
          .detail = fmt::format("Too many attempts. Try again in {} seconds.", seconds),
          .retry_after = std::chrono::seconds(seconds)};
}

// The write that counts one more attempt.
Task<Result<store::Write>> one_more(store::Store& store, Counter counter, std::int64_t now_seconds) {
  const store::Key key = throttle_key(counter.name);
  CO_TRY(const auto before, co_await store.get(key));
  const bool running = before && before->expires_at > now_seconds;
  const std::uint32_t count = running ? count_in(before->body) : 0;
  if (count >= counter.allowance.attempts) co_return std::unexpected(throttled(before->expires_at - now_seconds));

  store::Item after{.key = key, .version = before ? before->version + 1 : 1, .body = fmt::to_string(count + 1)};
  after.expires_at = running ? before->expires_at : now_seconds + counter.allowance.seconds;
  const store::Condition unchanged = before ? store::Condition(store::VersionIs{before->version}) : store::Absent{};
  co_return store::Put{std::move(after), unchanged};
}

}  // namespace

Task<Result<void>> count_attempt(store::Store& store, std::vector<Counter> counters, Timestamp now) {
  for (int i = 0; i < kMostRivals; ++i) {
    std::vector<store::Write> writes;
    for (const Counter& counter : counters) {
      CO_TRY(auto write, co_await one_more(store, counter, now.unix_ms() / 1000));
      writes.push_back(std::move(write));
    }
    auto done = co_await store.commit(std::move(writes));
    if (done) co_return Result<void>{};
    if (done.error().code != Code::kConflict) co_return done;
  }
  co_return std::unexpected(throttled(1));
}

Task<Result<void>> count_attempt(store::Store& store, std::string name, Allowance allowance, Timestamp now) {
  std::vector<Counter> counters;
  counters.push_back({.name = std::move(name), .allowance = allowance});
  co_return co_await count_attempt(store, std::move(counters), now);
}

store::Write forgotten_attempts(const std::string& name) {
  return store::Delete{throttle_key(name), store::Any{}};
}

Task<Result<void>> forget_attempts(store::Store& store, std::string name) {
  std::vector<store::Write> writes;
  writes.push_back(forgotten_attempts(name));
  co_return co_await store.commit(std::move(writes));
}

}  // namespace doggy::accounts
