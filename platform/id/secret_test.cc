#include "platform/id/secret.h"

#include <gtest/gtest.h>

namespace doggy {
namespace {

// FIPS 180-4 examples.
TEST(Sha256, MatchesTheStandard) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// RFC 4231, test cases 1, 2 and 6.
TEST(HmacSha256, MatchesTheRfc) {
  const auto base64url_of = [](std::string_view key, std::string_view text) {
    return base64url(hmac_sha256(key, text));
  };
  EXPECT_EQ(base64url_of(std::string(20, '\x0b'), "Hi There"),
            base64url(std::string("\xb0\x34\x4c\x61\xd8\xdb\x38\x53\x5c\xa8\xaf\xce\xaf\x0b\xf1\x2b"
                                  "\x88\x1d\xc2\x00\xc9\x83\x3d\xa7\x26\xe9\x37\x6c\x2e\x32\xcf\xf7",
                                  32)));
  EXPECT_EQ(base64url_of("Jefe", "what do ya want for nothing?"),
            base64url(std::string("\x5b\xdc\xc1\x46\xbf\x60\x75\x4e\x6a\x04\x24\x26\x08\x95\x75\xc7"
                                  "\x5a\x00\x3f\x08\x9d\x27\x39\x83\x9d\xec\x58\xb9\x64\xec\x38\x43",
                                  32)));
  EXPECT_EQ(base64url_of(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
            base64url(std::string("\x60\xe4\x31\x59\x1e\xe0\xb6\x7f\x0d\x8a\x26\xaa\xcb\xf5\xb7\x7f"
                                  "\x8e\x0b\xc6\x21\x37\x28\xc5\x14\x05\x46\x04\x0f\x0e\xe3\x7f\x54",
                                  32)));
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

// RFC 4648 section 10.
TEST(Base64, MatchesTheRfc) {
  for (const auto& [bytes, text] :
       {std::pair{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}}) {
    EXPECT_EQ(base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
  EXPECT_EQ(base64("\xfb\xff"), "+/8=");
  for (std::string_view text : {"Zg", "Zg=", "-_8=", "Zm9v\n"}) EXPECT_FALSE(from_base64(text)) << text;
}

TEST(EqualConstantTime, Compares) {
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_TRUE(equal_constant_time("secret", "secret"));
  EXPECT_FALSE(equal_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_constant_time("secret", "secret1"));
}

}  // namespace
}  // namespace doggy
