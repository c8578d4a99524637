// Import over the API: what only the dog's own records can tell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

constexpr std::string_view kTarget = "019ab0f0-0000-7000-8000-000000000001";
constexpr std::string_view kOther = "019ab0f0-0000-7000-8000-000000000002";

class ImportApi : public ::testing::Test {
 protected:
  void add_target(const std::string& dog_id, std::string_view id) const {
    const Reply reply =
        scene.trainer.put("/v1/dogs/" + dog_id + "/records/" + std::string(id), {{"type", "target"},
                                                                                 {"occurredAt", "2026-11-01T10:00:00Z"},
                                                                                 {"name", "Recall"},
                                                                                 {"steps", {boost::json::object{}}}});
    ASSERT_EQ(reply.status, 201u) << reply.body;
  }
  [[nodiscard]] Reply import(std::string_view type, std::string_view csv, bool dry_run) const {
    return scene.trainer.post("/v1/dogs/" + dog + "/import", {{"type", type}, {"csv", csv}, {"dryRun", dry_run}});
  }

  Scene scene;
  std::string dog = scene.make_dog(scene.trainer);
  std::string other_dog = scene.make_dog(scene.trainer);
};

TEST_F(ImportApi, RefusesTrialsOfAnotherDogsTargetByRow) {
  add_target(dog, kTarget);
  add_target(other_dog, kOther);
  const std::string csv =
      "date,targetId,correct\n2026-11-02," + std::string(kTarget) + ",4\n2026-11-03," + std::string(kOther) + ",4\n";
  const Reply preview = import("session", csv, true);
  EXPECT_EQ(preview.status, 200u) << preview.body;
  EXPECT_EQ(preview.number("/valid"), 1u);
  EXPECT_EQ(preview.number("/errors/0/line"), 3u);
  EXPECT_EQ(preview.text("/errors/0/field"), "blocks[0].targetId");
  EXPECT_EQ(preview.text("/errors/0/rule"), "reference");

  const Reply refused = import("session", csv, false);
  EXPECT_EQ(refused.status, 422u) << refused.body;
  EXPECT_EQ(refused.number("/report/errors/0/line"), 3u);
  EXPECT_TRUE(scene.trainer.get("/v1/dogs/" + dog + "/records?type=session").ids().empty());
}

TEST_F(ImportApi, DryRunCountsWhatIsThereAlready) {
  const std::string csv = "date,text\n2026-11-02,first\n2026-11-03,second\n";
  EXPECT_EQ(import("note", csv, false).number("/created"), 2u);
  const Reply again = import("note", csv + "2026-11-04,third\n", true);
  EXPECT_EQ(again.number("/duplicates"), 2u) << again.body;
  EXPECT_EQ(again.number("/created"), 0u);
}

// A comment may not be for more people than what it is about.
TEST_F(ImportApi, CommentsKeepToTheRecordTheyAreAbout) {
  ASSERT_EQ(
      scene.trainer
          .put("/v1/dogs/" + dog + "/records/" + std::string(kOther), {{"type", "note"},
                                                                       {"occurredAt", "2026-11-01T10:00:00Z"},
                                                                       {"text", "x"},
                                                                       {"audience", boost::json::array{"trainer"}}})
          .status,
      201u);
  const Reply done = import(
      "comment", "occurredAt,about,text,audience\n2026-11-02T10:00:00Z," + std::string(kOther) + ",y,owner; trainer\n",
      false);
  ASSERT_EQ(done.status, 200u) << done.body;
  const Reply comments = scene.trainer.get("/v1/dogs/" + dog + "/records?type=comment");
  EXPECT_EQ(comments.at("/items/0/audience"), boost::json::array{"trainer"});
}

}  // namespace
}  // namespace doggy::testing
