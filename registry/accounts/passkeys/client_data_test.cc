#include "registry/accounts/passkeys/client_data.h"

#include <gtest/gtest.h>

namespace doggy::accounts {
namespace {

const RelyingParty kParty{.id = "doggy.example", .origin = "https://doggy.example"};

std::string rule_of(std::string_view text) {
  const auto challenge = challenge_in(text, Ceremony::kGet, kParty);
  return challenge ? "fine" : challenge.error().fields.front().rule;
}

TEST(ClientData, HoldsTheChallenge) {
  const auto challenge = challenge_in(
      R"({"type":"webauthn.create","challenge":"abc","origin":"https://doggy.example","crossOrigin":false,"new":1})",
      Ceremony::kCreate, kParty);
  EXPECT_EQ(challenge.value(), "abc");
}

TEST(ClientData, IsOfThisPageAndThisCeremony) {
  EXPECT_EQ(rule_of(R"({"type":"webauthn.get","challenge":"abc","origin":"https://doggy.example"})"), "fine");
  EXPECT_EQ(rule_of(R"({"type":"webauthn.create","challenge":"abc","origin":"https://doggy.example"})"), "type");
  for (const char* origin : {"https://evil.example", "http://doggy.example", "https://doggy.example:444",
                             "https://doggy.example/", "https://a.doggy.example", "https://doggy.example.evil.example"})
    EXPECT_EQ(rule_of(R"({"type":"webauthn.get","challenge":"abc","origin":")" + std::string(origin) + "\"}"), "origin")
        << origin;
  const std::string front = R"({"type":"webauthn.get","challenge":"abc","origin":"https://doggy.example",)";
  EXPECT_EQ(rule_of(front + R"("crossOrigin":true})"), "origin");
  EXPECT_EQ(rule_of(front + R"("topOrigin":"https://evil.example"})"), "origin");
  EXPECT_EQ(rule_of(front + R"("origin":"https://evil.example"})"), "format");  // A name twice.
}

TEST(ClientData, IsAnObjectWithAChallenge) {
  for (const char* text : {"", "[]", "null", "{", "\xff", R"({"type":"webauthn.get"} x)"})
    EXPECT_EQ(rule_of(text), "format") << text;
  EXPECT_EQ(rule_of(R"({"type":"webauthn.get","origin":"https://doggy.example"})"), "challenge");
  EXPECT_EQ(rule_of(R"({"type":"webauthn.get","origin":"https://doggy.example","challenge":7})"), "challenge");
}

TEST(RelyingParty, FollowsFromThePublicUrl) {
  EXPECT_EQ(relying_party_of("https://doggy.example")->origin, "https://doggy.example");
  EXPECT_EQ(relying_party_of("https://doggy.example:443")->origin, "https://doggy.example");
  EXPECT_EQ(relying_party_of("https://doggy.example:8443")->origin, "https://doggy.example:8443");
  EXPECT_EQ(relying_party_of("https://doggy.example:8443")->id, "doggy.example");
  for (const char* local : {"http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost:8080"}) {
    EXPECT_EQ(relying_party_of(local)->id, "localhost") << local;
    EXPECT_EQ(relying_party_of(local)->origin, "http://localhost:8080") << local;
  }
  for (const char* none :
       {"http://doggy.example", "https://192.168.0.7", "https://[fe80::1]:8080", "doggy.example", ""})
    EXPECT_EQ(relying_party_of(none).error().code, Code::kConflict) << none;
}

}  // namespace
}  // namespace doggy::accounts
