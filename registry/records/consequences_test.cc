#include "registry/records/consequences.h"

#include <gtest/gtest.h>

#include "registry/records/record.h"

namespace doggy::records {
namespace {

log::Change change_of(const std::string& type, const std::string& detail, const std::string& action = "record-created",
                      bool deleted = false) {
  const Label label{.section = circle::Section::kNotes,
                    .audience = {circle::Role::kOwner},
                    .deleted = deleted,
                    .seq = 7,
                    .previous = 0,
                    .author_id = "a",
                    .type = type,
                    .record_id = "r"};
  return {.action = action, .label = label_text(label), .detail_name = "record", .detail = detail, .writes = {}};
}

bool concerns(const log::Change& change) {
  return may_concern_somebody(change, false);
}

TEST(Consequences, APlainNoteHasNone) {
  EXPECT_FALSE(concerns(change_of("note", R"({"text":"a walk"})")));
  EXPECT_TRUE(concerns(change_of("note", R"({"text":"@[Tina]"})")));
  for (const char* type : {"abc-record", "weight", "target", "observation"})
    EXPECT_FALSE(concerns(change_of(type, R"({"notes":"@[Tina]"})"))) << type;
}

TEST(Consequences, SomeTypesAlwaysHave) {
  for (const char* type : {"comment", "session", "acknowledgment", "visit"})
    EXPECT_TRUE(concerns(change_of(type, "{}"))) << type;
  EXPECT_FALSE(concerns(change_of("visit", "{}", "record-changed")));
  EXPECT_FALSE(concerns(change_of("comment", "{}", "record-deleted", true)));
}

TEST(Consequences, OthersWhenTheyAskForIt) {
  EXPECT_FALSE(concerns(change_of("alert", R"({"acknowledgmentRequired":false})")));
  EXPECT_TRUE(concerns(change_of("alert", R"({"acknowledgmentRequired":true})")));
  EXPECT_FALSE(concerns(change_of("vaccination", R"({"vaccine":"rabies"})")));
  EXPECT_TRUE(concerns(change_of("vaccination", R"({"vaccine":"rabies","dueOn":"2027-01-01"})")));
  EXPECT_TRUE(concerns(change_of("homework", R"({"dueOn":"2027-01-01"})", "record-changed")));
}

TEST(Consequences, OfHistoryOnlyWhatLiesAhead) {
  EXPECT_FALSE(may_concern_somebody(change_of("comment", "{}"), true));
  EXPECT_TRUE(may_concern_somebody(change_of("vaccination", R"({"dueOn":"2027-01-01"})"), true));
}

}  // namespace
}  // namespace doggy::records
