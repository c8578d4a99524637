#include "registry/types/weight.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Weight, KeepsKilograms) {
  EXPECT_EQ(canonical("weight", R"({"kilograms":31.3,"method":"vet's scale"})"),
            R"({"kilograms":31.3,"method":"vet's scale"})");
}

TEST(Weight, HasItsBounds) {
  EXPECT_EQ(canonical("weight", "{}"), "kilograms required");
  EXPECT_EQ(canonical("weight", R"({"kilograms":0})"), "kilograms minimum");
  EXPECT_EQ(canonical("weight", R"({"kilograms":150.1})"), "kilograms maximum");
  EXPECT_EQ(canonical("weight", R"({"kilograms":"31"})"), "kilograms type");
}

TEST(Weight, BelongsToHealthAndIsForTheCarerToo) {
  const RecordType type = weight_type();
  EXPECT_EQ(type.section, circle::Section::kHealth);
  EXPECT_EQ(type.default_audience,
            (circle::Audience{circle::Role::kOwner, circle::Role::kTrainer, circle::Role::kCarer}));
}

}  // namespace
}  // namespace doggy::types
