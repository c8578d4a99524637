#include "platform/id/secret.h"

#include <gtest/gtest.h>

namespace doggy {
namespace {

// FIPS 180-4 examples.
TEST(Sha256, MatchesTheStandard) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(RandomToken, Is256BitsOfUrlSafeText) {
  const std::string token = random_token();
  EXPECT_EQ(token.size(), 43u);
  EXPECT_EQ(from_base64url(token).value().size(), 32u);
  EXPECT_NE(token, random_token());
}

// RFC 4648 section 10, without padding.
TEST(Base64Url, MatchesTheRfc) {
  for (const auto& [bytes, text] :
       {std::pair{"", ""}, {"f", "Zg"}, {"fo", "Zm8"}, {"foo", "Zm9v"}, {"foob", "Zm9vYg"}}) {
    EXPECT_EQ(base64url(bytes), text);
    EXPECT_EQ(from_base64url(text), bytes);
  }
  EXPECT_EQ(base64url("\xfb\xff"), "-_8");
}

TEST(Base64Url, RefusesWhatItWouldNotWrite) {
  for (std::string_view text : {"Zg==", "Zm9v\n", "Z", "+/8", "Zh", "Zm 9v", "\xf0\x9f\x90\x95"}) {
    EXPECT_FALSE(from_base64url(text)) << text;
  }
}

TEST(EqualConstantTime, Compares) {
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_TRUE(equal_constant_time("secret", "secret"));
  EXPECT_FALSE(equal_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_constant_time("secret", "secret1"));
}

}  // namespace
}  // namespace doggy
