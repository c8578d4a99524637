// The Store contract on one DynamoDB table. README.md of this folder says how, why, and what it costs.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "platform/aws/connection.h"
#include "platform/observe/metrics.h"
#include "registry/store/dynamodb/calls.h"
#include "registry/store/scan.h"
#include "registry/store/store.h"

namespace doggy::store {

struct DynamodbOptions {
  std::string table;
  std::string region = "us-east-1";
  std::string endpoint = {};  // For another DynamoDB than AWS' own: "http://127.0.0.1:8000".
  std::chrono::milliseconds timeout = std::chrono::seconds(5);  // Of one try.
  dynamodb::CallOptions calls;
  aws::Environment environment = aws::process_environment;  // Where credentials are looked for.
  std::function<Timestamp()> clock = Timestamp::now;
};

/// The connection that these options are about.
[[nodiscard]] aws::ConnectionOptions connection_options(const DynamodbOptions& options);

/// Beyond the contract: a commit that DynamoDB has no room for is kTooLarge.
class DynamodbStore : public Store, public Scan {
 public:
  /// Looks whether the table is there and made as this needs it; blocks meanwhile. Its figures go to `metrics`, if
  /// there are any. Errors: kInvalid (there is no such table, or it is another's), kUnavailable.
  [[nodiscard]] static Result<std::unique_ptr<DynamodbStore>> open(
      const DynamodbOptions& options, std::shared_ptr<observe::Metrics> metrics = std::make_shared<observe::Metrics>());

  /// Ends what is under way with kUnavailable. The executors of whoever still waits must be alive.
  ~DynamodbStore() override;

  Task<Result<std::optional<Item>>> get(Key key) override;
  Task<Result<std::vector<std::optional<Item>>>> get_many(std::vector<Key> keys) override;
  Task<Result<std::vector<Item>>> query(Query query) override;
  Task<Result<void>> commit(std::vector<Write> writes) override;
  [[nodiscard]] std::size_t transaction_limit() const override { return 100; }
  [[nodiscard]] std::size_t transaction_bytes() const override { return 4'000'000; }
  Task<Result<void>> ping() override;
  Task<Result<ScanPage>> scan(std::string position, std::size_t limit) override;

 private:
  DynamodbStore(const DynamodbOptions& options, std::shared_ptr<observe::Metrics> metrics);

  Task<Result<std::map<Key, Item>>> fetch(std::vector<Key> keys);
  Task<Result<void>> write_alone(Write write);

  const std::shared_ptr<observe::Metrics> metrics_;
  const std::string table_;
  aws::Connection connection_;
  dynamodb::Calls calls_;
};

}  // namespace doggy::store
