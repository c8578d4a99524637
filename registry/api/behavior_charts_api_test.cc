#include "registry/api/behavior_charts_api.h"

#include <gtest/gtest.h>

#include <string>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using boost::json::array;
using boost::json::object;

class BehaviorCharts : public ApiTest {
 protected:
  void SetUp() override { dog_id_ = scene().make_shared_dog(); }

  [[nodiscard]] Reply chart(const std::string& query, const Person& reader) const {
    return reader.get(dog_path(dog_id_) + "/progress/" + query);
  }
  [[nodiscard]] Reply chart(const std::string& query) const { return chart(query, trainer()); }

  /// A minute's observation that begins then, with barks at these seconds.
  [[nodiscard]] std::string observe(const std::string& at, const std::vector<double>& barks, object more = {}) const {
    object body{{"type", "observation"},
                {"occurredAt", at},
                {"method", "continuous"},
                {"observedSeconds", 60},
                {"behaviors", array{object{{"name", "bark"}, {"kind", "point"}}}}};
    array events;
    for (const double onset : barks) events.push_back(object{{"behavior", "bark"}, {"onsetSeconds", onset}});
    body["events"] = std::move(events);
    for (auto& one : more) body[one.key()] = one.value();
    return write(trainer(), dog_id_, body);
  }

  std::string dog_id_;
};

TEST_F(BehaviorCharts, SeriesHasPhaseAndEventLines) {
  static_cast<void>(observe("2026-11-20T10:00:00Z", {1, 2, 3}));
  static_cast<void>(observe("2026-11-22T10:00:00Z", {5}));
  static_cast<void>(write(trainer(), dog_id_,
                          {{"type", "phase"},
                           {"occurredAt", "2026-11-21T00:00:00Z"},
                           {"kind", "intervention"},
                           {"behavior", "Bark"},
                           {"name", "LAT"}}));
  static_cast<void>(write(
      trainer(), dog_id_,
      {{"type", "phase"}, {"occurredAt", "2026-11-21T00:00:00Z"}, {"kind", "intervention"}, {"behavior", "growl"}}));
  static_cast<void>(write(trainer(), dog_id_,
                          {{"type", "context-event"},
                           {"occurredAt", "2026-11-21T12:00:00Z"},
                           {"kind", "move"},
                           {"description", "New flat"}}));
  const Reply reply = chart("event-series?behavior=bark&per=day");
  ASSERT_EQ(reply.status, 200u) << reply.body;
  ASSERT_EQ(reply.at("/points").as_array().size(), 2u);
  EXPECT_EQ(reply.text("/points/0/start"), "2026-11-20");
  EXPECT_EQ(reply.number("/points/0/ratePerMinute"), 3u);
  ASSERT_EQ(reply.at("/lines/phases").as_array().size(), 1u);
  EXPECT_EQ(reply.text("/lines/phases/0/name"), "LAT");
  EXPECT_EQ(reply.text("/lines/events/0/description"), "New flat");
  EXPECT_EQ(chart("event-series?behavior=bark&per=month").status, 422u);
  EXPECT_EQ(chart("event-series").status, 422u);
}

TEST_F(BehaviorCharts, IntervalsAreLabeledWithTheirMethod) {
  static_cast<void>(write(trainer(), dog_id_,
                          {{"type", "observation"},
                           {"occurredAt", "2026-11-20T10:00:00Z"},
                           {"method", "whole-interval"},
                           {"observedSeconds", 20},
                           {"intervalSeconds", 10},
                           {"behaviors", array{object{{"name", "lie"}, {"kind", "state"}}}},
                           {"intervals", array{object{{"behavior", "lie"}, {"scores", {true, false}}}}}}));
  const Reply reply = chart("interval-series?behavior=lie");
  ASSERT_EQ(reply.status, 200u) << reply.body;
  EXPECT_EQ(reply.text("/points/0/method"), "whole-interval");
  EXPECT_EQ(reply.number("/points/0/percent"), 50u);
}

TEST_F(BehaviorCharts, CelerationFollowsTheDailyRate) {
  static_cast<void>(observe("2026-11-02T10:00:00Z", {1}));
  static_cast<void>(observe("2026-11-09T10:00:00Z", {1, 2}));
  static_cast<void>(observe("2026-11-16T10:00:00Z", {1, 2, 3, 4}));
  const Reply reply = chart("celeration?behavior=bark");
  ASSERT_EQ(reply.status, 200u) << reply.body;
  EXPECT_EQ(reply.text("/celeration/text"), "×2.00");
  EXPECT_TRUE(reply.at("/splitMiddle/slopePerDay").is_null());
  EXPECT_FALSE(reply.text("/splitMiddle/reason").empty());
}

TEST_F(BehaviorCharts, PhaseEffectsSayWhatIsWanted) {
  for (const char* day : {"10", "11", "12"})
    static_cast<void>(observe(std::string("2026-11-") + day + "T10:00:00Z", {1, 2, 3}));
  for (const char* day : {"15", "16", "17"})
    static_cast<void>(observe(std::string("2026-11-") + day + "T10:00:00Z", {1}));
  for (const auto& [day, kind] : {std::pair{"09", "baseline"}, std::pair{"14", "intervention"}})
    static_cast<void>(write(trainer(), dog_id_,
                            {{"type", "phase"},
                             {"occurredAt", std::string("2026-11-") + day + "T00:00:00Z"},
                             {"kind", kind},
                             {"behavior", "bark"}}));
  EXPECT_EQ(chart("behavior-phase-effects?behavior=bark").number("/changes/0/effects/nap/value"), 1u);
  EXPECT_EQ(chart("behavior-phase-effects?behavior=bark&wanted=increase").number("/changes/0/effects/nap/value"), 0u);
}

TEST_F(BehaviorCharts, AgreementFindsTheOtherOfThePair) {
  const std::string first = observe("2026-11-20T10:00:00Z", {1, 12});
  EXPECT_EQ(chart("agreement?observationId=" + first).text("/errors/0/rule"), "paired");
  const std::string second = observe("2026-11-20T10:00:00Z", {1, 14, 30}, {{"pairedWith", first}, {"observer", "Kim"}});
  for (const std::string& one : {first, second}) {
    const Reply reply = chart("agreement?observationId=" + one);
    ASSERT_EQ(reply.status, 200u) << reply.body;
    EXPECT_EQ(reply.text("/secondObserver"), "Kim");
    EXPECT_NEAR(reply.at("/behaviors/0/totalCount/value").to_number<double>(), 66.667, 1e-3);
  }
  EXPECT_EQ(chart("agreement?observationId=" + new_id()).text("/errors/0/rule"), "reference");
}

TEST_F(BehaviorCharts, HeatMapGoesByTheDogsClock) {
  static_cast<void>(write(trainer(), dog_id_, abc_record("bark", {{"occurredAt", "2026-11-22T23:30:00Z"}})));
  EXPECT_EQ(chart("heat-map").number("/rows/6/counts/23"), 1u);
  ASSERT_EQ(trainer().patch(dog_path(dog_id_), {{"timeZone", "Europe/Berlin"}}).status, 200u);
  EXPECT_EQ(chart("heat-map").number("/rows/0/counts/0"), 1u);
  EXPECT_EQ(chart("heat-map?behavior=growl").number("/n"), 0u);
  EXPECT_EQ(chart("heat-map?type=note").text("/errors/0/rule"), "enum");
  EXPECT_EQ(trainer().patch(dog_path(dog_id_), {{"timeZone", "Mars/Base"}}).text("/errors/0/rule"), "timeZone");
}

TEST_F(BehaviorCharts, OthersOfTheDog) {
  for (const int distance : {2, 4, 6, 8, 12, 20, 30}) {
    const int reaction = distance == 8 || distance == 2 || distance == 4 ? 4 : 0;
    static_cast<void>(write(trainer(), dog_id_,
                            {{"type", "trigger-exposure"},
                             {"occurredAt", "2026-11-20T10:00:00Z"},
                             {"trigger", "jogger"},
                             {"distanceMeters", distance},
                             {"reaction", reaction}}));
  }
  const Reply threshold = chart("trigger-threshold?trigger=Jogger");
  ASSERT_EQ(threshold.status, 200u) << threshold.body;
  EXPECT_EQ(threshold.number("/n"), 7u);
  EXPECT_NEAR(threshold.at("/meters").to_number<double>(), 7, 2);
  EXPECT_EQ(chart("trigger-threshold?cutoff=6").status, 422u);

  static_cast<void>(write(trainer(), dog_id_, abc_record("bark")));
  EXPECT_EQ(chart("abc-analysis?behavior=bark").number("/pairs/0/conditional"), 1u);
  EXPECT_EQ(chart("cumulative-events?behavior=bark").status, 200u);
  EXPECT_EQ(chart("time-budget").number("/observations"), 0u);

  static_cast<void>(write(trainer(), dog_id_,
                          {{"type", "vaccination"},
                           {"occurredAt", "2026-01-10T10:00:00Z"},
                           {"vaccine", "rabies"},
                           {"dueOn", "2026-12-20"}}));
  const Reply due = chart("vaccinations");
  EXPECT_EQ(due.text("/items/0/state"), "due-soon") << due.body;
  EXPECT_EQ(due.text("/items/1/state"), "never-recorded");
}

// Charts are a way out like any other: what a reader may not see is in none of them.
TEST_F(BehaviorCharts, CountOnlyWhatTheReaderMaySee) {
  static_cast<void>(observe("2026-11-20T10:00:00Z", {1}, {{"audience", array{}}}));
  static_cast<void>(write(trainer(), dog_id_, abc_record("bark", {{"audience", array{}}})));
  EXPECT_EQ(chart("time-budget").number("/observations"), 1u);
  EXPECT_EQ(chart("time-budget", owner()).number("/observations"), 0u);
  EXPECT_EQ(chart("abc-analysis", owner()).number("/n"), 0u);
  EXPECT_EQ(chart("heat-map", owner()).number("/n"), 0u);
  EXPECT_TRUE(chart("event-series?behavior=bark", owner()).at("/points").as_array().empty());
  EXPECT_EQ(chart("time-budget", stranger()).status, 404u);
}

}  // namespace
}  // namespace doggy::testing
