// Import over the API: what only the dog's own records can tell.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

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

TEST_F(ImportApi, BringsABorisProjectWithItsTimeBudget) {
  std::ifstream file(std::string(DOGGY_TEST_DATA) + "/boris/balu.boris");
  const std::string project{std::istreambuf_iterator<char>(file), {}};
  const std::string path = "/v1/dogs/" + dog + "/import/boris";
  EXPECT_EQ(scene.trainer.post(path, {{"file", project}}).text("/errors/0/field"), "subject");
  const Reply done = scene.trainer.post(path, {{"file", project}, {"subject", "Balu"}});
  ASSERT_EQ(done.status, 200u) << done.body;
  EXPECT_EQ(done.number("/created"), 6u);
  EXPECT_EQ(scene.trainer.post(path, {{"file", project}, {"subject", "Balu"}}).number("/duplicates"), 6u);
  const Reply budget = scene.trainer.get("/v1/dogs/" + dog + "/progress/time-budget");
  EXPECT_EQ(budget.text("/behaviors/2/behavior"), "lie");
  EXPECT_NEAR(budget.at("/behaviors/2/deviationSeconds").to_number<double>(), 8.569, 5e-4);
  EXPECT_NEAR(budget.at("/behaviors/2/percent").to_number<double>(), 72.625 / 180 * 100, 5e-4);

  std::string unpaired = project;
  unpaired.replace(unpaired.find("pull", unpaired.find("21.4")), 4, "bark");
  const Reply refused =
      scene.trainer.post("/v1/dogs/" + other_dog + "/import/boris", {{"file", unpaired}, {"subject", "Balu"}});
  EXPECT_EQ(refused.status, 422u);
  EXPECT_EQ(refused.text("/errors/0/rule"), "unpaired");
  EXPECT_TRUE(scene.trainer.get("/v1/dogs/" + other_dog + "/records").ids().empty());
}

TEST_F(ImportApi, ADogsExportComesBackInAnother) {
  add_target(dog, kTarget);
  EXPECT_EQ(import("note", "date,text\n2026-11-02,=first\n", false).number("/created"), 1u);
  const std::string export_path = "/v1/dogs/" + dog + "/export";
  const Reply dossier = scene.trainer.get(export_path);
  ASSERT_EQ(dossier.status, 200u) << dossier.body;
  EXPECT_NE(dossier.headers.get("Content-Disposition").find("attachment"), std::string_view::npos);
  const Reply done = scene.trainer.post("/v1/dogs/" + other_dog + "/import/dossier", {{"dossier", dossier.json()}});
  ASSERT_EQ(done.status, 200u) << done.body;
  EXPECT_EQ(done.number("/created"), 2u);
  EXPECT_EQ(scene.trainer.get("/v1/dogs/" + other_dog + "/records/" + std::string(kTarget)).text("/name"), "Recall");

  const Reply table = scene.trainer.get(export_path + "?format=csv&type=note");
  EXPECT_EQ(table.headers.get("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_NE(table.body.find("'=first"), std::string::npos) << table.body;
  EXPECT_EQ(scene.trainer.get(export_path + "?format=csv").text("/errors/0/field"), "type");
  EXPECT_EQ(scene.trainer.get(export_path + "?format=pdf").text("/errors/0/field"), "format");
  const Reply zip = scene.trainer.get(export_path + "?format=zip");
  EXPECT_EQ(zip.headers.get("Content-Type"), "application/zip");
  EXPECT_TRUE(zip.body.starts_with("PK"));
  EXPECT_EQ(scene.stranger.get(export_path).status, 404u);
}

// More than one transaction of DynamoDB takes; each store answers alike.
TEST_F(ImportApi, BringsMoreThanGoesAtOnce) {
  constexpr int kNotes = 120;
  std::string csv = "id,date,text\n";
  std::string comments = "occurredAt,about,text\n";
  for (int i = 0; i < kNotes; ++i) {
    const std::string id = fmt::format("019ab0f0-0000-7000-8000-{:012}", 1000 + i);
    csv += fmt::format("{},2026-11-02,walk {}\n", id, i);
    comments += fmt::format("2026-11-03T10:00:00Z,{},well {}\n", id, i);
  }
  const Reply refused = import("note", csv + ",2026-11-02,\n", false);
  EXPECT_EQ(refused.status, 422u) << refused.body;
  EXPECT_EQ(refused.number("/report/errors/0/line"), kNotes + 2u);
  EXPECT_TRUE(scene.trainer.get("/v1/dogs/" + dog + "/records").ids().empty());

  const Reply done = import("note", csv, false);
  ASSERT_EQ(done.status, 200u) << done.body;
  EXPECT_EQ(done.number("/created"), kNotes);
  EXPECT_EQ(done.number("/duplicates"), 0u);
  const Reply again = import("note", csv, false);
  EXPECT_EQ(again.number("/created"), 0u) << again.body;
  EXPECT_EQ(again.number("/duplicates"), kNotes);
  EXPECT_EQ(import("comment", comments, false).number("/created"), kNotes);

  // In a dossier, newest first, the comments stand before what they are about.
  const Reply dossier = scene.trainer.get("/v1/dogs/" + dog + "/export");
  const boost::json::object whole{{"dossier", dossier.json()}};
  const std::string path = "/v1/dogs/" + other_dog + "/import/dossier";
  const Reply moved = scene.trainer.post(path, whole);
  ASSERT_EQ(moved.status, 200u) << moved.body;
  EXPECT_EQ(moved.number("/created"), 2 * kNotes);
  EXPECT_EQ(scene.trainer.post(path, whole).number("/duplicates"), 2 * kNotes);
  EXPECT_EQ(scene.trainer.get("/v1/dogs/" + other_dog + "/records?type=comment&limit=200").ids().size(),
            std::size_t{kNotes});
}

}  // namespace
}  // namespace doggy::testing
