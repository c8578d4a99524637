#include "registry/erasure/former_member.h"

#include <gtest/gtest.h>

namespace doggy::erasure {
namespace {

const Erased kTina{.account_id = "0192f0c0-0000-7000-8000-00000000000a", .email = "tina@example.org"};
const std::string kId = "\"" + kTina.account_id + "\"";

TEST(FormerMember, HasNoNameWhereverTheIdStands) {
  EXPECT_EQ(without_name(R"({"seq":3,"by":{"id":)" + kId + R"(,"name":"Tina","role":"trainer"},"w":12.5})", kTina),
            R"({"seq":3,"by":{"id":)" + kId + R"(,"name":"Former member","role":"trainer"},"w":12.5})");
  EXPECT_EQ(without_name(R"([{"member":{"accountId":)" + kId + R"(,"name":"Tina"}}])", kTina),
            R"([{"member":{"accountId":)" + kId + R"(,"name":"Former member"}}])");
}

TEST(FormerMember, HasNoEmail) {
  EXPECT_EQ(without_name(R"({"role":"walker","email":"Tina@Example.org"})", kTina), R"({"role":"walker"})");
  EXPECT_FALSE(without_name(R"({"email":"olaf@example.org"})", kTina).has_value());
}

TEST(FormerMember, IsNobodyElse) {
  EXPECT_FALSE(without_name(R"({"by":{"id":"0192f0c0-0000-7000-8000-00000000000b","name":"Tina"}})", kTina));
  EXPECT_FALSE(without_name(R"({"by":{"id":)" + kId + R"(,"name":"Former member"}})", kTina).has_value());
  EXPECT_FALSE(without_name(R"({"author":)" + kId + R"(,"name":{"first":"x"}})", kTina).has_value());
  EXPECT_FALSE(without_name("no JSON but " + kTina.account_id, kTina).has_value());
}

}  // namespace
}  // namespace doggy::erasure
