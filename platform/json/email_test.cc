#include "platform/json/email.h"

#include <gtest/gtest.h>

#include <string>

namespace doggy {
namespace {

TEST(PlainEmail, AcceptsWhatPeopleHave) {
  for (std::string_view text : {"t@example.org", "a.b+tag@mail.example.co.uk", "o'neil_9@x-y.de", "root@localhost"}) {
    EXPECT_TRUE(is_plain_email(text)) << text;
  }
}

TEST(PlainEmail, RefusesOthers) {
  for (std::string_view text : {"", "t", "@example.org", "t@", "t@@example.org", "t@a@b", "t @example.org",
                                "t@example..org", "t@.org", "t@-a.org", "t@a-.org", "t@exa_mple.org", "t@example.org.",
                                "T <t@example.org>", "t@example.org\n", "t\xc3\xbc@example.org"}) {
    EXPECT_FALSE(is_plain_email(text)) << text;
  }
  EXPECT_FALSE(is_plain_email(std::string(65, 'a') + "@example.org"));
  EXPECT_FALSE(is_plain_email("a@" + std::string(64, 'a') + ".org"));
  std::string many_labels = "a@a";
  while (many_labels.size() <= 254) many_labels += ".a";
  EXPECT_FALSE(is_plain_email(many_labels));
}

}  // namespace
}  // namespace doggy
