// The order in which records that refer to each other are written one group after the other. Private to this folder.
#pragma once

#include <cstddef>
#include <vector>

namespace doggy::records {

/// Records, by their index, that refer to each other in a circle and so only go together; mostly one alone.
using ImportUnit = std::vector<std::size_t>;

/// All records, each once: a unit comes after all that its records refer to, and otherwise as early as their indexes
/// are. `references[i]` are those that record i refers to.
[[nodiscard]] std::vector<ImportUnit> order_of_import(const std::vector<std::vector<std::size_t>>& references);

}  // namespace doggy::records
