#include "registry/store/torn_store.h"

#include "registry/store/memory/memory_store.h"
#include "registry/store/store_contract.h"

namespace doggy::store {
namespace {

// Untorn it is the store that it wraps.
struct TornMemory {
  MemoryStore inner;
  TornStore store{inner};
};

INSTANTIATE_TEST_SUITE_P(Untorn, StoreContract, ::testing::Values(StoreMaker([] {
                           auto both = std::make_shared<TornMemory>();
                           return std::shared_ptr<Store>(both, &both->store);
                         })));

// Torn where nothing was written, it reads as it does otherwise.
INSTANTIATE_TEST_SUITE_P(TornElsewhere, StoreContract, ::testing::Values(StoreMaker([] {
                           auto both = std::make_shared<TornMemory>();
                           both->store.tear([](const Key& key) { return key.pk == "elsewhere"; });
                           return std::shared_ptr<Store>(both, &both->store);
                         })));

class TornStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    commit(Put{.item = {.key = {.pk = "P", .sk = "a"}, .version = 1, .time = "t5"}, .condition = Any{}});
    commit(Put{.item = {.key = {.pk = "P", .sk = "a"}, .version = 2, .time = "t9"}, .condition = Any{}},
           Put{.item = {.key = {.pk = "P", .sk = "b"}, .version = 1, .time = "t7"}, .condition = Any{}});
  }
  template <class... Writes>
  void commit(Writes... writes) {
    ASSERT_TRUE(run_task(store_.commit(writes_of(std::move(writes)...))).has_value());
  }
  // Keys and versions.
  std::vector<std::string> list(Query query) {
    std::vector<std::string> listed;
    const auto items = run_task(store_.query(std::move(query)));
    for (const Item& item : items.value()) listed.push_back(item.key.sk + std::to_string(item.version));
    return listed;
  }
  using Listed = std::vector<std::string>;

  MemoryStore inner_;
  TornStore store_{inner_};
};

TEST_F(TornStoreTest, ShowsTheLastCommitInPart) {
  EXPECT_EQ(list({.pk = "P"}), (Listed{"a2", "b1"}));
  store_.tear([](const Key& key) { return key.sk == "a"; });
  EXPECT_EQ(list({.pk = "P"}), (Listed{"a1", "b1"}));
  EXPECT_EQ(run_task(store_.get({.pk = "P", .sk = "a"})).value()->version, 1U);
  EXPECT_EQ(run_task(store_.get_many({{.pk = "P", .sk = "a"}})).value().front()->version, 1U);
  store_.tear([](const Key& key) { return key.sk == "b"; });
  EXPECT_EQ(list({.pk = "P"}), (Listed{"a2"}));
  EXPECT_EQ(run_task(store_.get({.pk = "P", .sk = "b"})).value(), std::nullopt);
  store_.mend();
  EXPECT_EQ(list({.pk = "P"}), (Listed{"a2", "b1"}));
}

TEST_F(TornStoreTest, ListsOldItemsWhereTheyWere) {
  store_.tear([](const Key& key) { return key.sk == "a"; });
  EXPECT_EQ(list({.pk = "P", .index = Index::kTime}), (Listed{"a1", "b1"}));
  EXPECT_EQ(list({.pk = "P", .index = Index::kTime, .backward = true}), (Listed{"b1", "a1"}));
  EXPECT_EQ(list({.pk = "P", .index = Index::kTime, .after = "t5"}), (Listed{"b1"}));
  EXPECT_EQ(list({.pk = "P", .index = Index::kTime, .limit = 1}), (Listed{"a1"}));
}

}  // namespace
}  // namespace doggy::store
