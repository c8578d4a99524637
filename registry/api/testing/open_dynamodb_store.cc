#include "registry/api/testing/matrix_sample.h"
#include "registry/api/testing/scene.h"
#include "registry/store/dynamodb/testing/local_dynamodb.h"

namespace doggy::testing {

TestStore open_test_store() {
  return {.store = store::open_local_store()};
}

MatrixExtent access_matrix_extent() {
  return {.store = "DynamoDB", .in_full = false};
}

}  // namespace doggy::testing
