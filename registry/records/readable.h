// What of a dog's log somebody may read. An entry says by its own label for whom that revision was; but a record that
// was narrowed since is hidden with all that it has been. So both count: the entry's label, and the record's now.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/policy.h"
#include "registry/store/store.h"

namespace doggy::records {

/// For a record that is not there, and alike for one that is hidden.
[[nodiscard]] inline std::unexpected<Error> no_such_record() {
  return fail(Code::kNotFound, "There is no such record.");
}

/// Of the labels of entries, those that `reader` may read both by what they say and by what their records say now.
/// Labels of entries that are of no record are not among them. Error: kUnavailable.
Task<Result<std::set<std::string>>> readable_labels(store::Store& store, std::string dog_id, circle::Grant reader,
                                                    std::vector<std::string> labels);

}  // namespace doggy::records
