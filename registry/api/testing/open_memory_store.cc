#include "registry/api/testing/scene.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::testing {

TestStore open_test_store() {
  return {.store = std::make_unique<store::MemoryStore>()};
}

}  // namespace doggy::testing
