#include "registry/notify/live_feed.h"

#include <map>
#include <set>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/reader.h"
#include "registry/organizations/membership.h"
#include "registry/records/sync.h"

namespace doggy::notify {
namespace {

// How far somebody was told of a dog.
struct Known {
  std::uint64_t seq = 0;
  std::uint64_t grant_version = 0;
};

}  // namespace

class Teller {
 public:
  explicit Teller(LiveFeed feed) : feed_(std::move(feed)) {}

  Task<Result<void>> begin() { return look(true); }

  Task<Ending> run(std::function<Task<bool>(std::string)> say) {
    say_ = std::move(say);
    while (!gone_ && !signed_out_) {
      const Listener::News news = co_await feed_.listener->next(feed_.look_again);
      if (news.ended) break;
      if (news.notices) co_await tell_of_notices();
      const bool nothing = news.dogs.empty() && !news.notices;
      if (news.account || nothing) static_cast<void>(co_await look(false));
      for (const std::string& dog_id : news.dogs) {
        if (gone_) break;
        co_await tell_of(dog_id);
      }
    }
    co_return signed_out_ ? Ending::kSignedOut : Ending::kGone;
  }

 private:
  // Compares with the dogs and the session as they are. A store that fails now is asked again later.
  Task<Result<void>> look(bool first) {
    auto account = co_await feed_.sessions.authenticate(feed_.token);
    if (!account && account.error().code == Code::kUnauthenticated) {
      signed_out_ = true;
      co_return Result<void>{};
    }
    if (!account) co_return std::unexpected(account.error());
    // Watched before it is read what the organizations have, so that nothing is missed between.
    CO_TRY(auto organizations, co_await organizations::memberships_of(feed_.store, feed_.account_id));
    std::set<std::string> belongs;
    for (const auto& one : organizations) belongs.insert(one.organization_id);
    feed_.listener->watch_organizations(belongs);
    CO_TRY(auto dogs, co_await feed_.circle.all_dogs_of(feed_.account_id));

    std::set<std::string> watched;
    for (const auto& [dog_id, membership] : dogs) watched.insert(dog_id);
    feed_.listener->watch(watched);
    const std::map<std::string, Known> before = std::exchange(known_, {});
    for (const auto& [dog_id, membership] : dogs) {
      const auto old = before.find(dog_id);
      if (old != before.end() && old->second.grant_version == membership.version) {
        known_.insert(*old);
        continue;
      }
      // Not where the head is: what is not visible yet is still to be told.
      auto seq = co_await log::visible_end(feed_.store, dog_id);
      if (!seq) continue;
      known_[dog_id] = {.seq = *seq, .grant_version = membership.version};
      if (!first) co_await say_changed(dog_id, *seq);
    }
    for (const auto& [dog_id, known] : before)
      if (!dogs.contains(dog_id)) co_await say_removed(dog_id);
    co_return Result<void>{};
  }

  Task<void> tell_of(std::string dog_id) {
    const auto known = known_.find(dog_id);
    if (known == known_.end()) co_return;
    auto grant = co_await feed_.circle.grant_of(dog_id, feed_.account_id);
    if (!grant) {
      if (grant.error().code != Code::kNotFound) co_return;
      known_.erase(known);
      co_return co_await say_removed(dog_id);
    }
    auto news = co_await records::news_of(feed_.store, dog_id, std::move(*grant), known->second.seq);
    if (!news) co_return;
    known->second.seq = news->seq;
    if (news->concerns) co_await say_changed(dog_id, news->seq);
  }

  Task<void> tell_of_notices() {
    auto unread = co_await feed_.notices.unread(feed_.account_id);
    if (unread) co_await say({.notifications = *unread});
  }

  // No coroutines themselves: the message is made before anything is waited for.
  Task<void> say_changed(const std::string& dog_id, std::uint64_t seq) {
    return say({.dog_id = Uuid::parse(dog_id), .seq = seq, .removed = {}});
  }
  Task<void> say_removed(const std::string& dog_id) {
    return say({.dog_id = Uuid::parse(dog_id), .seq = {}, .removed = true});
  }
  Task<void> say(LiveMessage message) {
    if (gone_) co_return;
    const bool heard = co_await say_(codec::encode_text(message));
    gone_ = !heard;
  }

  LiveFeed feed_;
  std::function<Task<bool>(std::string)> say_;
  std::map<std::string, Known> known_;
  bool gone_ = false;
  bool signed_out_ = false;
};

Task<Result<std::shared_ptr<Teller>>> begin(LiveFeed feed) {
  auto teller = std::make_shared<Teller>(std::move(feed));
  CO_CHECK_OK(co_await teller->begin());
  co_return teller;
}

Task<Ending> tell(std::shared_ptr<Teller> teller, std::function<Task<bool>(std::string)> say) {
  co_return co_await teller->run(std::move(say));
}

}  // namespace doggy::notify
