// Any bytes as a CSV file of a type that the first byte chooses.
#include <cstddef>
#include <cstdint>
#include <string>

#include "registry/records/csv_import.h"
#include "registry/types/catalog.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace csv = doggy::csv;
  if (size == 0) return 0;
  const auto types = doggy::types::catalog();
  csv::ImportRequest request;
  request.type = types[data[0] % types.size()].name;
  request.csv.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto plan = csv::plan_import(request, "019ab0f0-0000-7000-8000-000000000001",
                                     *doggy::Timestamp::parse("2026-11-24T10:00:00Z"));
  if (plan && plan->records.size() > plan->report.rows) __builtin_trap();
  return 0;
}
