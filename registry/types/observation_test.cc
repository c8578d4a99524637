#include "registry/types/observation.h"

#include <fmt/format.h>

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

// A minute's observation of a state and a point behavior.
std::string with_events(std::string_view events, std::string_view more = "") {
  return canonical("observation", fmt::format(R"({{"method":"continuous","observedSeconds":60,"behaviors":[
      {{"name":"bark","kind":"point"}},{{"name":"lie","kind":"state"}}],"events":[{}]{}}})",
                                              events, more));
}
std::string with_rows(std::string_view rows) {
  return canonical("observation", fmt::format(R"({{"method":"partial-interval","observedSeconds":30,
      "intervalSeconds":10,"behaviors":[{{"name":"bark","kind":"point"}},{{"name":"lie","kind":"state"}}],
      "intervals":[{}]}})",
                                              rows));
}

TEST(Observation, TakesEventsInAnyOrder) {
  EXPECT_TRUE(with_events(R"({"behavior":"lie","onsetSeconds":30,"offsetSeconds":60},
      {"behavior":"lie","onsetSeconds":10,"offsetSeconds":30},{"behavior":"bark","onsetSeconds":0})")
                  .starts_with("{"));
}

TEST(Observation, RefusesOverlappingStates) {
  EXPECT_EQ(with_events(R"({"behavior":"lie","onsetSeconds":30,"offsetSeconds":40},
      {"behavior":"lie","onsetSeconds":10,"offsetSeconds":30.5})"),
            "events[0].onsetSeconds overlap");
  // The second is over before the third begins, and the first is not.
  EXPECT_EQ(with_events(R"({"behavior":"lie","onsetSeconds":0,"offsetSeconds":50},
      {"behavior":"lie","onsetSeconds":10,"offsetSeconds":20},{"behavior":"lie","onsetSeconds":30,"offsetSeconds":40})"),
            "events[1].onsetSeconds overlap; events[2].onsetSeconds overlap");
  EXPECT_EQ(with_events(R"({"behavior":"lie","onsetSeconds":0},{"behavior":"lie","onsetSeconds":10})",
                        R"(,"complete":false)"),
            "events[1].onsetSeconds overlap");
}

TEST(Observation, RefusesWhatLiesOutsideTheObservedTime) {
  EXPECT_EQ(with_events(R"({"behavior":"bark","onsetSeconds":60.5})"), "events[0].onsetSeconds maximum");
  EXPECT_EQ(with_events(R"({"behavior":"lie","onsetSeconds":50,"offsetSeconds":61})"),
            "events[0].offsetSeconds maximum");
  EXPECT_EQ(with_events(R"({"behavior":"lie","onsetSeconds":50,"offsetSeconds":49})"), "events[0].offsetSeconds order");
}

TEST(Observation, KnowsPointsFromStates) {
  EXPECT_EQ(with_events(R"({"behavior":"bark","onsetSeconds":5,"offsetSeconds":6})"),
            "events[0].offsetSeconds notApplicable");
  EXPECT_EQ(with_events(R"({"behavior":"lie","onsetSeconds":5})"), "events[0].offsetSeconds required");
  EXPECT_TRUE(with_events(R"({"behavior":"lie","onsetSeconds":5})", R"(,"complete":false)").starts_with("{"));
  EXPECT_EQ(with_events(R"({"behavior":"spin","onsetSeconds":5})"), "events[0].behavior reference");
}

TEST(Observation, ChecksIntervals) {
  EXPECT_TRUE(with_rows(R"({"behavior":"bark","scores":[true,false,true]})").starts_with("{"));
  EXPECT_EQ(with_rows(R"({"behavior":"bark","scores":[true,false,true,false]})"), "intervals[0].scores maximum");
  EXPECT_EQ(with_rows(R"({"behavior":"bark","scores":[true]},{"behavior":"lie","scores":[]})"),
            "intervals[1].scores match");
  EXPECT_EQ(with_rows(R"({"behavior":"bark","scores":[]},{"behavior":"bark","scores":[]})"),
            "intervals[1].behavior unique");
  EXPECT_EQ(canonical("observation", R"({"method":"momentary","behaviors":[{"name":"a","kind":"state"}],
      "events":[{"behavior":"a","onsetSeconds":1}]})"),
            "intervalSeconds required; observedSeconds required; events notApplicable");
  EXPECT_EQ(canonical("observation", R"({"method":"continuous","intervalSeconds":5,
      "behaviors":[{"name":"a","kind":"state"},{"name":"a","kind":"state","definitionVersion":2}]})"),
            "behaviors[1].name unique; behaviors[1].definitionVersion notApplicable; intervalSeconds notApplicable; "
            "observedSeconds required");
}

TEST(Observation, RefersToItsPairAndItsDefinitions) {
  const boost::json::object fields{{"pairedWith", "p"}, {"behaviors", {{{"name", "a"}}, {{"definitionId", "d"}}}}};
  const auto references = observation_type().references(fields);
  ASSERT_EQ(references.size(), 2u);
  EXPECT_EQ(references[0].field, "pairedWith");
  EXPECT_EQ(references[0].type, "observation");
  EXPECT_EQ(references[1].field, "behaviors[1].definitionId");
  EXPECT_EQ(references[1].type, "behavior-definition");
}

}  // namespace
}  // namespace doggy::types
