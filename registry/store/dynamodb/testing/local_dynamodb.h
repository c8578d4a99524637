// For tests: a DynamoDB on this machine, one for the whole program, and stores on tables of their own.
#pragma once

#include <memory>
#include <string>

#include "registry/store/dynamodb/dynamodb_store.h"

namespace doggy::store {

/// Where DynamoDB answers: TEST_DYNAMODB_ENDPOINT if that is set (another implementation than tests/dynamodb has, for
/// who has one), else a server that is started at the first call and ends with the program.
[[nodiscard]] std::string local_dynamodb_endpoint();

/// For a table of that name at that endpoint, with credentials that any server on this machine takes.
[[nodiscard]] DynamodbOptions local_dynamodb_options(std::string table, std::string endpoint);

/// Makes a table; its name, which no other has.
[[nodiscard]] std::string make_local_table();

/// Throws std::runtime_error when it cannot be opened.
[[nodiscard]] std::unique_ptr<DynamodbStore> open_local_store(const DynamodbOptions& options);

/// An empty store on a new table.
[[nodiscard]] std::unique_ptr<DynamodbStore> open_local_store();

}  // namespace doggy::store
