#include "platform/json/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace doggy {
namespace {

TEST(Utf8, AcceptsWhatIsValid) {
  for (std::string_view text :
       {"", "a", "plain text of some length", "Hündchen 🐕 läuft weiter", "\x7f", "\xc2\x80", "\xe0\xa0\x80",
        "\xed\x9f\xbf", "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(is_valid_utf8(text)) << text;
  }
}

TEST(Utf8, SaysWhereItGoesWrong) {
  for (std::string_view bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x9f\xbf", "\xed\xa0\x80",
                               "\xe2\x82", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    EXPECT_EQ(valid_utf8_prefix(std::string("twelve bytes") + std::string(bad) + "after it"), 12u);
  }
}

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(count_code_points(""), 0u);
  EXPECT_EQ(count_code_points("aé€🐕"), 4u);
}

TEST(Utf8, CutsBetweenCodePoints) {
  EXPECT_EQ(first_code_points("aé€🐕b", 4), "aé€🐕");
  EXPECT_EQ(first_code_points("aé€🐕b", 0), "");
  EXPECT_EQ(first_code_points("aé", 9), "aé");
}

}  // namespace
}  // namespace doggy
