#include "registry/types/reinforcer.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Reinforcer, GetsItsDefaults) {
  EXPECT_EQ(canonical("reinforcer", R"({"name":"Liver","kind":"food"})"),
            R"({"name":"Liver","kind":"food","liking":"like"})");
  EXPECT_EQ(canonical("reinforcer", R"({"name":"x","kind":"food","rank":0})"), "rank minimum");
}

}  // namespace
}  // namespace doggy::types
