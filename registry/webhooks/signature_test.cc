#include "registry/webhooks/signature.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace doggy::webhooks {
namespace {

// The example of the Standard Webhooks libraries' own tests.
constexpr std::string_view kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

TEST(Signatures, MatchTheSchemesOwnExample) {
  EXPECT_EQ(signatures({std::string(kSecret)}, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signatures, AreMadeByEachSecret) {
  const std::string other = new_secret();
  const std::string both = signatures({other, std::string(kSecret)}, "msg_1", 1, "{}");
  EXPECT_EQ(both, signatures({other}, "msg_1", 1, "{}") + " " + signatures({std::string(kSecret)}, "msg_1", 1, "{}"));
}

TEST(NewSecret, Is256RandomBits) {
  const std::string secret = new_secret();
  EXPECT_TRUE(secret.starts_with("whsec_"));
  EXPECT_EQ(secret.size(), 6U + 44U);
  EXPECT_NE(secret, new_secret());
}

}  // namespace
}  // namespace doggy::webhooks
