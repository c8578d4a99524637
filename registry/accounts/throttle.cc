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

}  // namespace

Task<Result<void>> count_attempt(store::Store& store, std::string name, Allowance allowance, Timestamp now) {
  const store::Key key = throttle_key(name);
  const std::int64_t now_seconds = now.unix_ms() / 1000;
  for (int i = 0; i < kMostRivals; ++i) {
    CO_TRY(auto found, co_await store.get(key));
    const auto& before = found;
    const bool running = before && before->expires_at > now_seconds;
    const std::uint32_t count = running ? count_in(before->body) : 0;
    if (count >= allowance.attempts) co_return std::unexpected(throttled(before->expires_at - now_seconds));

    store::Item after{.key = key, .version = before ? before->version + 1 : 1, .body = fmt::to_string(count + 1)};
    after.expires_at = running ? before->expires_at : now_seconds + allowance.seconds;
    const store::Condition unchanged = before ? store::Condition(store::VersionIs{before->version}) : store::Absent{};
    std::vector<store::Write> writes;
    writes.emplace_back(store::Put{std::move(after), unchanged});
    auto done = co_await store.commit(std::move(writes));
    if (done) co_return Result<void>{};
    if (done.error().code != Code::kConflict) co_return done;
  }
  co_return std::unexpected(throttled(1));
}

Task<Result<void>> forget_attempts(store::Store& store, std::string name) {
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{throttle_key(name), store::Any{}});
  co_return co_await store.commit(std::move(writes));
}

}  // namespace doggy::accounts
