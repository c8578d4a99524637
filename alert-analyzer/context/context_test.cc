#include <fmt/format.h>
#include <gmock/gmock.h>

#include "alert-analyzer/context/excerpt.h"
#include "alert-analyzer/context/logql.h"
#include "alert-analyzer/context/prometheus.h"
#include "platform/json/utf8.h"

namespace doggy::analyzer {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(LogQl, NoLabelBreaksOutOfItsQuotes) {
  EXPECT_EQ(logql_quoted("a"), "\"a\"");
  EXPECT_EQ(logql_quoted("a\"} | x \\"), R"("a\"} | x \\")");
  EXPECT_EQ(logql_quoted("a\nb\x01\x7f"), R"("a\x0ab\x01\x7f")");
  EXPECT_EQ(logql_quoted("é\xff"), "\"é\\xff\"");
}

TEST(LogQl, SelectsByTheLabelsThatTheAlertHas) {
  const auto mapping = read_mapping({"namespace", "pod", "job=app"}, "loki-labels").value();
  const Alert alert{.labels = sorted({{"job", "registry"}, {"namespace", "a\"b"}, {"other", "x"}})};
  EXPECT_EQ(selector_of(alert, mapping), R"({namespace="a\"b", app="registry"})");
  EXPECT_EQ(selector_of(Alert{}, mapping), std::nullopt);
  for (const char* wrong : {"", "a-b", "1a", "a=b c", "a=", "=a", "a=~b"})
    EXPECT_EQ(read_mapping({wrong}, "loki-labels").error().fields.at(0).field, "loki-labels") << wrong;
}

TEST(Excerpt, MergesStreamsByTimeAndDropsDoubles) {
  Excerpt excerpt{
      .lines = {{30, "b", "three"}, {10, "a", "one"}, {20, "b", "two"}, {10, "a", "one"}, {10, "b", "one"}}};
  merge_and_cut(excerpt, 20, {});
  std::vector<std::string> order;
  for (const LogLine& line : excerpt.lines) order.push_back(line.stream + line.text);
  EXPECT_THAT(order, ElementsAre("aone", "bone", "btwo", "bthree"));
  EXPECT_THAT(excerpt.notes, IsEmpty());
}

TEST(Excerpt, KeepsWhatIsNearestAndSaysWhatItCut) {
  Excerpt excerpt;
  for (int i = 0; i < 100; ++i) excerpt.lines.push_back({i, "a", fmt::format("line {}", i)});
  merge_and_cut(excerpt, 50, {.lines = 5});
  ASSERT_THAT(excerpt.lines, SizeIs(5));
  EXPECT_EQ(excerpt.lines.front().at_ns, 48);
  EXPECT_EQ(excerpt.lines.back().at_ns, 52);
  EXPECT_THAT(excerpt.notes, ElementsAre(HasSubstr("95 of the 100 lines")));
}

TEST(Excerpt, CutsLongLinesBetweenCodePointsAndKeepsThemOneLine) {
  Excerpt excerpt{.lines = {{1, "a", "x\ny"}, {2, "a", std::string(99, 'x') + "€€"}}};
  merge_and_cut(excerpt, 1, {.line_bytes = 100});
  EXPECT_EQ(excerpt.lines[0].text, "x y");
  EXPECT_EQ(excerpt.lines[1].text, std::string(99, 'x') + "…");
  EXPECT_THAT(excerpt.notes, ElementsAre(HasSubstr("1 lines are longer")));
}

TEST(Excerpt, CutsByBytes) {
  Excerpt excerpt;
  for (int i = 0; i < 10; ++i) excerpt.lines.push_back({i, "a", std::string(100, 'x')});
  merge_and_cut(excerpt, 0, {.bytes = 350});
  EXPECT_THAT(excerpt.lines, SizeIs(3));
}

TEST(Prometheus, FindsTheExpressionOfARule) {
  EXPECT_EQ(expression_of("http://p/graph?g0.expr=rate%28x%5B5m%5D%29+%3E+0.1&g0.tab=1"), "rate(x[5m]) > 0.1");
  EXPECT_EQ(expression_of("http://grafana/alerting/x/view"), "");
  EXPECT_EQ(expression_of(""), "");
}

TEST(Prometheus, TakesTheMeasuredSideOfAComparison) {
  struct Case {
    const char* expression;
    const char* side;
  };
  for (const Case& one : {Case{"rate(x[5m]) > 0.1", "rate(x[5m])"}, Case{"up == 0", "up"},
                          Case{"sum by (job) (x{a!=\"b > c\"}) >= 5", "sum by (job) (x{a!=\"b > c\"})"},
                          Case{"absent(up)", "absent(up)"}, Case{"a > 1 and b > 2", "a > 1 and b > 2"},
                          Case{"> 1", "> 1"}, Case{"x{a=\"\\\"\"} < 1", "x{a=\"\\\"\"}"}, Case{"", ""}})
    EXPECT_EQ(measured_side(one.expression), one.side);
}

}  // namespace
}  // namespace doggy::analyzer
