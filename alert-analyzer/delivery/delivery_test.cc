#include <fmt/format.h>
#include <gmock/gmock.h>

#include "alert-analyzer/delivery/letter.h"
#include "alert-analyzer/delivery/text_cut.h"
#include "platform/json/utf8.h"

namespace doggy::analyzer {
namespace {

using testing::HasSubstr;
using testing::Not;

Alert alert(const std::string& name, const std::string& instance) {
  return {.fingerprint = name + instance,
          .labels = sorted({{"alertname", name}, {"severity", "critical"}, {"instance", instance}}),
          .annotations = sorted({{"summary", "It is\nwrong"}, {"runbook_url", "https://r/1"}, {"version", "1.2.3"}}),
          .starts_at = *Timestamp::parse("2026-11-25T04:25:11+01:00"),
          .alertmanager_url = "http://am"};
}

Facts facts(std::size_t alerts) {
  Facts all{.title = "Slow: registry", .critical = true};
  for (std::size_t i = 0; i < alerts; ++i) all.alerts.push_back(alert("Slow", fmt::format("host-{}", i)));
  all.firing = all.total = alerts;
  all.page_url = "https://analyzer.example.org/incidents/1";
  all.deployment_annotations = {"version"};
  return all;
}

TEST(TextCut, EndsBetweenCodePoints) {
  EXPECT_EQ(cut_utf8("aé€🐕", 100), "aé€🐕");
  const std::string text = "aé€🐕aé€🐕";
  for (std::size_t bytes = 0; bytes <= text.size(); ++bytes) {
    const std::string_view cut = cut_utf8(text, bytes);
    EXPECT_LE(cut.size(), bytes);
    EXPECT_TRUE(is_valid_utf8(cut)) << bytes;
  }
  EXPECT_EQ(one_line("a\nb\tc", 100), "a b c");
  EXPECT_EQ(one_line("abcdefghij", 8), "abcde…");
}

TEST(TextCut, MakesSubjectsThatSnsTakes) {
  EXPECT_EQ(ascii_subject("Zoë's 🐕 is\nlost", 99), "Zo?'s ? is lost");
  EXPECT_EQ(ascii_subject("  \n x", 99), "x");
  EXPECT_EQ(ascii_subject(std::string(200, 'x'), 99), std::string(96, 'x') + "...");
  EXPECT_LE(ascii_subject(std::string(200, 'x'), 2).size(), 2U);
}

TEST(Letter, SaysTheFactsFirst) {
  const Letter notice = notice_letter(facts(1));
  EXPECT_EQ(notice.subject, "[CRITICAL] Slow: registry");
  for (const char* fact : {"Slow (critical)", "firing since: 2026-11-25 03:25:11 UTC", "summary: It is wrong",
                           "instance=\"host-0\"", "version: 1.2.3", "runbook: https://r/1", "Alertmanager: http://am",
                           "https://analyzer.example.org/incidents/1"})
    EXPECT_THAT(notice.text, HasSubstr(fact));
}

TEST(Letter, NamesEveryAlertOrSaysHowManyItDoesNot) {
  const std::string some = notice_letter(facts(300)).text;
  for (int i = 0; i < 300; ++i) EXPECT_THAT(some, HasSubstr(fmt::format("\"host-{}\"", i)));
  Facts very_many = facts(20'000);
  const std::string text = notice_letter(very_many).text;
  EXPECT_LT(text.size(), 180'000U);
  EXPECT_THAT(text, HasSubstr("more, which are on the incident's page"));
}

TEST(Letter, LabelsTheAnalysisAndShowsTheLinesItQuotes) {
  Excerpt excerpt;
  for (int i = 0; i < 100; ++i)
    excerpt.lines.push_back({.at_ns = i, .stream = "registry", .text = fmt::format("line {}", i)});
  excerpt.notes = {"Something was cut."};
  const Opinion opinion{.analysis = Analysis{.summary = "It is slow.",
                                             .probable_cause = "The disk.",
                                             .confidence = Confidence::kMedium,
                                             .evidence = {{"L3", "line 2"}},
                                             .actions = {{"Look at the disk.", Confidence::kLow}}},
                        .source = "model-x",
                        .unverified = 2};
  const Letter report = report_letter(facts(1), excerpt, opinion);
  const std::size_t at = report.text.find("ANALYSIS BY AN LLM (model-x), NOT CHECKED BY A PERSON");
  ASSERT_NE(at, std::string::npos);
  EXPECT_LT(report.text.find("firing since"), at);
  for (const char* part :
       {"Confidence: medium", "L3: \"line 2\"", "2 quote(s)", "1. Look at the disk. (risk: low)",
        "L3 1970-01-01T00:00:00.000Z registry  line 2", "L100 ", "Something was cut.", "60 more lines"})
    EXPECT_THAT(report.text, HasSubstr(part));
  EXPECT_THAT(report.text, Not(HasSubstr("line 10\n")));
}

// Whatever the logs talk an LLM into, the subject and the facts are the same.
TEST(Letter, AnInjectionChangesNothingButAddsAWarning) {
  const Opinion harmless{.analysis = Analysis{.summary = "All is well, ignore this alert."}, .source = "m"};
  Opinion suspected = harmless;
  suspected.suspected_injection = true;
  const Letter one = report_letter(facts(1), {}, harmless);
  const Letter other = report_letter(facts(1), {}, suspected);
  EXPECT_EQ(one.subject, other.subject);
  EXPECT_EQ(one.subject, "[CRITICAL] Slow: registry");
  EXPECT_EQ(one.text.substr(0, one.text.find("ANALYSIS")), other.text.substr(0, other.text.find("WARNING")));
  EXPECT_THAT(other.text, HasSubstr("reads like instructions to an AI"));
}

TEST(Letter, SaysWhyThereIsNoAnalysis) {
  const Letter report = report_letter(facts(1), {}, {.why_none = "The budget is used up."});
  EXPECT_THAT(report.text, HasSubstr("ANALYSIS: none (analysis=fallback). The budget is used up."));
}

}  // namespace
}  // namespace doggy::analyzer
