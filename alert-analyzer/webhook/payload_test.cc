#include "alert-analyzer/webhook/payload.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace doggy::analyzer {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::SizeIs;

const Timestamp kNow = *Timestamp::parse("2026-11-25T04:00:00Z");

std::vector<Alert> alerts_of(std::string_view json) {
  auto read = read_notification(json, kNow);
  EXPECT_TRUE(read.has_value()) << (read ? "" : read.error().detail);
  return read ? read->alerts : std::vector<Alert>();
}

Alert alert_with(std::string_view fields) {
  auto alerts = alerts_of(fmt::format(R"({{"status":"firing","alerts":[{{{}}}]}})", fields));
  return alerts.at(0);
}

// As Alertmanager 0.25 sends it, with a field of the future.
TEST(Payload, ReadsAlertmanagersVersion4) {
  const auto read = read_notification(R"({
    "receiver":"analyzer","status":"firing","version":"4","groupKey":"{}:{alertname=\"HighErrors\"}","truncatedAlerts":7,
    "groupLabels":{"alertname":"HighErrors"},"commonLabels":{},"commonAnnotations":{},"externalURL":"http://am:9093",
    "fromTheFuture":{"a":[1]},
    "alerts":[
      {"status":"firing","labels":{"alertname":"HighErrors","severity":"critical","job":"registry"},
       "annotations":{"summary":"Many errors"},"startsAt":"2026-11-25T03:25:11.123456789Z",
       "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prom/graph?g0.expr=up","fingerprint":"c0ffee"},
      {"status":"resolved","labels":{"alertname":"HighErrors","job":"other"},"annotations":{},
       "startsAt":"2026-11-25T03:00:00Z","endsAt":"2026-11-25T03:30:00Z","generatorURL":"","fingerprint":"decaf"}]})",
                                      kNow);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->truncated, 7U);
  ASSERT_THAT(read->alerts, SizeIs(2));
  const Alert& first = read->alerts[0];
  EXPECT_EQ(first.name(), "HighErrors");
  EXPECT_EQ(first.label("severity"), "critical");
  EXPECT_EQ(first.annotation("summary"), "Many errors");
  EXPECT_EQ(first.starts_at.utc_text(), "2026-11-25T03:25:11.123Z");
  EXPECT_FALSE(first.ends_at.has_value());
  EXPECT_EQ(first.group_key, "{}:{alertname=\"HighErrors\"}");
  EXPECT_EQ(first.alertmanager_url, "http://am:9093");
  EXPECT_THAT(first.remarks, SizeIs(0));
  EXPECT_EQ(read->alerts[1].status, AlertStatus::kResolved);
  EXPECT_TRUE(read->alerts[1].ends_at.has_value());
}

TEST(Payload, ReadsGrafanasForm) {
  const Alert alert = alert_with(
      R"("status":"firing","labels":{"alertname":"A"},"annotations":{},"startsAt":"2026-11-25T04:25:11+01:00",
         "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://g/alerting/grafana/x/view","fingerprint":"ab",
         "silenceURL":"http://g/silence","dashboardURL":"http://g/d/1","panelURL":"http://g/d/1?viewPanel=2",
         "values":{"A":1},"valueString":"[ var='A' value=1 ]","orgId":1)");
  EXPECT_EQ(alert.dashboard_url, "http://g/d/1?viewPanel=2");
  EXPECT_EQ(alert.silence_url, "http://g/silence");
  EXPECT_EQ(alert.values, "[ var='A' value=1 ]");
}

// RFC 3339, 5.6, in every form, and what Go writes for "never".
TEST(Payload, ReadsEveryLegalTime) {
  struct Case {
    const char* text;
    const char* utc;
  };
  for (const Case& one : {
           Case{"2026-11-25T03:25:11Z", "2026-11-25T03:25:11.000Z"},
           Case{"2026-11-25t03:25:11z", "2026-11-25T03:25:11.000Z"},
           Case{"2026-11-25T03:25:11.1Z", "2026-11-25T03:25:11.100Z"},
           Case{"2026-11-25T03:25:11.123456789Z", "2026-11-25T03:25:11.123Z"},
           Case{"2026-11-25T03:25:11.12345678901234567890123456789+00:00", "2026-11-25T03:25:11.123Z"},
           Case{"2026-11-25T08:55:11+05:30", "2026-11-25T03:25:11.000Z"},
           Case{"2026-11-24T23:25:11-04:00", "2026-11-25T03:25:11.000Z"},
           Case{"2026-11-25T03:25:11-00:00", "2026-11-25T03:25:11.000Z"},
           Case{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"},
           Case{"2024-02-29T00:00:00.000Z", "2024-02-29T00:00:00.000Z"},
       }) {
    const Alert alert = alert_with(fmt::format(R"("startsAt":"{}")", one.text));
    EXPECT_EQ(alert.starts_at.utc_text(), one.utc) << one.text;
    EXPECT_THAT(alert.remarks, SizeIs(0)) << one.text;
  }
  EXPECT_EQ(alert_with(R"("startsAt":"0001-01-01T00:00:00Z")").starts_at, kNow);
}

TEST(Payload, KeepsAnAlertWhateverIsWrongWithIt) {
  const auto alerts = alerts_of(R"({"status":"firing","alerts":[
      {"labels":{"alertname":"A","n":5,"b":true,"o":{"x":1}},"startsAt":"yesterday","status":"pending"},
      "an alert?", 7, null, {"labels":["x"]}, {"labels":{"alertname":"Z\u0000"},"startsAt":"2026-02-30T00:00:00Z"}]})");
  ASSERT_THAT(alerts, SizeIs(6));
  EXPECT_EQ(alerts[0].label("n"), "5");
  EXPECT_EQ(alerts[0].label("o"), R"({"x":1})");
  EXPECT_EQ(alerts[0].starts_at, kNow);
  EXPECT_THAT(alerts[0].remarks, Contains(HasSubstr("yesterday")));
  EXPECT_THAT(alerts[0].remarks, Contains(HasSubstr("pending")));
  EXPECT_THAT(alerts[1].remarks, Contains(HasSubstr("an alert?")));
  for (const Alert& alert : alerts) {
    EXPECT_EQ(alert.status, AlertStatus::kFiring);
    const auto again = alert_from_text(to_text(alert));
    ASSERT_TRUE(again.has_value()) << again.error().detail;
    EXPECT_EQ(again->key(), alert.key());
  }
}

TEST(Payload, NamesAnAlertWithoutAFingerprint) {
  const Alert one = alert_with(R"("labels":{"a":"1","b":"2"})");
  EXPECT_EQ(one.fingerprint, alert_with(R"("labels":{"b":"2","a":"1"})").fingerprint);
  EXPECT_NE(one.fingerprint, alert_with(R"("labels":{"a":"12","b":""})").fingerprint);
}

TEST(Payload, TakesHundredsAtOnce) {
  std::string json = R"({"alerts":[)";
  for (int i = 0; i < 700; ++i)
    json += fmt::format(R"({}{{"labels":{{"alertname":"A","i":"{}"}},"startsAt":"2026-11-25T03:25:11Z"}})",
                        i == 0 ? "" : ",", i);
  EXPECT_THAT(alerts_of(json + "]}"), SizeIs(700));
}

TEST(Payload, RefusesWhatIsNoCall) {
  EXPECT_EQ(read_notification("{", kNow).error().code, Code::kMalformed);
  for (const char* json : {"[]", "{}", R"({"alerts":{}})", "null", R"({"alerts":null})"})
    EXPECT_EQ(read_notification(json, kNow).error().code, Code::kInvalid) << json;
}

}  // namespace
}  // namespace doggy::analyzer
