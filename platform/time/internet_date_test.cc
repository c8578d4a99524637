#include "platform/time/internet_date.h"

#include <gtest/gtest.h>

namespace doggy {
namespace {

TEST(InternetDate, ReadsWhatHttpSends) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), 784'111'777);
  for (const std::int64_t at : {0LL, 951'827'696LL, 1'795'000'000LL})
    EXPECT_EQ(parse_http_date(internet_date(at) + " GMT"), at);
}

TEST(InternetDate, ReadsNothingElse) {
  for (const char* text : {"", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 GMT ", "1994-11-06T08:49:37Z"})
    EXPECT_FALSE(parse_http_date(text).has_value()) << text;
}

}  // namespace
}  // namespace doggy
