// The table: how it is made, and whether one that is there is as the store needs it.
#pragma once

#include <string>

#include "platform/async/task.h"
#include "platform/aws/service.h"
#include "platform/error.h"

namespace doggy::store::dynamodb {

/// Asks for the table, which is then made within some ten seconds; fine when there is one. Error: kUnavailable.
Task<Result<void>> request_table(aws::Service& service, std::string table);

/// Makes the table with its indexes, billed on demand, and waits until it can be used; then lets it remove what has
/// expired. When there is one it is verified instead. Errors: as of verify_table; kUnavailable.
Task<Result<void>> create_table(aws::Service& service, std::string table);

/// Whether the table can be used and has the keys and indexes that the store relies on. Errors: kInvalid for field
/// "dynamodb-table"; kUnavailable.
Task<Result<void>> verify_table(aws::Service& service, std::string table);

}  // namespace doggy::store::dynamodb
