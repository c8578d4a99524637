#include "platform/program/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace doggy::program {
namespace {

using ::testing::HasSubstr;

std::string shown(bool terminal, std::uint64_t total, std::uint64_t steps) {
  std::ostringstream out;
  {
    Progress progress(out, terminal, "copying", total);
    for (std::uint64_t i = 0; i <= steps; ++i) progress.show(i);
  }
  return out.str();
}

TEST(Progress, IsALineForEachTenthInAFile) {
  const std::string text = shown(false, 1000, 1000);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
  EXPECT_THAT(text, HasSubstr("copying:  10 %\n"));
  EXPECT_TRUE(text.ends_with("copying: 100 %\n"));
  EXPECT_EQ(text.find('\r'), std::string::npos);
}

TEST(Progress, IsOneLineOnATerminal) {
  const std::string text = shown(true, 10, 10);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_TRUE(text.starts_with("\rcopying [" + std::string(30, ' ') + "]   0 %"));
  EXPECT_THAT(text, HasSubstr("\rcopying [" + std::string(15, '=') + std::string(15, ' ') + "]  50 %"));
}

TEST(Progress, CountsWhereNobodyKnowsTheTotal) {
  EXPECT_EQ(shown(false, 0, 25'000), "copying: 10000\ncopying: 20000\n");
  EXPECT_TRUE(shown(true, 0, 5).starts_with("\rcopying 0"));
}

TEST(Progress, StopsAtTheTotal) {
  EXPECT_TRUE(shown(true, 3, 5).ends_with("] 100 %\n"));
}

}  // namespace
}  // namespace doggy::program
