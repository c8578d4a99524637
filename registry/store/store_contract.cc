#include "registry/store/store_contract.h"

namespace doggy::store {
namespace {

const Key kKey{.pk = "DOG#1", .sk = "RECORD#1"};

Item item_of(std::uint64_t version, std::string body = "{}") {
  return {.key = kKey, .version = version, .body = std::move(body)};
}

bool is_conflict(const Result<void>& result) {
  return !result && result.error().code == Code::kConflict;
}

}  // namespace

void StoreContract::put_all(std::vector<Item> items) {
  for (Item& item : items) put(std::move(item));
}

std::vector<std::string> StoreContract::sort_keys(Query asked) {
  std::vector<std::string> keys;
  for (Item& item : query(std::move(asked))) keys.push_back(std::move(item.key.sk));
  return keys;
}

TEST_P(StoreContract, GetAnswersNothingForAnAbsentItem) {
  EXPECT_EQ(get(kKey), std::nullopt);
  put(item_of(1));
  EXPECT_EQ(get({.pk = "DOG#1", .sk = "RECORD#2"}), std::nullopt);
  EXPECT_EQ(get({.pk = "DOG#2", .sk = "RECORD#1"}), std::nullopt);
}

TEST_P(StoreContract, EveryFieldComesBackAsItWasPut) {
  constexpr std::int64_t kYear2100 = 4'102'444'800;
  const Item full{.key = {.pk = "DOG#\u00e9", .sk = "RECORD#\U0001F415"},
                  .version = 9'007'199'254'740'993,  // More than a double can tell apart.
                  .body = R"({"text":"Größe \"5\"\n","zero":")" + std::string(1, '\0') + "\"}",
                  .label = "notes|to|0",
                  .time = "2026-11-23T10:00:00.000Z#1",
                  .kind = "note#2026-11-23T10:00:00.000Z#1",
                  .expires_at = kYear2100};
  put(full);
  EXPECT_EQ(get(full.key), full);
  EXPECT_EQ(query({.pk = full.key.pk}), std::vector{full});
  EXPECT_EQ(query({.pk = full.key.pk, .index = Index::kTime}), std::vector{full});
  EXPECT_EQ(query({.pk = full.key.pk, .index = Index::kKind, .backward = true}), std::vector{full});
}

TEST_P(StoreContract, AnItemNeedsNoMoreThanAKey) {
  const Item bare{.key = kKey};
  put(bare);
  EXPECT_EQ(get(kKey), bare);
  EXPECT_EQ(query({.pk = kKey.pk}), std::vector{bare});
}

TEST_P(StoreContract, TheLargestItemFits) {
  constexpr std::size_t kLongest = 1024;
  const Item large{.key = {.pk = std::string(kLongest, 'p'), .sk = std::string(kLongest, 's')},
                   .version = 9'223'372'036'854'775'807,
                   .body = std::string(380'000, 'b'),
                   .label = std::string(4096, 'l'),
                   .time = std::string(kLongest, 't'),
                   .kind = std::string(kLongest, 'k')};
  put(large);
  EXPECT_EQ(get(large.key), large);
}

TEST_P(StoreContract, GetManyAnswersInTheOrderAsked) {
  std::vector<Key> keys;
  for (int i = 99; i >= 0; --i) keys.push_back({.pk = "P#" + std::to_string(i % 3), .sk = std::to_string(i)});
  for (std::size_t i = 0; i < keys.size(); i += 2) put({.key = keys[i], .version = i + 1});
  const auto found = must(run_task(store().get_many(keys)));
  ASSERT_EQ(found.size(), keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    ASSERT_EQ(found[i].has_value(), i % 2 == 0) << i;
    if (found[i]) EXPECT_EQ(*found[i], (Item{.key = keys[i], .version = i + 1}));
  }
}

TEST_P(StoreContract, GetManyTakesNoKeysAndTheSameKeyTwice) {
  EXPECT_TRUE(must(run_task(store().get_many({}))).empty());
  put(item_of(3));
  const auto twice = must(run_task(store().get_many({kKey, {.pk = "DOG#1", .sk = "HEAD"}, kKey})));
  EXPECT_EQ(twice, (std::vector<std::optional<Item>>{item_of(3), std::nullopt, item_of(3)}));
}

TEST_P(StoreContract, PutIfAbsentCreatesAndNeverReplaces) {
  must(commit({Put{item_of(1), Absent{}}}));
  EXPECT_TRUE(is_conflict(commit({Put{item_of(2), Absent{}}})));
  EXPECT_EQ(get(kKey), item_of(1));
}

TEST_P(StoreContract, PutIfVersionReplacesThatVersionAlone) {
  EXPECT_TRUE(is_conflict(commit({Put{item_of(1), VersionIs{1}}}))) << "there is none";
  must(commit({Put{item_of(1, "one"), Absent{}}}));
  EXPECT_TRUE(is_conflict(commit({Put{item_of(3), VersionIs{2}}})));
  EXPECT_TRUE(is_conflict(commit({Put{item_of(3), VersionIs{0}}})));
  must(commit({Put{item_of(2, "two"), VersionIs{1}}}));
  EXPECT_TRUE(is_conflict(commit({Put{item_of(2, "again"), VersionIs{1}}})));
  EXPECT_EQ(get(kKey), item_of(2, "two"));
}

TEST_P(StoreContract, VersionsAreTheCallers) {
  must(commit({Put{item_of(40, "old"), Absent{}}}));
  must(commit({Put{item_of(7, "new"), VersionIs{40}}}));
  EXPECT_EQ(get(kKey), item_of(7, "new"));
}

TEST_P(StoreContract, PutUnderNoConditionCreatesAndReplacesTheWholeItem) {
  Item first = item_of(5, "first");
  first.label = "label";
  first.time = "1";
  first.kind = "1";
  first.expires_at = 4'102'444'800;
  put(first);
  EXPECT_EQ(get(kKey), first);
  put(item_of(1));
  EXPECT_EQ(get(kKey), item_of(1));
}

TEST_P(StoreContract, DeleteRemovesUnderItsCondition) {
  put(item_of(2));
  EXPECT_TRUE(is_conflict(commit({Delete{kKey, VersionIs{1}}})));
  EXPECT_TRUE(is_conflict(commit({Delete{kKey, Absent{}}})));
  EXPECT_EQ(get(kKey), item_of(2));
  must(commit({Delete{kKey, VersionIs{2}}}));
  EXPECT_EQ(get(kKey), std::nullopt);
  EXPECT_TRUE(is_conflict(commit({Delete{kKey, VersionIs{2}}})));
  must(commit({Delete{kKey, Any{}}}));
  must(commit({Put{item_of(1), Absent{}}}));
  EXPECT_EQ(get(kKey), item_of(1));
}

TEST_P(StoreContract, CheckWritesNothing) {
  must(commit({Check{kKey, Absent{}}}));
  EXPECT_EQ(get(kKey), std::nullopt);
  EXPECT_TRUE(is_conflict(commit({Check{kKey, VersionIs{1}}})));
  put(item_of(1));
  must(commit({Check{kKey, VersionIs{1}}}));
  EXPECT_TRUE(is_conflict(commit({Check{kKey, Absent{}}})));
  EXPECT_EQ(get(kKey), item_of(1));
}

// The condition that fails stands first, in the middle and last, and is of each kind of write.
TEST_P(StoreContract, OneFailingConditionLeavesNothingWritten) {
  const Item kept{.key = {.pk = "DOG#1", .sk = "KEPT"}, .version = 1, .body = "kept"};
  const Item gone{.key = {.pk = "DOG#1", .sk = "GONE"}, .version = 1, .body = "still here"};
  put(kept);
  put(gone);
  Item changed = kept;
  changed.version = 2;
  const std::vector<Write> good{Put{{.key = {.pk = "DOG#1", .sk = "NEW"}, .version = 1, .time = "1"}, Absent{}},
                                Put{changed, VersionIs{1}}, Delete{gone.key, VersionIs{1}}};
  const Key other{.pk = "DOG#2", .sk = "ABSENT"};
  const std::vector<Write> bad{Put{{.key = other, .version = 2}, VersionIs{1}}, Delete{other, VersionIs{1}},
                               Check{other, VersionIs{1}}};
  for (std::size_t at = 0; at <= good.size(); ++at) {
    for (const Write& failing : bad) {
      std::vector<Write> writes = good;
      writes.insert(writes.begin() + static_cast<std::ptrdiff_t>(at), failing);
      EXPECT_TRUE(is_conflict(commit(std::move(writes))));
    }
  }
  EXPECT_EQ(query({.pk = "DOG#1"}), (std::vector{gone, kept}));
  EXPECT_TRUE(query({.pk = "DOG#1", .index = Index::kTime}).empty());
  EXPECT_EQ(get(other), std::nullopt);
  must(commit(good));
  EXPECT_EQ(sort_keys({.pk = "DOG#1"}), (std::vector<std::string>{"KEPT", "NEW"}));
}

TEST_P(StoreContract, OneCommitSpansPartitions) {
  must(commit({Put{{.key = {.pk = "DOG#1", .sk = "MEMBER#2"}}, Absent{}},
               Put{{.key = {.pk = "ACCOUNT#2", .sk = "DOG#1"}}, Absent{}},
               Check{{.pk = "KEY#token", .sk = "USED"}, Absent{}}}));
  EXPECT_TRUE(get({.pk = "DOG#1", .sk = "MEMBER#2"}));
  EXPECT_TRUE(get({.pk = "ACCOUNT#2", .sk = "DOG#1"}));
}

TEST_P(StoreContract, ACommitTakesAsManyWritesAsItSays) {
  ASSERT_GE(store().transaction_limit(), 25U);
  const std::size_t most = std::min<std::size_t>(store().transaction_limit(), 1000);
  std::vector<Write> writes;
  writes.reserve(most);
  for (std::size_t i = 0; i < most; ++i)
    writes.emplace_back(Put{{.key = {.pk = "P", .sk = std::to_string(i)}}, Absent{}});
  must(commit(std::move(writes)));
  EXPECT_EQ(query({.pk = "P", .limit = 1000}).size(), most);
}

TEST_P(StoreContract, ACallerWhoBreaksTheContractIsTold) {
  const auto throws = [](auto task) { EXPECT_THROW((void)run_task(std::move(task)), std::logic_error); };
  const std::string too_long(1025, 'x');

  for (const Key& bad : {Key{.pk = "", .sk = "1"}, Key{.pk = "1", .sk = ""}, Key{.pk = too_long, .sk = "1"},
                         Key{.pk = "1", .sk = too_long}}) {
    throws(store().get(bad));
    throws(store().get_many({kKey, bad}));
    throws(store().commit({Put{{.key = bad}, Any{}}}));
    throws(store().commit({Delete{bad, Any{}}}));
    throws(store().commit({Check{bad, Any{}}}));
  }
  throws(store().get_many(std::vector<Key>(101, kKey)));

  throws(store().query({.pk = ""}));
  throws(store().query({.pk = "DOG#1", .limit = 0}));
  throws(store().query({.pk = "DOG#1", .limit = 1001}));

  throws(store().commit({}));
  throws(store().commit({Put{item_of(1), Any{}}, Delete{kKey, Any{}}}));
  throws(store().commit({Put{{.key = kKey, .body = std::string(380'001, 'b')}, Any{}}}));
  throws(store().commit({Put{{.key = kKey, .label = std::string(4097, 'l')}, Any{}}}));
  throws(store().commit({Put{{.key = kKey, .time = too_long}, Any{}}}));
  throws(store().commit({Put{{.key = kKey, .kind = too_long}, Any{}}}));
  throws(store().commit({Put{{.key = kKey, .version = 1ULL << 63}, Any{}}}));
  std::vector<Write> too_many;
  for (std::size_t i = 0; i <= store().transaction_limit(); ++i)
    too_many.emplace_back(Check{{.pk = "P", .sk = std::to_string(i)}, Any{}});
  throws(store().commit(std::move(too_many)));

  EXPECT_EQ(get(kKey), std::nullopt) << "nothing of it was written";
}

TEST_P(StoreContract, PingAnswers) {
  EXPECT_TRUE(run_task(store().ping()));
}

}  // namespace doggy::store
