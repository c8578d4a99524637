#include <stdexcept>
#include <utility>

#include "registry/api/testing/matrix_sample.h"
#include "registry/api/testing/scene.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::testing {

TestStore open_test_store() {
  auto folder = std::filesystem::temp_directory_path() / ("doggy-api-test-" + new_id());
  // Nothing expires by the machine's time: the scene has a time of its own.
  auto store = store::SqliteStore::open(folder, {.now = [] { return std::int64_t{0}; }});
  if (!store) throw std::runtime_error(store.error().detail);
  return {.store = std::move(*store), .folder = std::move(folder)};
}

MatrixExtent access_matrix_extent() {
  return {.store = "SQLite", .step = 1};
}

}  // namespace doggy::testing
