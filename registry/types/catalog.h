// All record types. The list is generated at configure time from the files of this folder: `abc_record.cc` defines
// `RecordType abc_record_type()`, and that is all it takes to add a type.
#pragma once

#include <span>
#include <string_view>

#include "registry/types/record_type.h"

namespace doggy::types {

/// In alphabetical order of the name. Thread-safe.
[[nodiscard]] std::span<const RecordType> catalog();

/// The type of that name, or null.
[[nodiscard]] const RecordType* find_type(std::string_view name);

}  // namespace doggy::types
