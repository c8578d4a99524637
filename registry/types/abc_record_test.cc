#include "registry/types/abc_record.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(AbcRecord, KeepsWhatWasObserved) {
  EXPECT_EQ(canonical("abc-record", R"({"antecedent":"jogger","behavior":"barking","consequence":"scatter feed",
                                        "intensity":3,"durationSeconds":10,"hypothesizedFunction":"escape"})"),
            R"({"antecedent":"jogger","behavior":"barking","consequence":"scatter feed","intensity":3,)"
            R"("durationSeconds":10,"hypothesizedFunction":"escape"})");
}

TEST(AbcRecord, HasItsBounds) {
  EXPECT_EQ(canonical("abc-record", "{}"), "antecedent required; behavior required; consequence required");
  EXPECT_EQ(canonical("abc-record", R"({"antecedent":"","behavior":"b","consequence":"c","intensity":6,
                                        "durationSeconds":-1,"latencySeconds":86401,"hypothesizedFunction":"fun"})"),
            "antecedent minLength; intensity maximum; durationSeconds minimum; latencySeconds maximum; "
            "hypothesizedFunction enum");
  EXPECT_EQ(canonical("abc-record", R"({"antecedent":"a","behavior":"b","consequence":"c","intensity":2.5})"),
            "intensity type");
}

TEST(AbcRecord, BelongsToBehavior) {
  const RecordType type = abc_record_type();
  EXPECT_EQ(type.section, circle::Section::kBehavior);
  EXPECT_EQ(type.editing, circle::Editing::kAuthor);
  EXPECT_EQ(type.default_audience, (circle::Audience{circle::Role::kOwner, circle::Role::kTrainer}));
}

}  // namespace
}  // namespace doggy::types
