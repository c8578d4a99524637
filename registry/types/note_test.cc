#include "registry/types/note.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(Note, GetsItsDefaultsAndOrder) {
  EXPECT_EQ(canonical("note", R"({"tags":["walk"],"text":"**Good** walk 🐕"})"),
            R"({"text":"**Good** walk 🐕","tags":["walk"],"pinned":false})");
  EXPECT_EQ(canonical("note", R"({"text":"x","pinned":true,"amends":"019AB0F0-1C2D-7ABC-8DEF-0123456789AB"})"),
            R"({"text":"x","tags":[],"pinned":true,"amends":"019ab0f0-1c2d-7abc-8def-0123456789ab"})");
}

TEST(Note, HasItsBounds) {
  EXPECT_EQ(canonical("note", "{}"), "text required");
  EXPECT_EQ(canonical("note", R"({"text":"","tags":["",""],"color":1})"),
            "text minLength; tags[0] minLength; tags[1] minLength; color unknown");
  EXPECT_EQ(canonical("note", R"({"text":")" + std::string(20'001, 'x') + "\"}"), "text maxLength");
  boost::json::object many{{"text", "x"}, {"tags", boost::json::array(21, "t")}};
  EXPECT_EQ(canonical("note", codec::to_text(many)), "tags maxItems");
}

TEST(Note, BelongsToNotes) {
  const RecordType type = note_type();
  EXPECT_EQ(type.section, circle::Section::kNotes);
  EXPECT_EQ(type.editing, circle::Editing::kAuthor);
  EXPECT_EQ(type.default_audience, (circle::Audience{circle::Role::kOwner, circle::Role::kTrainer}));
}

}  // namespace
}  // namespace doggy::types
