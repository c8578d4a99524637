// The part of the contract's suite about reading a range.
#include <ranges>

#include "registry/store/store_contract.h"

namespace doggy::store {
namespace {

using Keys = std::vector<std::string>;

// In order of sk: a b c d e; of time: e d c b a; of kind: c d b a (e has none).
std::vector<Item> five_items() {
  const auto item = [](const std::string& sk, const std::string& time, const std::string& kind) {
    return Item{.key = {.pk = "DOG#1", .sk = sk}, .version = 1, .body = sk, .time = time, .kind = kind};
  };
  return {item("a", "t5", "note#2"), item("b", "t4", "note#1"), item("c", "t3", "abc#1"), item("d", "t2", "abc#2"),
          item("e", "t1", "")};
}

// With the neighbors in the order of keys, which no query of DOG#1 may return.
std::vector<Item> a_dog_and_its_neighbors() {
  std::vector<Item> items = five_items();
  items.push_back({.key = {.pk = "DOG#0", .sk = "z"}, .time = "t9", .kind = "z"});
  items.push_back({.key = {.pk = "DOG#1\x01", .sk = "a"}, .time = "t0", .kind = "a"});
  items.push_back({.key = {.pk = "DOG#10", .sk = "a"}, .time = "t0", .kind = "a"});
  return items;
}

}  // namespace

TEST_P(StoreContract, EachIndexHasItsOrderBothWays) {
  put_all(a_dog_and_its_neighbors());
  EXPECT_EQ(sort_keys({.pk = "DOG#1"}), (Keys{"a", "b", "c", "d", "e"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .backward = true}), (Keys{"e", "d", "c", "b", "a"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .index = Index::kTime}), (Keys{"e", "d", "c", "b", "a"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .index = Index::kTime, .backward = true}), (Keys{"a", "b", "c", "d", "e"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .index = Index::kKind}), (Keys{"c", "d", "b", "a"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .index = Index::kKind, .backward = true}), (Keys{"a", "b", "d", "c"}));
}

TEST_P(StoreContract, ABriefQueryHasBodyLabelAndItsOwnKeyAlone) {
  put_all({{.key = {.pk = "DOG#1", .sk = "a"},
            .version = 7,
            .body = "body",
            .label = "label",
            .time = "t1",
            .kind = "note#1",
            .expires_at = 5'000'000'000}});
  EXPECT_EQ(query({.pk = "DOG#1", .brief = true}),
            (std::vector<Item>{{.key = {.pk = "", .sk = "a"}, .body = "body", .label = "label"}}));
  EXPECT_EQ(query({.pk = "DOG#1", .index = Index::kTime, .brief = true}),
            (std::vector<Item>{{.body = "body", .label = "label", .time = "t1"}}));
  EXPECT_EQ(query({.pk = "DOG#1", .index = Index::kKind, .backward = true, .brief = true}),
            (std::vector<Item>{{.body = "body", .label = "label", .kind = "note#1"}}));
}

TEST_P(StoreContract, APartitionWithoutItemsIsEmpty) {
  put_all(a_dog_and_its_neighbors());
  EXPECT_TRUE(query({.pk = "DOG#2"}).empty());
  EXPECT_TRUE(query({.pk = "DOG"}).empty());
  EXPECT_TRUE(query({.pk = "dog#1", .index = Index::kTime}).empty());
}

TEST_P(StoreContract, FromIsInTheRangeAndToIsNot) {
  put_all(a_dog_and_its_neighbors());
  for (const bool backward : {false, true}) {
    const auto expect = [&](Query query, Keys keys) {
      query.backward = backward;
      if (backward) std::ranges::reverse(keys);
      EXPECT_EQ(sort_keys(query), keys) << query.from << " to " << query.to << (backward ? " backward" : "");
    };
    expect({.pk = "DOG#1", .from = "b", .to = "d"}, {"b", "c"});
    expect({.pk = "DOG#1", .from = "b"}, {"b", "c", "d", "e"});
    expect({.pk = "DOG#1", .to = "b"}, {"a"});
    expect({.pk = "DOG#1", .from = "aa", .to = "dd"}, {"b", "c", "d"});
    expect({.pk = "DOG#1", .from = "c", .to = "c"}, {});
    expect({.pk = "DOG#1", .from = "d", .to = "b"}, {});
    expect({.pk = "DOG#1", .from = "f"}, {});
    expect({.pk = "DOG#1", .to = "a"}, {});
    expect({.pk = "DOG#1", .index = Index::kTime, .from = "t2", .to = "t4"}, {"d", "c"});
    expect({.pk = "DOG#1", .index = Index::kKind, .from = "abc#", .to = "abc$"}, {"c", "d"});
    expect({.pk = "DOG#1", .index = Index::kKind, .from = "note#1", .to = "note#2"}, {"b"});
  }
}

TEST_P(StoreContract, AfterContinuesInTheDirectionOfTravel) {
  put_all(a_dog_and_its_neighbors());
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .after = "b"}), (Keys{"c", "d", "e"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .after = "b", .backward = true}), (Keys{"a"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .index = Index::kTime, .after = "t4"}), (Keys{"a"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .index = Index::kKind, .after = "abc#2", .backward = true}), (Keys{"c"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .after = "e"}), Keys{});
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .after = "a", .backward = true}), Keys{});
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .after = "bb"}), (Keys{"c", "d", "e"})) << "the item may be gone";
}

TEST_P(StoreContract, AfterNeverWidensTheRange) {
  put_all(a_dog_and_its_neighbors());
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .from = "b", .to = "e", .after = "c"}), (Keys{"d"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .from = "b", .to = "e", .after = "c", .backward = true}), (Keys{"b"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .from = "c", .to = "e", .after = "a"}), (Keys{"c", "d"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .from = "b", .to = "d", .after = "e", .backward = true}), (Keys{"c", "b"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .to = "c", .after = "d"}), Keys{});
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .from = "c", .after = "b", .backward = true}), Keys{});
}

TEST_P(StoreContract, LimitTakesTheFirstOnTheWay) {
  put_all(a_dog_and_its_neighbors());
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .limit = 2}), (Keys{"a", "b"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .backward = true, .limit = 2}), (Keys{"e", "d"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .index = Index::kTime, .after = "t1", .limit = 1}), (Keys{"d"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .limit = 5}).size(), 5U);
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .limit = 1000}).size(), 5U);
}

TEST_P(StoreContract, PagesJoinWithoutGapOrRepeat) {
  constexpr std::size_t kItems = 250;
  std::vector<Write> writes;
  for (std::size_t i = 0; i < kItems; ++i) {
    const std::string name = fmt::format("{:04}", i);
    writes.emplace_back(Put{{.key = {.pk = "DOG#7", .sk = name}, .version = 1, .time = name}, Absent{}});
    if (writes.size() == 25) must(commit(std::exchange(writes, {})));
  }
  for (const bool backward : {false, true}) {
    for (const Index index : {Index::kPrimary, Index::kTime}) {
      Keys seen;
      for (;;) {
        const Keys page = sort_keys({.pk = "DOG#7",
                                     .index = index,
                                     .after = seen.empty() ? "" : seen.back(),
                                     .backward = backward,
                                     .limit = 60});
        seen.insert(seen.end(), page.begin(), page.end());
        if (page.size() < 60) break;
      }
      if (backward) std::ranges::reverse(seen);
      ASSERT_EQ(seen.size(), kItems);
      for (std::size_t i = 0; i < kItems; ++i) EXPECT_EQ(seen[i], fmt::format("{:04}", i));
    }
  }
}

// A page of large items must not end early: fewer than asked means that there are no more.
TEST_P(StoreContract, APageOfLargeItemsIsWhole) {
  for (int i = 0; i < 8; ++i)
    put({.key = {.pk = "DOG#8", .sk = std::to_string(i)}, .body = std::string(300'000, static_cast<char>('0' + i))});
  const std::vector<Item> page = query({.pk = "DOG#8", .limit = 8});
  ASSERT_EQ(page.size(), 8U);
  for (const Item& item : page) EXPECT_EQ(item.body, std::string(300'000, item.key.sk[0]));
}

TEST_P(StoreContract, AReplacedItemMovesInItsIndexes) {
  put_all(a_dog_and_its_neighbors());
  Item item = five_items()[1];
  item.time = "t9";
  item.kind = "abc#15";
  put(item);
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .index = Index::kTime}), (Keys{"e", "d", "c", "a", "b"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .index = Index::kKind}), (Keys{"c", "b", "d", "a"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1"}), (Keys{"a", "b", "c", "d", "e"}));
}

TEST_P(StoreContract, AReplacedItemEntersAndLeavesItsIndexes) {
  put_all(a_dog_and_its_neighbors());
  Item leaves = five_items()[0];
  leaves.time.clear();
  put(leaves);
  Item enters = five_items()[4];
  enters.kind = "visit#1";
  put(enters);
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .index = Index::kTime}), (Keys{"e", "d", "c", "b"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1", .index = Index::kKind}), (Keys{"c", "d", "b", "a", "e"}));
  EXPECT_EQ(sort_keys({.pk = "DOG#1"}).size(), 5U);
}

TEST_P(StoreContract, ADeletedItemIsInNoIndex) {
  put_all(a_dog_and_its_neighbors());
  must(commit({Delete{{.pk = "DOG#1", .sk = "c"}, Any{}}}));
  for (const Index index : {Index::kPrimary, Index::kTime, Index::kKind})
    for (const Item& item : query({.pk = "DOG#1", .index = index})) EXPECT_NE(item.key.sk, "c");
}

TEST_P(StoreContract, KeysOrderByBytesInEveryIndex) {
  // Ascending by bytes. A comparison by signed char, by UTF-16 (U+10000 before U+FFFD) or by locale would differ.
  const Keys ordered{"\x01",   "#",      "$",      "LOG#",     "LOG#000009", "LOG#00001",  "LOG#000010",
                     "LOG$",   "LOGA",   "MEMBER", "MEMBER#1", "Z",          "_",          "a",
                     "\u00e4", "\u00fc", "\u4e2d", "\uffee",   "\uffeea",    "\U00010000", "\U0001F415"};
  for (const std::string& key : std::views::reverse(ordered))
    put({.key = {.pk = "P", .sk = key}, .time = key, .kind = key});
  for (const Index index : {Index::kPrimary, Index::kTime, Index::kKind}) {
    EXPECT_EQ(sort_keys({.pk = "P", .index = index}), ordered);
    Keys reversed = ordered;
    std::ranges::reverse(reversed);
    EXPECT_EQ(sort_keys({.pk = "P", .index = index, .backward = true}), reversed);
    for (auto key = ordered.begin(); key != ordered.end(); ++key) {
      EXPECT_EQ(sort_keys({.pk = "P", .index = index, .after = *key}), Keys(key + 1, ordered.end())) << *key;
      EXPECT_EQ(sort_keys({.pk = "P", .index = index, .to = *key}), Keys(ordered.begin(), key)) << *key;
    }
  }
}

// '$' follows '#': [PREFIX#, PREFIX$) is everything that begins with PREFIX#, and nothing else.
TEST_P(StoreContract, APrefixIsARange) {
  for (const char* key : {"LOG", "LOG#", "LOG#1", "LOG#\U0001F415", "LOG#~", "LOG$", "LOG$1", "LOGS#1"})
    put({.key = {.pk = "P", .sk = key}});
  EXPECT_EQ(sort_keys({.pk = "P", .from = "LOG#", .to = "LOG$"}), (Keys{"LOG#", "LOG#1", "LOG#~", "LOG#\U0001F415"}));
}

TEST_P(StoreContract, KeysAreNeitherFoldedNorTrimmed) {
  const Keys distinct{" a", "A", "a", "a ", "\u00e4", "a\u0308"};
  for (const std::string& key : distinct) must(commit({Put{{.key = {.pk = "P", .sk = key}}, Absent{}}}));
  EXPECT_EQ(query({.pk = "P"}).size(), distinct.size());
  EXPECT_TRUE(query({.pk = "p"}).empty());
}

}  // namespace doggy::store
