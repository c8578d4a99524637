// The contract on DynamoDB, and what only this store does: its table, its sizes, its figures.
#include "registry/store/dynamodb/dynamodb_store.h"

#include "registry/store/dynamodb/attributes.h"
#include "registry/store/dynamodb/table.h"
#include "registry/store/dynamodb/testing/fault_proxy.h"
#include "registry/store/dynamodb/testing/local_dynamodb.h"
#include "registry/store/scan_contract.h"
#include "registry/store/store_contract.h"

namespace doggy::store {
namespace {

using ::testing::HasSubstr;

INSTANTIATE_TEST_SUITE_P(Dynamodb, StoreContract,
                         ::testing::Values(StoreMaker([] { return std::shared_ptr<Store>(open_local_store()); })));

INSTANTIATE_TEST_SUITE_P(Dynamodb, ScanContract, ::testing::Values(ScanMaker([] {
                           const std::shared_ptr<DynamodbStore> store = open_local_store();
                           return Scanned{.store = store, .scan = store};
                         })));

DynamodbOptions new_table() {
  return local_dynamodb_options(make_local_table(), local_dynamodb_endpoint());
}

Item item_of_size(std::string sk, std::size_t bytes) {
  return {.key = {.pk = "P", .sk = sk},
          .version = 1,
          .body = std::string(bytes, sk[0]),
          .label = "label",
          .time = "t" + sk,
          .kind = "k" + sk};
}

TEST(DynamodbStore, IsThereForSeveralProcesses) {
  const DynamodbOptions options = new_table();
  const auto one = open_local_store(options);
  const auto other = open_local_store(options);
  const Item item = item_of_size("a", 10);
  must(run_task(one->commit(writes_of(Put{.item = item, .condition = Absent{}}))));
  EXPECT_EQ(must(run_task(other->get(item.key))), item);
}

// An item and its copies in the indexes may not be more than 400 KB: the body of a large one is in the table alone.
TEST(DynamodbStore, NoItemIsTooLargeWithItsCopies) {
  constexpr std::size_t kKey = 1024;
  for (const std::size_t bytes : {128'000U, 128'001U, 180'000U, 380'000U}) {
    const Item item{.key = {.pk = std::string(kKey, 'p'), .sk = std::string(kKey, 's')},
                    .version = 1,
                    .body = std::string(bytes, 'b'),
                    .label = std::string(4096, 'l'),
                    .time = std::string(kKey, 't'),
                    .kind = std::string(kKey, 'k'),
                    .expires_at = 1};
    const bool apart = dynamodb::attributes_of(item).contains(dynamodb::kBodyApart);
    const std::size_t size = dynamodb::size_of(item);
    const std::size_t copy = apart ? size - bytes : size;
    EXPECT_LE(size + 2 * copy, 400U * 1024) << bytes;
  }
}

// And is listed all the same.
TEST(DynamodbStore, ListsLargeItemsWholeInEveryIndex) {
  const auto store = open_local_store();
  std::vector<Item> items;
  for (const auto& [sk, bytes] :
       std::map<std::string, std::size_t>{{"a", 300'000}, {"b", 10}, {"c", 380'000}, {"d", 0}}) {
    items.push_back(item_of_size(sk, bytes));
    must(run_task(store->commit(writes_of(Put{.item = items.back(), .condition = Absent{}}))));
  }
  for (const Index index : {Index::kPrimary, Index::kTime, Index::kKind}) {
    EXPECT_EQ(must(run_task(store->query({.pk = "P", .index = index}))), items);
    const auto brief = must(run_task(store->query({.pk = "P", .index = index, .brief = true})));
    ASSERT_EQ(brief.size(), items.size());
    for (std::size_t i = 0; i < items.size(); ++i) EXPECT_EQ(brief[i].body, items[i].body);
    EXPECT_EQ(brief[0].key, (Key{.pk = "", .sk = index == Index::kPrimary ? "a" : ""}));
  }
}

TEST(DynamodbStore, TakesBoundsThatAreLongerThanAnyKey) {
  const auto store = open_local_store();
  for (const char* sk : {"a", "b", "c"})
    must(run_task(store->commit(writes_of(Put{.item = item_of_size(sk, 1), .condition = Any{}}))));
  const std::string after_a = "a" + std::string(2000, 'x');
  const std::string after_b = "b" + std::string(2000, 'x');
  const auto keys = [&](Query query) {
    std::string found;
    for (const Item& item : must(run_task(store->query(std::move(query))))) found += item.key.sk;
    return found;
  };
  EXPECT_EQ(keys({.pk = "P", .from = after_a}), "bc");
  EXPECT_EQ(keys({.pk = "P", .to = after_b}), "ab");
  EXPECT_EQ(keys({.pk = "P", .from = after_a, .to = after_b}), "b");
  EXPECT_EQ(keys({.pk = "P", .after = after_b, .backward = true}), "ba");
  EXPECT_EQ(keys({.pk = "P", .after = after_a, .limit = 1}), "b");
}

TEST(DynamodbStore, SaysThatACommitIsTooLarge) {
  const auto store = open_local_store();
  std::vector<Write> writes;
  for (int i = 0; i < 11; ++i)
    writes.emplace_back(Put{.item = item_of_size(std::to_string(i), 370'000), .condition = Absent{}});
  const auto refused = run_task(store->commit(writes));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::kTooLarge);
  writes.resize(10);
  EXPECT_TRUE(run_task(store->commit(writes)));
  EXPECT_EQ(must(run_task(store->query({.pk = "P"}))).size(), 10U);
}

TEST(DynamodbStore, CountsWhatItConsumes) {
  const auto metrics = std::make_shared<observe::Metrics>();
  const auto opened = DynamodbStore::open(new_table(), metrics);
  ASSERT_TRUE(opened);
  DynamodbStore& store = **opened;
  const Item item{.key = {.pk = "P", .sk = "a"}, .version = 1, .body = std::string(3000, 'b')};
  must(run_task(store.commit(writes_of(Put{.item = item, .condition = Any{}}))));
  must(run_task(store.commit(writes_of(Put{.item = item, .condition = VersionIs{1}},
                                       Check{.key = {.pk = "P", .sk = "b"}, .condition = Absent{}}))));
  must(run_task(store.get(item.key)));
  must(run_task(store.query({.pk = "P"})));
  const std::string text = metrics->text();
  EXPECT_THAT(text, HasSubstr(R"(doggy_dynamodb_consumed_write_units_total{operation="PutItem"} 3)"));
  EXPECT_THAT(text, HasSubstr(R"(doggy_dynamodb_consumed_write_units_total{operation="TransactWriteItems"} )"));
  EXPECT_THAT(text, HasSubstr(R"(doggy_dynamodb_consumed_read_units_total{operation="GetItem"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(doggy_dynamodb_consumed_read_units_total{operation="Query"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(doggy_dynamodb_requests_total{operation="Query"} 1)"));
  EXPECT_THAT(text, HasSubstr("doggy_dynamodb_retries_total 0"));
}

class TableTest : public ::testing::Test {
 protected:
  // Why a table that was made so is not taken.
  std::string why_not(boost::json::object request) {
    must(run_task(service().call_json("DynamoDB_20120810.CreateTable", "1.0", std::move(request))));
    return why_not();
  }
  std::string why_not() {
    const auto opened = DynamodbStore::open(options_);
    if (opened) return {};
    EXPECT_EQ(opened.error().code, Code::kInvalid);
    EXPECT_EQ(opened.error().fields.at(0).field, "dynamodb-table");
    return opened.error().detail;
  }
  boost::json::object request(boost::json::array attributes, boost::json::array keys) {
    return {{"TableName", options_.table},
            {"AttributeDefinitions", std::move(attributes)},
            {"KeySchema", std::move(keys)},
            {"BillingMode", "PAY_PER_REQUEST"}};
  }
  aws::Service& service() { return connection_.service(); }

  DynamodbOptions options_ = local_dynamodb_options(
      "test-" + std::to_string(::getpid()) + "-" + ::testing::UnitTest::GetInstance()->current_test_info()->name(),
      local_dynamodb_endpoint());
  aws::Connection connection_{"dynamodb", connection_options(options_)};
};

const boost::json::array kKeys{{{"AttributeName", "pk"}, {"KeyType", "HASH"}},
                               {{"AttributeName", "sk"}, {"KeyType", "RANGE"}}};

TEST_F(TableTest, IsMadeOnceAndThenTaken) {
  must(run_task(dynamodb::create_table(service(), options_.table)));
  must(run_task(dynamodb::create_table(service(), options_.table)));
  EXPECT_EQ(why_not(), "");
  const auto expiry = must(
      run_task(service().call_json("DynamoDB_20120810.DescribeTimeToLive", "1.0", {{"TableName", options_.table}})));
  EXPECT_EQ(expiry.at("TimeToLiveDescription").at("AttributeName"), "x");
}

TEST_F(TableTest, RefusesOneThatIsNotThere) {
  EXPECT_THAT(why_not(), HasSubstr("is not there"));
}

TEST_F(TableTest, RefusesOneWithOtherKeys) {
  EXPECT_THAT(why_not(request({{{"AttributeName", "id"}, {"AttributeType", "S"}}},
                              {{{"AttributeName", "id"}, {"KeyType", "HASH"}}})),
              HasSubstr("other keys"));
}

TEST_F(TableTest, RefusesOneWithoutItsIndexes) {
  EXPECT_THAT(why_not(request({{{"AttributeName", "pk"}, {"AttributeType", "S"}},
                               {{"AttributeName", "sk"}, {"AttributeType", "S"}}},
                              kKeys)),
              HasSubstr("no local secondary index time"));
}

TEST_F(TableTest, RefusesIndexesThatCopyEverything) {
  auto all = request({{{"AttributeName", "pk"}, {"AttributeType", "S"}},
                      {{"AttributeName", "sk"}, {"AttributeType", "S"}},
                      {{"AttributeName", "t"}, {"AttributeType", "S"}}},
                     kKeys);
  all["LocalSecondaryIndexes"] = {
      {{"IndexName", "time"},
       {"KeySchema", {{{"AttributeName", "pk"}, {"KeyType", "HASH"}}, {{"AttributeName", "t"}, {"KeyType", "RANGE"}}}},
       {"Projection", {{"ProjectionType", "ALL"}}}}};
  EXPECT_THAT(why_not(std::move(all)), HasSubstr("index time with another projection"));
}

}  // namespace
}  // namespace doggy::store
