#include "registry/accounts/passkeys/challenges.h"

#include <utility>

#include "platform/id/secret.h"
#include "platform/try.h"
#include "registry/keys.h"

namespace doggy::accounts {
namespace {

store::Key key_of(const std::string& challenge) {
  return {.pk = keys::kChallengeKey.of(sha256_hex(challenge)), .sk = "CHALLENGE"};
}

std::string label_of(Purpose purpose, const std::string& whom) {
  switch (purpose) {
    case Purpose::kAdd:
      return "add " + whom;
    case Purpose::kSignIn:
      return "sign-in " + whom;
    case Purpose::kProve:
      return "prove " + whom;
  }
  std::unreachable();
}

}  // namespace

Task<Result<std::string>> Challenges::issue(Purpose purpose, std::string whom) {
  std::string challenge = random_token();
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = key_of(challenge),
                                  .version = 1,
                                  .label = label_of(purpose, whom),
                                  .expires_at = clock_().unix_ms() / 1000 + kSeconds},
                                 store::Absent{}});
  CO_CHECK_OK(co_await store_.commit(std::move(writes)));
  co_return challenge;
}

Task<Result<void>> Challenges::redeem(Purpose purpose, std::string whom, std::string challenge) {
  const auto refused = [] {
    return fail_field("clientDataJson", "challenge", "This took too long or was sent twice. Try again.");
  };
  const store::Key key = key_of(challenge);
  CO_TRY(auto found, co_await store_.get(key));
  if (!found || found->expires_at <= clock_().unix_ms() / 1000 || found->label != label_of(purpose, whom)) {
    co_return refused();
  }
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{key, store::VersionIs{1}});
  auto done = co_await store_.commit(std::move(writes));
  if (!done && done.error().code == Code::kConflict) co_return refused();
  co_return done;
}

}  // namespace doggy::accounts
