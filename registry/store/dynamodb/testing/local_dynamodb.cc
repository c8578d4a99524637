#include "registry/store/dynamodb/testing/local_dynamodb.h"

#include <cstdlib>
#include <stdexcept>

#include "platform/async/run_task.h"
#include "platform/id/uuid.h"
#include "platform/program/testing/script_server.h"
#include "registry/store/dynamodb/table.h"

namespace doggy::store {
std::string local_dynamodb_endpoint() {
  const char* const other = std::getenv("TEST_DYNAMODB_ENDPOINT");  // NOLINT(concurrency-mt-unsafe): nothing sets any.
  if (other != nullptr) return other;
  static const program::ScriptServer server(DOGGY_TEST_DYNAMODB);
  return server.url();
}

DynamodbOptions local_dynamodb_options(std::string table, std::string endpoint) {
  return {.table = std::move(table), .endpoint = std::move(endpoint), .calls = {}, .environment = [](const char* name) {
            return "test" + std::string(name);
          }};
}

std::string make_local_table() {
  std::string table = "test-" + Uuid::v7().text();
  const DynamodbOptions options = local_dynamodb_options(table, local_dynamodb_endpoint());
  aws::Connection connection("dynamodb", connection_options(options));
  const auto made = run_task(dynamodb::create_table(connection.service(), table));
  if (!made) throw std::runtime_error(made.error().detail);
  return table;
}

std::unique_ptr<DynamodbStore> open_local_store(const DynamodbOptions& options) {
  auto opened = DynamodbStore::open(options);
  if (!opened) throw std::runtime_error(opened.error().detail);
  return std::move(*opened);
}

std::unique_ptr<DynamodbStore> open_local_store() {
  return open_local_store(local_dynamodb_options(make_local_table(), local_dynamodb_endpoint()));
}

}  // namespace doggy::store
