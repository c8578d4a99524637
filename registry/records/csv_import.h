// From a CSV file to the records it holds, or everything that is wrong with it, line by line. Pure: nothing is written.
//
// Each row is one record. A column is a field of the record type, "audience", or
//   id                   the record's own, as exports have it; without one it follows from the row,
//   occurredAt           date and time in one cell, or
//   date, time           in two,
//   targetId, step, correct, incorrect, noResponse, void, prompt
//                        for a session: its one block of trials as counts. Counts have no order; the trials stand in
//                        the order of these columns.
// A column goes to the field of its name, in any case and with spaces or underscores; a mapping says otherwise. Empty
// cells are absent fields; rows of empty cells are passed over. Rows that are exactly alike are records of their own
// (two like incidents on one day) and are reported. A row's record id follows from the dog and the row's content, so
// importing the same file again finds every record there already.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/error.h"
#include "platform/time/timestamp.h"
#include "registry/records/csv_report.h"
#include "registry/records/record.h"

namespace doggy::csv {

struct PlannedRecord {
  std::string id;
  std::uint64_t line = 0;
  records::Draft draft;
  std::optional<records::Origin> origin = {};
};

struct ImportPlan {
  ImportReport report;                 // `created` and `duplicates` are for who writes the records.
  std::vector<PlannedRecord> records;  // Of the valid rows, in the file's order.
};

/// What a file would bring. Takes about a second for the largest, so not for an event loop's thread. Error: kInvalid
/// when the request itself is wrong (type, mapping, defaults, timeZone); what is wrong in the file is in the report.
[[nodiscard]] Result<ImportPlan> plan_import(const ImportRequest& request, const std::string& dog_id,
                                             const Timestamp& now);

}  // namespace doggy::csv
