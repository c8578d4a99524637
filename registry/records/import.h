// Writing what a CSV file holds.
#pragma once

#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/circle.h"
#include "registry/records/csv_import.h"
#include "registry/records/records.h"

namespace doggy::records {

/// Writes all records of the plan, and completes its report; in a dry run, only the report. Errors: kInvalid when there
/// are errors and it is no dry run (then nothing is written, and the error carries the report); what
/// Records::import_all says.
Task<Result<csv::ImportReport>> apply_import(Records& records, std::string dog_id, circle::Actor actor,
                                             csv::ImportPlan plan);

}  // namespace doggy::records
