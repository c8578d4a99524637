#include "platform/push/p256.h"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>

#include <memory>

namespace doggy::push {
namespace {

std::string key_on(const char* curve) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen(curve), EVP_PKEY_free);
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

TEST(Point, IsUncompressedAndOnTheCurve) {
  const std::string point = KeyPair::generate().point();
  EXPECT_TRUE(is_point(point));
  std::string other = point;
  other[40] = static_cast<char>(other[40] ^ 1);
  EXPECT_FALSE(is_point(other));
  EXPECT_FALSE(is_point(point.substr(0, 64)));
  EXPECT_FALSE(is_point(std::string(1, '\2') + point.substr(1, 32)));  // Compressed.
  EXPECT_FALSE(is_point(std::string(1, '\0')));                        // The point at infinity.
  EXPECT_FALSE(is_point(std::string(1, '\4') + std::string(64, '\0')));
  EXPECT_FALSE(is_point(""));
}

TEST(KeyPair, AgreesWithAnother) {
  const KeyPair one = KeyPair::generate();
  const KeyPair two = KeyPair::generate();
  EXPECT_NE(one.point(), two.point());
  EXPECT_EQ(one.shared_secret(two.point()).value(), two.shared_secret(one.point()).value());
  EXPECT_EQ(one.shared_secret(std::string(65, '\4')), std::nullopt);
}

TEST(KeyPair, SurvivesItsTextForm) {
  const KeyPair key = KeyPair::generate();
  EXPECT_EQ(KeyPair::from_pem(key.pem()).value().point(), key.point());
}

TEST(KeyPair, RefusesWhatIsNone) {
  EXPECT_TRUE(KeyPair::from_pem(key_on("P-256")));
  EXPECT_EQ(KeyPair::from_pem("").error().code, Code::kInvalid);
  EXPECT_EQ(KeyPair::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").error().code,
            Code::kInvalid);
  EXPECT_EQ(KeyPair::from_pem(key_on("P-384")).error().code, Code::kInvalid);
  const KeyPair one = KeyPair::generate();
  EXPECT_FALSE(KeyPair::from_raw(std::string(32, '\1'), one.point()));  // Not its scalar.
}

}  // namespace
}  // namespace doggy::push
