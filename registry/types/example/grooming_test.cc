// That a type added by the three files of docs/adding-a-record-type.md is known wherever types are: pipeline, sections,
// references, OpenAPI, CSV both ways. No other folder knows of it.
#include "registry/types/example/grooming.h"

#include <gtest/gtest.h>

#include "registry/api/endpoint.h"
#include "registry/records/csv_export.h"
#include "registry/records/csv_import.h"
#include "registry/records/records.h"
#include "registry/testing/world.h"
#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

using boost::json::object;

const std::string kRecord = "0192f0c0-0000-7000-8000-0000000000aa";

class ExampleType : public testing::World {
 protected:
  std::string dog = make_dog(testing::kTrainer);
  records::Records records{store, log, circle, clock};

  Result<records::Written> put(object body) {
    return run_task(records.put(dog, kRecord, actor(dog, testing::kTrainer), std::move(body), {}));
  }
  static object bath() {
    return {{"type", "grooming"}, {"occurredAt", "2026-11-20T10:00:00Z"}, {"work", {"bath", "nails"}}, {"minutes", 45}};
  }
};

TEST_F(ExampleType, HasItsRules) {
  EXPECT_EQ(canonical("grooming", R"({"minutes":30,"work":["bath"]})"), R"({"work":["bath"],"minutes":30})");
  EXPECT_EQ(canonical("grooming", R"({"work":["bath","bath"]})"), "work[1] unique");
  EXPECT_EQ(canonical("grooming", R"({"work":["dye"],"minutes":-1})"), "work[0] enum; minutes minimum");
}

TEST_F(ExampleType, IsWrittenReadAndListed) {
  ASSERT_TRUE(put(bath()));
  const auto page = run_task(records.timeline(dog, *grant(dog, testing::kTrainer), {.types = {"grooming"}}, 10, ""));
  ASSERT_EQ(page->items.size(), 1u);
  EXPECT_NE(page->items[0].find(R"("work":["bath","nails"])"), std::string::npos);
}

TEST_F(ExampleType, KeepsToItsSectionAndAudience) {
  join(dog, testing::kTrainer, testing::kOwner, circle::Role::kOwner);
  join(dog, testing::kOwner, testing::kWalker, circle::Role::kWalker);
  ASSERT_TRUE(put(bath()));
  EXPECT_TRUE(run_task(records.get(dog, kRecord, *grant(dog, testing::kOwner))));
  EXPECT_FALSE(run_task(records.get(dog, kRecord, *grant(dog, testing::kWalker))));
}

TEST_F(ExampleType, RefersOnlyToWhatIsThere) {
  object body = bath();
  body["appointmentId"] = "0192f0c0-0000-7000-8000-0000000000bb";
  const auto refused = put(std::move(body));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields.at(0).field, "appointmentId");
  EXPECT_EQ(refused.error().fields.at(0).rule, "reference");
}

TEST_F(ExampleType, IsDescribed) {
  const object description = api::openapi(api::all_endpoints());
  const auto& schema = description.at("components").at("schemas").at("Grooming").as_object();
  EXPECT_EQ(schema.at("x-section"), "health");
  EXPECT_EQ(schema.at("properties").at("appointmentId").at("x-references"), "appointment");
}

TEST_F(ExampleType, GoesOutAndInAsCsv) {
  ASSERT_TRUE(put(bath()));
  const auto written = run_task(records.get(dog, kRecord, *grant(dog, testing::kTrainer)));
  const std::string file = csv::export_csv(*find_type("grooming"), std::vector{*records::open_record(written->body)});
  const auto plan = csv::plan_import({.type = "grooming", .csv = file}, dog, clock());
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->records.size(), 1u) << file;
  EXPECT_EQ(codec::to_text(plan->records[0].draft.fields), R"({"work":["bath","nails"],"minutes":45})");
}

}  // namespace
}  // namespace doggy::types
