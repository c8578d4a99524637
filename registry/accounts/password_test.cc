#include "registry/accounts/password.h"

#include <gtest/gtest.h>

namespace doggy::accounts {
namespace {

TEST(Password, MatchesOnlyItself) {
  const std::string hash = hash_password("correct horse battery staple");
  EXPECT_TRUE(password_matches(hash, "correct horse battery staple"));
  EXPECT_FALSE(password_matches(hash, "correct horse battery stapler"));
  EXPECT_FALSE(password_matches(hash, ""));
}

TEST(Password, IsArgon2idWithTheParametersOfOwasp) {
  EXPECT_TRUE(hash_password("password").starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST(Password, HashesTheSamePasswordDifferently) {
  EXPECT_NE(hash_password("password"), hash_password("password"));
}

TEST(Password, IsNeverRightWithoutAHash) {
  EXPECT_FALSE(password_matches("", ""));
  EXPECT_FALSE(password_matches("", "password"));
}

}  // namespace
}  // namespace doggy::accounts
