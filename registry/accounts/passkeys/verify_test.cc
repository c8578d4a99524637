#include "registry/accounts/passkeys/verify.h"

#include <gtest/gtest.h>

#include "registry/accounts/passkeys/cbor.h"
#include "registry/accounts/passkeys/testing/software_passkey.h"

namespace doggy::accounts {
namespace {

using testing::SoftwarePasskey;

constexpr std::string_view kClientData = "{}";
const std::string kPartyId = "localhost";

Result<NewCredential> read(const SoftwarePasskey& device) {
  return read_attestation(device.attestation_object(std::string(kClientData)), kClientData, kPartyId);
}

std::string rule_of(const Result<NewCredential>& read) {
  return read ? "fine" : read.error().fields.front().rule;
}

class EveryAlgorithm : public ::testing::TestWithParam<KeyAlgorithm> {};
INSTANTIATE_TEST_SUITE_P(Passkeys, EveryAlgorithm,
                         ::testing::Values(KeyAlgorithm::kEs256, KeyAlgorithm::kEdDsa, KeyAlgorithm::kRs256));

TEST_P(EveryAlgorithm, IsReadAndItsSignaturesVerified) {
  SoftwarePasskey device(GetParam());
  device.counter = 7;
  const auto made = read(device);
  ASSERT_TRUE(made.has_value()) << made.error().detail;
  EXPECT_EQ(made->id, device.credential_id);
  EXPECT_EQ(made->key.algorithm, GetParam());
  EXPECT_EQ(made->counter, 7U);

  device.counter = 8;
  const std::string data = device.authenticator_data();
  const std::string signature = device.sign_bytes(data, std::string(kClientData));
  const auto verify = [&](std::string_view client_data, std::string_view authenticator_data, std::string_view bytes) {
    return verify_assertion({.client_data = client_data, .authenticator_data = authenticator_data, .signature = bytes},
                            made->key, kPartyId);
  };
  EXPECT_EQ(verify(kClientData, data, signature), 8U);
  EXPECT_FALSE(verify("{ }", data, signature).has_value());
  EXPECT_FALSE(verify(kClientData, data, "").has_value());
  std::string later = data;
  later.back() = 9;
  EXPECT_FALSE(verify(kClientData, later, signature).has_value());
  for (std::size_t i = 0; i < signature.size(); i += 7) {
    std::string tampered = signature;
    tampered[i] = static_cast<char>(tampered[i] ^ 1);
    EXPECT_FALSE(verify(kClientData, data, tampered).has_value()) << i;
  }
  EXPECT_FALSE(verify(kClientData, data, SoftwarePasskey(GetParam()).sign_bytes(data, std::string(kClientData))));
}

TEST_P(EveryAlgorithm, IsCutOffNowhere) {
  const std::string whole = SoftwarePasskey(GetParam()).attestation_object(std::string(kClientData));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(read_attestation(whole.substr(0, size), kClientData, kPartyId).has_value()) << size;
  EXPECT_FALSE(read_attestation(whole + '\0', kClientData, kPartyId).has_value());
}

TEST(Attestation, IsForThisSiteByAPersonWhoWasVerified) {
  SoftwarePasskey device;
  device.party_id = "evil.example";
  EXPECT_EQ(rule_of(read(device)), "relyingParty");
  device.party_id = kPartyId;
  device.flags = 0x04;
  EXPECT_EQ(rule_of(read(device)), "presence");
  device.flags = 0x01;
  EXPECT_EQ(rule_of(read(device)), "verification");
  device.flags = 0x15;
  EXPECT_TRUE(read(device)->backed_up);
  device.credential_id.clear();
  EXPECT_NE(rule_of(read(device)), "fine");
}

TEST(Attestation, ByItselfIsVerified) {
  SoftwarePasskey device;
  device.self_attested = true;
  EXPECT_EQ(rule_of(read(device)), "fine");
  const std::string object = device.attestation_object(std::string(kClientData));
  EXPECT_EQ(rule_of(read_attestation(object, "{ }", kPartyId)), "attestation");
}

TEST(Attestation, OfAnotherFormatIsNotTaken) {
  std::string object = SoftwarePasskey().attestation_object("{}");
  object.replace(object.find("none"), 4, "nope");
  EXPECT_EQ(rule_of(read_attestation(object, kClientData, kPartyId)), "attestation");
}

TEST(Assertion, IsForThisSiteByAPersonWhoWasVerified) {
  SoftwarePasskey device;
  const auto made = read(device);
  const auto rule = [&] {
    const std::string data = device.authenticator_data();
    const std::string signature = device.sign_bytes(data, "{}");
    const auto verified = verify_assertion({.client_data = "{}", .authenticator_data = data, .signature = signature},
                                           made->key, kPartyId);
    return verified ? "fine" : verified.error().fields.front().rule;
  };
  EXPECT_EQ(rule(), "fine");
  device.flags = 0x01;
  EXPECT_EQ(rule(), "verification");
  device.flags = 0x04;
  EXPECT_EQ(rule(), "presence");
  device.flags = 0x05;
  device.party_id = "evil.example";
  EXPECT_EQ(rule(), "relyingParty");
}

TEST(Cbor, DoesNotClaimMoreThanThereIs) {
  EXPECT_TRUE(cbor_claims_fit(std::string("\x82\x01\x02", 3)));
  EXPECT_FALSE(cbor_claims_fit(std::string("\x9b\x00\x00\x00\x01\x00\x00\x00\x00\x01", 10)));
  EXPECT_FALSE(cbor_claims_fit(std::string("\xba\xff\xff\xff\xff\x01", 6)));
  EXPECT_EQ(read_cbor(std::string("\xba\xff\xff\xff\xff\x01", 6)), nullptr);
  EXPECT_EQ(read_cbor(std::string("\x01\x01", 2)), nullptr);
}

}  // namespace
}  // namespace doggy::accounts
