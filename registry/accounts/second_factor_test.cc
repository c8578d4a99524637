#include "registry/accounts/second_factor.h"

#include <gtest/gtest.h>

#include <set>

namespace doggy::accounts {
namespace {

// RFC 6238, appendix B: the secret "12345678901234567890" in base32, and the last six of the eight digits.
constexpr const char* kSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

Timestamp at(std::int64_t seconds) {
  return Timestamp::from_unix_ms(seconds * 1000);
}

TEST(Totp, FollowsThePublishedExamples) {
  EXPECT_EQ(totp_counter(kSecret, "287082", at(59), 0), 1U);
  EXPECT_EQ(totp_counter(kSecret, "081804", at(1111111109), 0), 1111111109U / 30);
  EXPECT_EQ(totp_counter(kSecret, "050471", at(1111111111), 0), 1111111111U / 30);
  EXPECT_EQ(totp_counter(kSecret, "005924", at(1234567890), 0), 1234567890U / 30);
  EXPECT_EQ(totp_counter(kSecret, "279037", at(2000000000), 0), 2000000000U / 30);
}

TEST(Totp, AClockMayDifferByOneStepAndACodeWorksOnce) {
  const std::uint64_t counter = 1111111109U / 30;
  EXPECT_EQ(totp_counter(kSecret, "081804", at(1111111109 + 30), 0), counter);
  EXPECT_EQ(totp_counter(kSecret, "081804", at(1111111109 - 30), 0), counter);
  EXPECT_FALSE(totp_counter(kSecret, "081804", at(1111111109 + 90), 0));
  EXPECT_FALSE(totp_counter(kSecret, "081804", at(1111111109), counter));
}

TEST(Totp, AnythingElseIsWrong) {
  for (const char* code : {"", "28708", "2870822", "28708x", "000000", "      "})
    EXPECT_FALSE(totp_counter(kSecret, code, at(59), 0)) << code;
  EXPECT_FALSE(totp_counter("not base32!", "287082", at(59), 0));
}

TEST(Totp, SecretsAndTheirUrl) {
  const std::string secret = new_totp_secret();
  EXPECT_EQ(secret.size(), 32U);
  EXPECT_NE(secret, new_totp_secret());
  EXPECT_EQ(totp_url(secret, "olga+dogs@example.org"),
            "otpauth://totp/Doggy%20App:olga%2Bdogs%40example.org?secret=" + secret + "&issuer=Doggy%20App");
}

TEST(RecoveryCodes, AreTenAndKeptAsHashes) {
  const auto codes = new_recovery_codes();
  EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 10U);
  EXPECT_EQ(codes[0].size(), 27U);
  std::string typed;
  for (const char c : codes[0])
    if (c != '-') typed += static_cast<char>(std::tolower(c));
  EXPECT_EQ(recovery_hash(typed.insert(4, " ")), recovery_hash(codes[0]));
  EXPECT_NE(recovery_hash(codes[0]), recovery_hash(codes[1]));
}

}  // namespace
}  // namespace doggy::accounts
