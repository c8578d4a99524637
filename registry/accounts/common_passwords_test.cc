#include "registry/accounts/common_passwords.h"

#include <gtest/gtest.h>

namespace doggy::accounts {
namespace {

std::string rule_for(std::string_view password) {
  const auto weak = weak_password("password", password, "Olga.Berger@example.org", "Olga Berger");
  return weak ? weak->rule : "";
}

TEST(WeakPassword, IsOneThatEverybodyTries) {
  for (const char* password : {"password", "PassWord", "12345678", "qwertyuiop", "zzzzzzzz", "iloveyou", "!qaz2wsx"})
    EXPECT_EQ(rule_for(password), "common") << password;
}

TEST(WeakPassword, IsOnesOwnNameOrAddress) {
  for (const char* password : {"olga.berger@example.org", "Olga.Berger", "olga berger"})
    EXPECT_EQ(rule_for(password), "personal") << password;
}

TEST(WeakPassword, NeedsNoDigitsOrSigns) {
  for (const char* password : {"correct horse battery staple", "walking balu along the river", "olga berger walks"})
    EXPECT_EQ(rule_for(password), "") << password;
}

}  // namespace
}  // namespace doggy::accounts
