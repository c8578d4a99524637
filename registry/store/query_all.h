// A query whose answer is as many pages as it takes.
#pragma once

#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/store/store.h"

namespace doggy::store {

/// All items that the query is of, at once in memory; its limit is the most of a page. Error:
/// kUnavailable.
Task<Result<std::vector<Item>>> query_all(Store& store, Query query);

}  // namespace doggy::store
