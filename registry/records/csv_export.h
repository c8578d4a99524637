// Records of one type as a CSV file that csv_import.h reads back: a column for id, occurredAt and each field.
#pragma once

#include <span>
#include <string>

#include "registry/records/record.h"

namespace doggy::csv {

/// RFC 4180 with a header row, in UTF-8. Lists of texts are separated by ; and what does not fit into a cell is JSON.
/// Texts that a spreadsheet would take for a formula have an apostrophe before them.
[[nodiscard]] std::string export_csv(const types::RecordType& type, std::span<const records::Opened> records);

/// The rows alone, to go on with such a file.
[[nodiscard]] std::string csv_rows(const types::RecordType& type, std::span<const records::Opened> records);

}  // namespace doggy::csv
