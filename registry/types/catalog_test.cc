#include "registry/types/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doggy::types {
namespace {

TEST(Catalog, ListsTheTypesByName) {
  std::vector<std::string_view> names;
  for (const RecordType& type : catalog()) names.push_back(type.name);
  EXPECT_THAT(
      names, testing::ElementsAre("abc-record", "acknowledgment", "alert", "allergy", "appointment", "assessment-score",
                                  "attachment", "behavior-definition", "care-instruction", "comment", "context-event",
                                  "homework", "homework-log", "incident", "medication", "medication-given", "note",
                                  "observation", "phase", "reinforcer", "rsvp", "session", "target", "trigger-exposure",
                                  "vaccination", "vet-visit", "visit", "weight"));
}

// A type that follows takes its section from its first reference.
TEST(Catalog, WhatFollowsRefersToSomething) {
  for (const RecordType& type : catalog()) {
    if (type.follows_reference) EXPECT_EQ(type.reference_paths.size(), 1u) << type.name;
    EXPECT_TRUE(type.follows_reference || !type.readers_may_answer) << type.name;
    EXPECT_TRUE(type.from_upload || type.server_fields.empty()) << type.name;
    for (const ReferencePath& path : type.reference_paths)
      EXPECT_TRUE(path.type == kAnyType || find_type(path.type) != nullptr) << type.name << " " << path.type;
  }
}

TEST(Catalog, FindsByName) {
  for (const RecordType& type : catalog()) EXPECT_EQ(find_type(type.name), &type);
  EXPECT_EQ(find_type("Note"), nullptr);
  EXPECT_EQ(find_type("abc"), nullptr);
  EXPECT_EQ(find_type("zebra"), nullptr);
}

// The pipeline puts both side by side in one object.
TEST(Catalog, NoTypeHasAFieldOfTheCommonOnes) {
  for (const RecordType& type : catalog()) {
    const auto schema = type.schema();
    EXPECT_FALSE(type.doc.empty());
    EXPECT_TRUE(std::ranges::is_sorted(type.default_audience));
    for (std::string_view common :
         {"id", "dogId", "type", "occurredAt", "recordedAt", "author", "audience", "version", "seq", "deleted"}) {
      EXPECT_FALSE(schema.at("properties").as_object().contains(common)) << type.name << " " << common;
    }
  }
}

}  // namespace
}  // namespace doggy::types
