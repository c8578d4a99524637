#include "registry/erasure/forget_in_dog.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/circle/circle.h"
#include "registry/keys.h"
#include "registry/log/entry.h"
#include "registry/organizations/membership.h"
#include "registry/store/query_all.h"

namespace doggy::erasure {
namespace {

constexpr std::size_t kPage = 100;
constexpr std::size_t kRecordsAtOnce = 20;  // With the log's own two writes within the 25 that every store takes.
constexpr std::size_t kPlacesAtOnce = 10;   // Two writes each.

using Changes = Result<std::vector<log::Change>>;

bool made_by(const std::string& body, const std::string& account_id) {
  const auto value = codec::parse(body);
  if (!value || !value->is_object()) return false;
  const auto* maker = value->get_object().if_contains("createdBy");
  if (maker == nullptr || !maker->is_object()) return false;
  const auto* id = maker->get_object().if_contains("id");
  return id != nullptr && id->is_string() && std::string_view(id->get_string()) == account_id;
}

// What is to become of an item; nothing when it may stay as it is.
std::optional<store::Write> write_for(const store::Item& item, const Erased& who) {
  const store::Condition unchanged = store::VersionIs{item.version};
  const bool place = item.key.sk == "MEMBER#" + who.account_id;  // That had expired; others were left.
  if (place || (item.key.sk.starts_with("SHARE#") && made_by(item.body, who.account_id)))
    return store::Delete{item.key, unchanged};
  auto text = without_name(item.body, who);
  if (!text) return std::nullopt;
  store::Item after = item;
  after.body = std::move(*text);
  if (item.key.sk.starts_with("LOG#")) {
    // An entry that was erased from before has its first hash within the text.
    after.body = log::hash_before_erasure(item.body)
                     ? std::move(after.body)
                     : log::erased_entry(std::move(after.body), log::entry_hash(item.body));
  }
  return store::Put{std::move(after), unchanged};
}

log::Change erased_change(const Erased& who, Timestamp at, std::vector<store::Write> writes) {
  return {.action = std::string(log::kMemberErased),
          .by = {.id = who.account_id, .name = std::string(kFormerMember), .role = circle::Role::kWalker},
          .at = std::move(at),
          .label = {},
          .detail_name = "person",
          .detail = fmt::format(R"({{"id":"{}"}})", who.account_id),
          .writes = std::move(writes)};
}

std::vector<log::Change> changes_of(log::Change change) {
  std::vector<log::Change> changes;
  changes.push_back(std::move(change));
  return changes;
}

// Alone in its transaction, so that nobody writes a record while its name is taken out of it. Does as many of the items
// as the store takes bytes at once.
class ForgetItems : public log::Operation {
 public:
  ForgetItems(store::Store& store, Erased who, std::vector<store::Key> keys, Timestamp now)
      : store_(store), who_(std::move(who)), keys_(std::move(keys)), now_(std::move(now)) {}

  [[nodiscard]] std::vector<std::string> touches() const override { return {}; }
  [[nodiscard]] bool alone() const override { return true; }

  Task<Changes> decide(std::uint64_t) override {
    CO_TRY(auto items, co_await store_.get_many(keys_));
    std::vector<store::Write> writes;
    std::size_t bytes = 0;
    for (done_ = 0; done_ < keys_.size(); ++done_) {
      const auto& item = items[done_];
      auto write = item ? write_for(*item, who_) : std::nullopt;
      if (!write) continue;
      bytes += log::bytes_of(*write);
      if (!writes.empty() && bytes > store_.transaction_bytes()) break;
      writes.push_back(std::move(*write));
    }
    if (writes.empty()) co_return std::vector<log::Change>{};
    co_return changes_of(erased_change(who_, now_, std::move(writes)));
  }

  /// Those that had no room. After a run.
  [[nodiscard]] std::vector<store::Key> left() const {
    return {keys_.begin() + static_cast<std::ptrdiff_t>(done_), keys_.end()};
  }

 private:
  store::Store& store_;
  const Erased who_;
  const std::vector<store::Key> keys_;
  const Timestamp now_;
  std::size_t done_ = 0;
};

// Gives places a new version.
class RenewPlaces : public log::Operation {
 public:
  RenewPlaces(store::Store& store, std::string dog_id, Erased who, std::vector<store::Key> keys, Timestamp now)
      : store_(store), dog_id_(std::move(dog_id)), who_(std::move(who)), keys_(std::move(keys)), now_(std::move(now)) {}

  [[nodiscard]] std::vector<std::string> touches() const override { return {}; }
  [[nodiscard]] bool alone() const override { return true; }

  Task<Changes> decide(std::uint64_t) override {
    CO_TRY(auto items, co_await store_.get_many(keys_));
    std::vector<store::Write> writes;
    for (const auto& item : items) {
      if (!item) continue;
      CO_TRY(auto member, codec::decode_text<circle::Member>(item->body, codec::Source::kStored));
      std::ranges::move(circle::member_writes(dog_id_, member, item->version + 1, store::VersionIs{item->version}),
                        std::back_inserter(writes));
    }
    if (writes.empty()) co_return std::vector<log::Change>{};
    co_return changes_of(erased_change(who_, now_, std::move(writes)));
  }

 private:
  store::Store& store_;
  const std::string dog_id_;
  const Erased who_;
  const std::vector<store::Key> keys_;
  const Timestamp now_;
};

class Forgetting {
 public:
  Forgetting(store::Store& store, log::DogLog& log, std::string dog_id, Erased who, Timestamp now)
      : store_(store), log_(log), dog_id_(std::move(dog_id)), who_(std::move(who)), now_(std::move(now)) {}

  Task<Result<void>> run() {
    store::Query query{.pk = log::partition_of(dog_id_), .limit = kPage};
    for (;;) {
      CO_TRY(auto items, co_await store_.query(query));
      for (const store::Item& item : items) {
        if (write_for(item, who_)) keys_.push_back(item.key);
        if (keys_.size() < kRecordsAtOnce) continue;
        auto done = co_await forget();
        if (!done) co_return done;
      }
      if (items.size() < kPage) break;
      query.after = items.back().key.sk;
    }
    auto done = co_await forget();
    if (!done) co_return done;
    co_return co_await renew_places();
  }

 private:
  Task<Result<void>> forget() {
    while (!keys_.empty()) {
      auto operation = std::make_shared<ForgetItems>(store_, who_, std::exchange(keys_, {}), now_);
      auto done = co_await log_.run(dog_id_, operation);
      if (!done) co_return done;
      keys_ = operation->left();
    }
    co_return Result<void>{};
  }

  Task<Result<void>> renew_places() {
    store::Query query{.pk = log::partition_of(dog_id_), .from = "MEMBER#", .to = "MEMBER$", .limit = kPlacesAtOnce};
    for (;;) {
      CO_TRY(auto items, co_await store_.query(query));
      std::vector<store::Key> keys;
      for (const store::Item& item : items) {
        keys.push_back(item.key);
        auto told = co_await forget_notices_of_member(item.key.sk.substr(std::string_view("MEMBER#").size()));
        if (!told) co_return told;
      }
      if (!keys.empty()) {
        auto operation = std::make_shared<RenewPlaces>(store_, dog_id_, who_, std::move(keys), now_);
        auto done = co_await log_.run(dog_id_, operation);
        if (!done) co_return done;
      }
      if (items.size() < kPlacesAtOnce) co_return Result<void>{};
      query.after = items.back().key.sk;
    }
  }

  // A person, or an organization and its people.
  Task<Result<void>> forget_notices_of_member(std::string member_id) {
    CO_TRY(auto people,
           co_await store::query_all(
               store_, {.pk = organizations::partition_of(member_id), .from = "MEMBER#", .to = "MEMBER$"}));
    for (const store::Item& item : people) {
      auto told = co_await forget_notices(item.key.sk.substr(std::string_view("MEMBER#").size()));
      if (!told) co_return told;
    }
    co_return co_await forget_notices(member_id);
  }

  // What others were told of what the person did.
  Task<Result<void>> forget_notices(const std::string& account_id) {
    return forget_in_items(
        store_, {.pk = keys::kAccount.of(account_id), .from = "NOTICE#", .to = "NOTICE$", .limit = kPage}, who_);
  }

  store::Store& store_;
  log::DogLog& log_;
  const std::string dog_id_;
  const Erased who_;
  const Timestamp now_;
  std::vector<store::Key> keys_;  // Where the name was found.
};

}  // namespace

Task<Result<void>> forget_in_items(store::Store& store, store::Query query, Erased who) {
  for (;;) {
    CO_TRY(auto items, co_await store.query(query));
    for (const store::Item& item : items) {
      auto text = without_name(item.body, who);
      if (!text) continue;
      store::Item after = item;
      after.body = std::move(*text);
      std::vector<store::Write> writes;
      writes.emplace_back(store::Put{std::move(after), store::VersionIs{item.version}});
      auto done = co_await store.commit(std::move(writes));
      if (!done) co_return done;
    }
    if (items.size() < query.limit) co_return Result<void>{};
    query.after = items.back().key.sk;
  }
}

Task<Result<void>> forget_in_dog(store::Store& store, log::DogLog& log, std::string dog_id, Erased who, Timestamp now) {
  Forgetting forgetting(store, log, std::move(dog_id), std::move(who), std::move(now));
  co_return co_await forgetting.run();
}

}  // namespace doggy::erasure
