#include "platform/push/encryption.h"

#include <gtest/gtest.h>

#include "platform/id/secret.h"

namespace doggy::push {
namespace {

std::string bytes(std::string_view text) {
  return from_base64url(text).value();
}

// RFC 8188, 3.1.
TEST(Aes128Gcm, MatchesTheRfc) {
  EXPECT_EQ(base64url(encode_aes128gcm("I am the walrus", bytes("yqdlZ-tYemfogSmv7Ws5PQ"),
                                       bytes("I1BsxtFttlv3u_Oo94xnmw"), "")),
            "I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg");
}

// RFC 8291, section 5 and appendix A.
class PushEncryption : public testing::Test {
 protected:
  const std::string message_ = "When I grow up, I want to be a watermelon";
  const Recipient recipient_{
      .point = bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
      .auth = bytes("BTBZMqHH6r4Tts7J_aSIgg")};
  const KeyPair sender_ =
      KeyPair::from_raw(
          bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
          bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"))
          .value();
  const std::string salt_ = bytes("DGv6ra1nlYgDCS1FRnbzlw");
};

TEST_F(PushEncryption, MatchesTheRfc) {
  EXPECT_EQ(base64url(encrypt(message_, recipient_, sender_, salt_).value()),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
            "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
            "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
}

TEST_F(PushEncryption, UsesAKeyAndASaltOnce) {
  const std::string one = encrypt(message_, recipient_).value();
  const std::string two = encrypt(message_, recipient_).value();
  EXPECT_EQ(one.size(), two.size());
  EXPECT_NE(one.substr(0, 16), two.substr(0, 16));
  EXPECT_NE(one.substr(21, 65), two.substr(21, 65));
}

TEST_F(PushEncryption, RefusesWrongKeysAndLongMessages) {
  Recipient off_the_curve = recipient_;
  off_the_curve.point.back() ^= 1;
  EXPECT_EQ(encrypt(message_, off_the_curve).error().code, Code::kInvalid);
  EXPECT_EQ(encrypt(message_, {.point = recipient_.point, .auth = "short"}).error().code, Code::kInvalid);
  EXPECT_TRUE(encrypt(std::string(kLongestMessage, 'x'), recipient_));
  EXPECT_EQ(encrypt(std::string(kLongestMessage + 1, 'x'), recipient_).error().code, Code::kTooLarge);
}

}  // namespace
}  // namespace doggy::push
