#include "registry/api/testing/scene.h"
#include "registry/store/dynamodb/testing/local_dynamodb.h"

namespace doggy::testing {

TestStore open_test_store() {
  return {.store = store::open_local_store()};
}

}  // namespace doggy::testing
