// What the store does when DynamoDB or the way to it fails: nothing is written twice, no conflict is made up, and it
// recovers by itself.
#include <atomic>

#include "registry/store/dynamodb/dynamodb_store.h"
#include "registry/store/dynamodb/testing/fault_proxy.h"
#include "registry/store/dynamodb/testing/local_dynamodb.h"
#include "registry/store/store_contract.h"

namespace doggy::store {
namespace {

using std::chrono_literals::operator""ms;
using ::testing::HasSubstr;
using What = Fate::What;

const Key kDog{.pk = "DOG#1", .sk = "HEAD"};
const Key kLog{.pk = "DOG#1", .sk = "LOG#1"};

std::vector<Write> two_writes(std::uint64_t version) {
  const Condition before = version == 1 ? Condition(Absent{}) : VersionIs{version - 1};
  return writes_of(
      Put{.item = {.key = kDog, .version = version}, .condition = before},
      Put{.item = {.key = {.pk = "DOG#1", .sk = "LOG#" + std::to_string(version)}}, .condition = Absent{}});
}

class DynamodbFaults : public ::testing::Test {
 protected:
  DynamodbStore& store() {
    if (!store_) {
      options_.endpoint = proxy_.url();
      store_ = DynamodbStore::open(options_, metrics_).value();
    }
    return *store_;
  }
  Result<void> commit(std::vector<Write> writes) { return run_task(store().commit(std::move(writes))); }
  std::optional<Item> get(const Key& key) { return must(run_task(store().get(key))); }

  static void expect_unavailable(const Result<void>& result) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::kUnavailable);
    EXPECT_TRUE(result.error().retry_after.has_value());
  }
  // What the commit wrote is there once, and may be built on.
  void expect_written_once() {
    ASSERT_TRUE(get(kDog));
    EXPECT_EQ(get(kDog)->version, 1U);
    EXPECT_TRUE(get(kLog));
    must(commit(two_writes(2)));
    EXPECT_EQ(get(kDog)->version, 2U);
  }

  const std::shared_ptr<observe::Metrics> metrics_ = std::make_shared<observe::Metrics>();
  FaultProxy proxy_{local_dynamodb_endpoint()};
  DynamodbOptions options_ = [] {
    auto options = local_dynamodb_options(make_local_table(), {});
    options.calls.retry = {.attempts = 5, .first = 1ms, .longest = 5ms, .budget = 1000};
    return options;
  }();
  std::unique_ptr<DynamodbStore> store_;
};

TEST_F(DynamodbFaults, TriesAgainWhenItIsThrottled) {
  store();
  proxy_.plan("TransactWriteItems", {refused("ThrottlingException"), refused("ProvisionedThroughputExceededException"),
                                     canceled({"ThrottlingError", "None"})});
  must(commit(two_writes(1)));
  expect_written_once();
  EXPECT_THAT(metrics_->text(), HasSubstr("doggy_dynamodb_throttles_total 3"));
  EXPECT_THAT(metrics_->text(), HasSubstr("doggy_dynamodb_retries_total 3"));
  EXPECT_THAT(metrics_->text(), HasSubstr(R"(doggy_dynamodb_requests_total{operation="TransactWriteItems"} 5)"));
}

TEST_F(DynamodbFaults, GivesUpWhenItIsThrottledForLong) {
  store();
  proxy_.set_rule([](const ProxiedCall&) { return refused("ThrottlingException"); });
  expect_unavailable(commit(two_writes(1)));
  EXPECT_EQ(proxy_.calls("TransactWriteItems"), 5U);
  proxy_.set_rule({});
  EXPECT_FALSE(get(kDog)) << "and nobody is shut out by that";
}

TEST_F(DynamodbFaults, WritesOnceWhenTheAnswerIsLost) {
  store();
  proxy_.plan("TransactWriteItems", {{.what = What::kResetAfter}, {.what = What::kResetAfter}});
  must(commit(two_writes(1)));
  EXPECT_EQ(proxy_.calls("TransactWriteItems"), 3U);
  expect_written_once();
}

TEST_F(DynamodbFaults, WritesOnceWhenTheAnswerNeverComes) {
  options_.timeout = 300ms;
  store();
  proxy_.plan("TransactWriteItems", {{.what = What::kSilenceAfter}});
  must(commit(two_writes(1)));
  expect_written_once();
}

TEST_F(DynamodbFaults, WritesOnceWhenTheConnectionEndsBefore) {
  store();
  proxy_.plan("TransactWriteItems", {{.what = What::kResetBefore}, {.what = What::kResetBefore}});
  must(commit(two_writes(1)));
  expect_written_once();
}

TEST_F(DynamodbFaults, WaitsForAnotherTransactionInsteadOfAConflict) {
  store();
  proxy_.plan("TransactWriteItems",
              {canceled({"TransactionConflict", "None"}), refused("TransactionInProgressException")});
  must(commit(two_writes(1)));
  expect_written_once();
}

TEST_F(DynamodbFaults, AConditionThatDoesNotHoldIsAConflictAtOnce) {
  store();
  proxy_.plan("TransactWriteItems", {canceled({"TransactionConflict", "ConditionalCheckFailed"})});
  const auto refused_commit = commit(two_writes(1));
  ASSERT_FALSE(refused_commit);
  EXPECT_EQ(refused_commit.error().code, Code::kConflict);
  EXPECT_EQ(proxy_.calls("TransactWriteItems"), 1U);
}

TEST_F(DynamodbFaults, SaysThatAPartitionIsFull) {
  store();
  proxy_.plan("TransactWriteItems", {canceled({"ItemCollectionSizeLimitExceeded", "None"})});
  EXPECT_EQ(commit(two_writes(1)).error().code, Code::kTooLarge);
}

TEST_F(DynamodbFaults, ATokenWithAnotherMeaningIsABug) {
  store();
  proxy_.plan("TransactWriteItems", {refused("IdempotentParameterMismatchException")});
  EXPECT_THROW((void)commit(two_writes(1)), std::logic_error);
}

// A plain write has no token. Another try could undo what others did since.
TEST_F(DynamodbFaults, APlainWriteIsNotRepeatedWhenItMayBeDone) {
  store();
  proxy_.plan("PutItem", {{.what = What::kResetAfter}});
  expect_unavailable(commit(writes_of(Put{.item = {.key = kDog, .version = 7}, .condition = Any{}})));
  EXPECT_EQ(proxy_.calls("PutItem"), 1U);
  EXPECT_EQ(get(kDog)->version, 7U) << "the caller finds out by reading";

  proxy_.plan("DeleteItem", {refused("ThrottlingException"), refused("TransactionConflictException")});
  must(commit(writes_of(Delete{.key = kDog, .condition = Any{}})));
  EXPECT_EQ(proxy_.calls("DeleteItem"), 3U);
  EXPECT_FALSE(get(kDog));
}

TEST_F(DynamodbFaults, ReadsWhatABatchLeftOut) {
  std::vector<Key> keys;
  for (int i = 0; i < 20; ++i) {
    keys.push_back({.pk = "P", .sk = std::to_string(i)});
    if (i % 2 == 0) must(commit(writes_of(Put{.item = {.key = keys.back(), .version = 1}, .condition = Any{}})));
  }
  proxy_.plan("BatchGetItem", {{.what = What::kHalf}, {.what = What::kHalf}, {.what = What::kResetBefore}});
  const auto found = must(run_task(store().get_many(keys)));
  ASSERT_EQ(found.size(), keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(found[i].has_value(), i % 2 == 0) << i;
    if (found[i]) EXPECT_EQ(found[i]->key, keys[i]);
  }

  proxy_.set_rule([](const ProxiedCall& call) {
    return Fate{.what = call.operation == "BatchGetItem" ? What::kHalf : What::kForward};
  });
  EXPECT_FALSE(run_task(store().get_many({keys[0]}))) << "a batch that never answers ends";
}

// More keys are asked for than wanted. What was not wanted takes the place of what has gone meanwhile.
TEST_F(DynamodbFaults, LeavesNothingOutWhereALargeItemGoesWhileItIsListed) {
  const auto item = [](const std::string& sk, std::size_t bytes) {
    return Item{.key = {.pk = "P", .sk = sk}, .version = 1, .body = std::string(bytes, 'b'), .time = "t" + sk};
  };
  for (const auto& one : {item("1", 300'000), item("2", 1), item("3", 1), item("4", 1)})
    must(commit(writes_of(Put{.item = one, .condition = Any{}})));
  auto direct = options_;
  direct.endpoint = local_dynamodb_endpoint();
  const auto other = open_local_store(direct);
  proxy_.set_rule([&other](const ProxiedCall& call) {
    if (call.operation == "BatchGetItem")
      must(run_task(other->commit(writes_of(Delete{.key = {.pk = "P", .sk = "1"}, .condition = Any{}}))));
    return Fate{};
  });
  const auto page =
      must(run_task(store().query({.pk = "P", .index = Index::kTime, .from = "t", .to = "u", .limit = 2})));
  proxy_.set_rule({});
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].key.sk, "2");
  EXPECT_EQ(page[1].key.sk, "3");
}

TEST_F(DynamodbFaults, FindsNewCredentialsWhenTheOldOnesExpire) {
  auto current = std::make_shared<std::atomic<int>>(1);
  options_.environment = [current](const char*) { return "key" + std::to_string(current->load()); };
  store();
  current->store(2);
  proxy_.set_rule([](const ProxiedCall& call) {
    return call.head.contains("Credential=key1/") ? refused("ExpiredTokenException") : Fate{};
  });
  must(commit(two_writes(1)));
  expect_written_once();
}

TEST_F(DynamodbFaults, LearnsTheTimeWhenItsClockIsWrong) {
  options_.clock = [] { return Timestamp::from_unix_ms(Timestamp::now().unix_ms() + 7'200'000); };
  const std::string today = Timestamp::now().utc_text();
  proxy_.set_rule([](const ProxiedCall& call) {
    // 20261123T0900…: the hour that it is, or the next, should it begin now.
    const auto hour = [](std::int64_t ms) {
      std::string text = Timestamp::from_unix_ms(ms).utc_text().substr(0, 13);
      std::erase(text, '-');
      return "Date: " + text;
    };
    const std::int64_t now = Timestamp::now().unix_ms();
    const bool right = call.head.contains(hour(now)) || call.head.contains(hour(now - 60'000));
    return right ? Fate{} : refused("InvalidSignatureException");
  });
  must(commit(two_writes(1)));
  expect_written_once();
}

TEST_F(DynamodbFaults, LeavesAServerThatIsDownAloneAndComesBack) {
  const auto now = std::make_shared<std::atomic<std::int64_t>>(0);
  options_.calls.breaker = {.failures = 6, .pause = 10'000ms, .clock = [now] {
                              return std::chrono::steady_clock::time_point(std::chrono::milliseconds(now->load()));
                            }};
  must(commit(two_writes(1)));
  proxy_.set_rule([](const ProxiedCall&) { return Fate{.what = What::kResetBefore}; });
  expect_unavailable(commit(two_writes(2)));
  expect_unavailable(run_task(store().ping()));
  EXPECT_THAT(metrics_->text(), HasSubstr("doggy_dynamodb_breaker_open 1"));
  const std::size_t calls = proxy_.calls();
  for (int i = 0; i < 20; ++i) expect_unavailable(run_task(store().ping()));
  EXPECT_EQ(proxy_.calls(), calls) << "it is not asked meanwhile";
  EXPECT_EQ(run_task(store().ping()).error().retry_after, std::chrono::seconds(10));

  now->store(10'000);
  expect_unavailable(run_task(store().ping()));
  EXPECT_EQ(proxy_.calls(), calls + 1) << "one call finds out that it is still down";

  proxy_.set_rule({});
  now->store(60'000);
  EXPECT_TRUE(run_task(store().ping()));
  expect_written_once();
  EXPECT_THAT(metrics_->text(), HasSubstr("doggy_dynamodb_breaker_open 0"));
}

TEST_F(DynamodbFaults, AConflictIsNoFailureToTheBreaker) {
  options_.calls.breaker.failures = 3;
  must(commit(two_writes(1)));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(commit(two_writes(1)).error().code, Code::kConflict);
  expect_written_once();
}

}  // namespace
}  // namespace doggy::store
