#include "registry/api/testing/matrix_sample.h"
#include "registry/api/testing/scene.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::testing {

TestStore open_test_store() {
  return {.store = std::make_unique<store::MemoryStore>()};
}

MatrixExtent access_matrix_extent() {
  return {.store = "memory", .step = 7};
}

}  // namespace doggy::testing
