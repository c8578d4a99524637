#include "platform/http/range.h"

#include <gtest/gtest.h>

namespace doggy::http {
namespace {

using Kind = RangeChoice::Kind;

RangeChoice part(std::uint64_t first, std::uint64_t last) {
  return {.kind = Kind::kPart, .part = {.first = first, .last = last}};
}

TEST(Range, IsOneOfFromToOrOfTheLastBytes) {
  EXPECT_EQ(parse_range("bytes=0-0", 10), part(0, 0));
  EXPECT_EQ(parse_range("bytes=2-5", 10), part(2, 5));
  EXPECT_EQ(parse_range("Bytes= 2-5 ", 10), part(2, 5));
  EXPECT_EQ(parse_range("bytes=7-", 10), part(7, 9));
  EXPECT_EQ(parse_range("bytes=7-99", 10), part(7, 9));
  EXPECT_EQ(parse_range("bytes=-3", 10), part(7, 9));
  EXPECT_EQ(parse_range("bytes=-99", 10), part(0, 9));
  EXPECT_EQ(part(2, 5).part.size(), 4U);
}

TEST(Range, OutsideOfTheBodyIsUnsatisfiable) {
  for (const char* field : {"bytes=10-", "bytes=10-12", "bytes=18446744073709551615-", "bytes=-0"})
    EXPECT_EQ(parse_range(field, 10).kind, Kind::kUnsatisfiable) << field;
  EXPECT_EQ(parse_range("bytes=0-", 0).kind, Kind::kUnsatisfiable);
  EXPECT_EQ(parse_range("bytes=-1", 0).kind, Kind::kUnsatisfiable);
  EXPECT_EQ(content_range({.kind = Kind::kUnsatisfiable}, 10), "bytes */10");
  EXPECT_EQ(content_range(part(2, 5), 10), "bytes 2-5/10");
}

TEST(Range, ThatCannotBeReadStandsForTheWhole) {
  for (const char* field : {"", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=1-2,4-5", "items=0-1",
                            "bytes=+1-2", "bytes=1--2", "bytes=99999999999999999999-", "bytes=0x1-2"})
    EXPECT_EQ(parse_range(field, 10), RangeChoice{}) << field;
}

Request asking(std::vector<std::pair<std::string, std::string>> fields, Method method = Method::kGet) {
  Request request{.method = method};
  for (auto& [name, value] : fields) request.headers.add(name, value);
  return request;
}

TEST(Range, CountsUnderIfRangeOnlyForTheBodyThatTheClientHas) {
  const std::string etag = R"("a")";
  const std::pair<std::string, std::string> range{"Range", "bytes=2-5"};
  EXPECT_EQ(choose_range(asking({range}), 10, etag), part(2, 5));
  EXPECT_EQ(choose_range(asking({range, {"If-Range", etag}}), 10, etag), part(2, 5));
  for (const char* other : {R"("b")", R"(W/"a")", "Mon, 23 Nov 2026 10:00:00 GMT"})
    EXPECT_EQ(choose_range(asking({range, {"If-Range", other}}), 10, etag).kind, Kind::kWhole) << other;
  EXPECT_EQ(choose_range(asking({range, {"If-None-Match", etag}}), 10, etag).kind, Kind::kWhole);
  EXPECT_EQ(choose_range(asking({range}, Method::kHead), 10, etag).kind, Kind::kWhole);
  EXPECT_EQ(choose_range(asking({}), 10, etag).kind, Kind::kWhole);
}

}  // namespace
}  // namespace doggy::http
