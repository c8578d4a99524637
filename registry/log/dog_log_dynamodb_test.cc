// Two servers with clients of their own on one table.
#include "registry/log/dog_log_history.h"
#include "registry/store/dynamodb/testing/fault_proxy.h"
#include "registry/store/dynamodb/testing/local_dynamodb.h"

namespace doggy::log {
namespace {

using store::Fate;
using store::FaultProxy;

INSTANTIATE_TEST_SUITE_P(Dynamodb, DogLogHistory, ::testing::Values(ReplicasMaker([] {
                           const auto options = store::local_dynamodb_options(store::make_local_table(),
                                                                              store::local_dynamodb_endpoint());
                           return Replicas{.one = store::open_local_store(options),
                                           .other = store::open_local_store(options)};
                         })));

// Of ten calls one never reaches DynamoDB, of the answers one in ten is lost, and transactions collide.
Fate unlucky(const store::ProxiedCall& call, unsigned number) {
  const bool transaction = call.operation == "TransactWriteItems";
  switch (number % 10) {
    case 3:
      return {.what = Fate::What::kResetBefore};
    case 5:
      return transaction ? store::canceled({"TransactionConflict", "None"}) : store::refused("ThrottlingException");
    case 8:
      return {.what = Fate::What::kResetAfter};
    default:
      return {};
  }
}

struct UnluckyStore {
  UnluckyStore(const std::string& table, unsigned start) {
    proxy.set_rule([number = start](const store::ProxiedCall& call) mutable { return unlucky(call, number++); });
    auto options = store::local_dynamodb_options(table, proxy.url());
    options.calls.retry = {.attempts = 12,
                           .first = std::chrono::milliseconds(1),
                           .longest = std::chrono::milliseconds(20),
                           .budget = 100'000};
    store = store::open_local_store(options);
  }

  FaultProxy proxy{store::local_dynamodb_endpoint()};
  std::unique_ptr<store::DynamodbStore> store;
};

INSTANTIATE_TEST_SUITE_P(DynamodbOverABadNetwork, DogLogHistory, ::testing::Values(ReplicasMaker([] {
                           const std::string table = store::make_local_table();
                           const auto replica = [&](unsigned start) {
                             const auto both = std::make_shared<UnluckyStore>(table, start);
                             return std::shared_ptr<store::Store>(both, both->store.get());
                           };
                           return Replicas{.one = replica(0), .other = replica(4)};
                         })));

}  // namespace
}  // namespace doggy::log
