#include "registry/types/vaccination.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Vaccination, NamesOnlyOtherVaccines) {
  EXPECT_EQ(canonical("vaccination", R"({"vaccine":"rabies","product":"Nobivac","dueOn":"2029-11-23"})"),
            R"({"vaccine":"rabies","product":"Nobivac","dueOn":"2029-11-23"})");
  EXPECT_EQ(canonical("vaccination", R"({"vaccine":"other"})"), "name required");
  EXPECT_EQ(canonical("vaccination", R"({"vaccine":"dhpp","name":"x"})"), "name notApplicable");
  EXPECT_TRUE(canonical("vaccination", R"({"vaccine":"other","name":"Lyme"})").starts_with("{"));
}

TEST(Vaccination, IsDueLater) {
  EXPECT_EQ(canonical("vaccination", R"({"vaccine":"rabies","dueOn":"2026-11-22"})"), "dueOn minimum");
}

}  // namespace
}  // namespace doggy::types
