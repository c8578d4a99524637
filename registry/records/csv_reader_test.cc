#include "registry/records/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doggy::csv {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Table table(std::string_view text) {
  auto read = read_table(text);
  EXPECT_TRUE(read) << (read ? "" : read.error().message);
  return read ? *std::move(read) : Table();
}

Malformed malformed(std::string_view text) {
  const auto read = read_table(text);
  EXPECT_FALSE(read);
  return read ? Malformed() : read.error();
}

TEST(CsvReader, ReadsRowsAndCells) {
  const Table read = table("a,b,c\n1,,3\n,,\n");
  EXPECT_EQ(read.separator, ',');
  ASSERT_THAT(read.rows, SizeIs(3));
  EXPECT_THAT(read.rows[0].cells, ElementsAre("a", "b", "c"));
  EXPECT_THAT(read.rows[1].cells, ElementsAre("1", "", "3"));
  EXPECT_THAT(read.rows[2].cells, ElementsAre("", "", ""));
}

TEST(CsvReader, TakesEveryLineEnd) {
  for (std::string_view text : {"a,b\n1,2", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "\n\na,b\n\n\r\n1,2\n\n"}) {
    const Table read = table(text);
    ASSERT_THAT(read.rows, SizeIs(2)) << text;
    EXPECT_THAT(read.rows[1].cells, ElementsAre("1", "2")) << text;
  }
}

TEST(CsvReader, SkipsTheByteOrderMark) {
  EXPECT_THAT(table("\xef\xbb\xbf\"a\",b\n").rows.at(0).cells, ElementsAre("a", "b"));
}

TEST(CsvReader, ReadsQuotedCells) {
  const Table read = table("a,b\n\"x, \"\"y\"\"\",\"\"\n\"one\r\ntwo\rthree\",4\n");
  ASSERT_THAT(read.rows, SizeIs(3));
  EXPECT_THAT(read.rows[1].cells, ElementsAre("x, \"y\"", ""));
  EXPECT_THAT(read.rows[2].cells, ElementsAre("one\ntwo\nthree", "4"));
}

TEST(CsvReader, LeavesQuotesWithinUnquotedCells) {
  EXPECT_THAT(table("a,b\n5\" lead,say \"sit\"\n").rows.at(1).cells, ElementsAre("5\" lead", "say \"sit\""));
}

TEST(CsvReader, DetectsTheSeparatorFromTheHeader) {
  EXPECT_EQ(table("a;b;c\n1,5;2,5;3,5").separator, ';');
  EXPECT_EQ(table("a\tb\n1;2\t3").separator, '\t');
  EXPECT_EQ(table("\"a;b;c\",d\n").separator, ',');
  EXPECT_EQ(table("\n\na;b\n").separator, ';');
  EXPECT_EQ(table("only\n1\n").separator, ',');
}

TEST(CsvReader, CountsPhysicalLines) {
  const Table read = table("a,b\r\n\"x\r\ny\nz\",1\r\n\r\n2,3\r4,5");
  ASSERT_THAT(read.rows, SizeIs(4));
  EXPECT_EQ(read.rows[0].line, 1u);
  EXPECT_EQ(read.rows[1].line, 2u);
  EXPECT_EQ(read.rows[2].line, 6u);
  EXPECT_EQ(read.rows[3].line, 7u);
}

TEST(CsvReader, SaysWhereAQuoteThatIsNeverClosedBegins) {
  const Malformed wrong = malformed("a,b\n1,2\n3,\"x\ny\nz\n");
  EXPECT_EQ(wrong.line, 3u);
  EXPECT_EQ(wrong.rule, "quote");
}

TEST(CsvReader, RefusesTextAfterAClosingQuote) {
  const Malformed wrong = malformed("a,b\n\"x\ny\"z,2\n");
  EXPECT_EQ(wrong.line, 3u);
  EXPECT_EQ(wrong.rule, "quote");
}

TEST(CsvReader, SaysWhereTheTextIsNotUtf8) {
  const Malformed latin1 = malformed("a,b\r\n1,2\r\nh\xfcndchen,3\r\n");
  EXPECT_EQ(latin1.line, 3u);
  EXPECT_EQ(latin1.rule, "encoding");
  EXPECT_EQ(malformed(std::string_view("\xff\xfe\x61\x00", 4)).line, 1u);
}

TEST(CsvReader, OfNothingHasNoRows) {
  EXPECT_THAT(table("").rows, IsEmpty());
  EXPECT_THAT(table("\xef\xbb\xbf\r\n\r\n").rows, IsEmpty());
}

}  // namespace
}  // namespace doggy::csv
