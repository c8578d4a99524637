#include "registry/api/testing/matrix_sample.h"
#include "registry/api/testing/scene.h"
#include "registry/store/dynamodb/testing/local_dynamodb.h"

namespace doggy::testing {

TestStore open_test_store() {
  return {.store = store::open_local_store()};
}

MatrixExtent access_matrix_extent() {
  // A world for each allowed write is a hundred requests to another process, seconds here.
  return {.store = "DynamoDB", .step = 15};
}

}  // namespace doggy::testing
