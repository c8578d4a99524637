#include "registry/notify/bulletin.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/class.hpp>
#include <exception>
#include <utility>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/codec.h"
#include "platform/json/schema.h"
#include "platform/observe/log.h"
#include "platform/try.h"
#include "registry/keys.h"

namespace doggy::notify {

// The body of an item.
struct Told {
  std::string from;  // The server.
  std::vector<std::string> dogs;
  std::vector<std::string> accounts;
  std::vector<std::string> notices;  // Of these accounts.
  std::vector<std::string> organizations;
};
BOOST_DESCRIBE_STRUCT(Told, (), (from, dogs, accounts, notices, organizations))

namespace {

const std::string kPartition(keys::kBulletin.prefix);

// Milliseconds since 1970, so that items sort by their time.
std::string sort_key(const Timestamp& at) {
  return fmt::format("{:015}", at.unix_ms());
}

std::vector<std::string>& list_of(Told& told, Subject subject) {
  switch (subject) {
    case Subject::kDog:
      return told.dogs;
    case Subject::kAccount:
      return told.accounts;
    case Subject::kNotices:
      return told.notices;
    case Subject::kOrganization:
      break;
  }
  return told.organizations;
}

Task<void> exchange_now_and_then(Bulletin& bulletin, Supervisor& background) {
  bool well = true;
  for (;;) {
    const bool go_on = co_await background.sleep(Bulletin::kEvery);
    if (!go_on) co_return;
    std::string problem;
    try {
      const auto exchanged = co_await bulletin.exchange();
      if (!exchanged) problem = exchanged.error().detail;
    } catch (const std::exception& error) {
      // One item that cannot be read must not end what all others are told by.
      problem = error.what();
    }
    if (!problem.empty() && well) observe::log(observe::Level::kWarn, "bulletin-failed", {{"detail", problem}});
    well = problem.empty();
  }
}

}  // namespace
}  // namespace doggy::notify

template <>
struct doggy::codec::Schema<doggy::notify::Told> {
  static constexpr std::string_view kName = "Told";
  static constexpr std::string_view kDoc = "What has changed.";
  static constexpr std::array kFields{
      Field{.member = "from", .doc = "The server that tells."},
      Field{.member = "dogs", .doc = "Dogs whose logs went on."},
      Field{.member = "accounts", .doc = "Accounts with other dogs or sessions."},
      Field{.member = "notices", .doc = "Accounts with other notices."},
      Field{.member = "organizations", .doc = "Organizations with other dogs."},
  };
};

namespace doggy::notify {

Bulletin::Bulletin(store::Store& store, Live& live, std::function<Timestamp()> clock)
    : store_(store), live_(live), clock_(std::move(clock)), self_(Uuid::v7().text()), began_(clock_()) {
  live_.announce_to([this](Subject subject, const std::string& id) {
    const std::lock_guard lock(mutex_);
    news_.emplace(subject, id);
  });
}

Bulletin::~Bulletin() {
  live_.announce_to({});
}

void Bulletin::start(Runtime& runtime, Supervisor& background) {
  background.spawn(runtime.loop(0).get_executor(), "bulletin",
                   [this, &background] { return exchange_now_and_then(*this, background); });
}

Task<Result<void>> Bulletin::exchange() {
  // What cannot be said is no reason not to listen.
  auto told = co_await put_up();
  auto heard = co_await read();
  co_return told ? std::move(heard) : std::move(told);
}

Task<Result<void>> Bulletin::put_up() {
  News taken;
  {
    const std::lock_guard lock(mutex_);
    while (!news_.empty() && taken.size() < kMostTold) taken.insert(news_.extract(news_.begin()));
  }
  if (taken.empty()) co_return Result<void>{};
  Told told{.from = self_, .dogs = {}, .accounts = {}, .notices = {}, .organizations = {}};
  for (const auto& [subject, id] : taken) list_of(told, subject).push_back(id);
  const Timestamp now = clock_();
  store::Item item{.key = {.pk = kPartition, .sk = sort_key(now) + "#" + Uuid::v7().text()},
                   .version = 1,
                   .body = codec::encode_text(told),
                   .expires_at = now.unix_ms() / 1000 + std::chrono::seconds(kKept).count()};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{.item = std::move(item), .condition = store::Any{}});
  auto done = co_await store_.commit(std::move(writes));
  if (!done) {
    const std::lock_guard lock(mutex_);
    news_.merge(taken);
  }
  co_return done;
}

Task<Result<void>> Bulletin::read() {
  const Timestamp now = clock_();
  const auto late = std::chrono::milliseconds(kLate).count();
  // Nobody was connected to this server before it began.
  const Timestamp from = Timestamp::from_unix_ms(std::max(now.unix_ms(), began_.unix_ms() + late) - late);
  std::erase_if(known_, [&](const auto& one) { return one.second.unix_ms() < now.unix_ms() - 4 * late; });
  std::string after;
  for (;;) {
    constexpr std::size_t kPage = 1000;
    CO_TRY(auto items,
           co_await store_.query({.pk = kPartition, .from = sort_key(from), .after = after, .limit = kPage}));
    for (const store::Item& item : items)
      if (known_.emplace(item.key.sk, now).second) tell(item.body);
    if (items.size() < kPage) co_return Result<void>{};
    after = items.back().key.sk;
  }
}

void Bulletin::tell(const std::string& body) {
  auto told = codec::decode_text<Told>(body, codec::Source::kStored);
  // Another version of the program may say more than this one knows.
  if (!told || told->from == self_) return;
  for (const Subject subject : {Subject::kDog, Subject::kAccount, Subject::kNotices, Subject::kOrganization})
    for (const std::string& id : list_of(*told, subject)) live_.hear(subject, id);
}

}  // namespace doggy::notify
