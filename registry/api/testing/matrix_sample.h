// How much of the access matrix a test program checks: everything on the default store, a sample on the others, which
// decide by the same code.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "registry/api/testing/access_world.h"

namespace doggy::testing {

struct MatrixExtent {
  std::string_view store;
  bool in_full = false;
};
/// Each test program has one (open_…_store.cc).
[[nodiscard]] MatrixExtent access_matrix_extent();

/// A row of the matrix: its route, and the answer that each principal gets as a letter.
struct MatrixRow {
  std::string route;
  std::string letters;
};

/// The principals to try of each row: every seventh, beginning one later from row to row, and as many more as it takes
/// for each route to give each of its answers once. The same in every run.
[[nodiscard]] std::vector<std::set<Principal>> matrix_sample(const std::vector<MatrixRow>& rows);

/// Everybody, of each row.
[[nodiscard]] std::vector<std::set<Principal>> whole_matrix(const std::vector<MatrixRow>& rows);

}  // namespace doggy::testing
