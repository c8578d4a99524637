// How much of the access matrix a test program checks: everything on the default store, a sample on the others, which
// decide by the same code.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "registry/api/testing/access_world.h"

namespace doggy::testing {

struct MatrixExtent {
  std::string_view store;
  /// See matrix_sample(). 1: in full.
  std::size_t step = 1;
};
/// Each test program has one (open_…_store.cc).
[[nodiscard]] MatrixExtent access_matrix_extent();

/// A row of the matrix: its route, and the answer that each principal gets as a letter.
struct MatrixRow {
  std::string route;
  std::string letters;
};

/// The principals to try of each row: one in `step`, beginning one later from row to row, and as many more as it takes
/// for each route to give each of its answers once. The same in every run.
[[nodiscard]] std::vector<std::set<Principal>> matrix_sample(const std::vector<MatrixRow>& rows, std::size_t step);

}  // namespace doggy::testing
