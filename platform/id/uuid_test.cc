#include "platform/id/uuid.h"

#include <gtest/gtest.h>

#include <set>

#include "platform/time/timestamp.h"

namespace doggy {
namespace {

TEST(Uuid, ReadsAndWritesTheCanonicalForm) {
  const auto id = Uuid::parse("019AB0F0-1c2d-7ABC-8def-0123456789ab");
  ASSERT_TRUE(id);
  EXPECT_EQ(id->text(), "019ab0f0-1c2d-7abc-8def-0123456789ab");
}

TEST(Uuid, RefusesOtherForms) {
  for (std::string_view text : {"", "019ab0f01c2d7abc8def0123456789ab", "{019ab0f0-1c2d-7abc-8def-0123456789ab}",
                                "019ab0f0-1c2d-7abc-8def-0123456789a", "019ab0f0-1c2d-7abc-8def-0123456789abc",
                                "019ab0f0-1c2d-7abc-8def-0123456789ag", "019ab0f01-c2d-7abc-8def-0123456789ab",
                                "00000000-0000-0000-0000-000000000000"}) {
    EXPECT_FALSE(Uuid::parse(text)) << text;
  }
}

TEST(Uuid, Version7CarriesTheMillisecondAndSortsByIt) {
  const auto before = Timestamp::now().unix_ms();
  const std::string text = Uuid::v7().text();
  const auto after = Timestamp::now().unix_ms();
  const auto ms = static_cast<std::int64_t>(std::stoull(text.substr(0, 8) + text.substr(9, 4), nullptr, 16));
  EXPECT_GE(ms, before);
  EXPECT_LE(ms, after);
  EXPECT_EQ(text[14], '7');
  EXPECT_NE(std::string_view("89ab").find(text[19]), std::string_view::npos);

  const auto older = Uuid::parse("019ab0f0-1c2d-7fff-bfff-ffffffffffff");
  const auto newer = Uuid::parse("019ab0f0-1c2e-7000-8000-000000000000");
  EXPECT_LT(older, newer);
  EXPECT_LT(older->text(), newer->text());
}

TEST(Uuid, Version7CarriesTheTimeOfAnotherClock) {
  EXPECT_TRUE(Uuid::v7(0x019ab0f01c2d).text().starts_with("019ab0f0-1c2d-7"));
}

TEST(Uuid, Version7IsUnique) {
  std::set<Uuid> seen;
  for (int i = 0; i < 10'000; ++i) seen.insert(Uuid::v7());
  EXPECT_EQ(seen.size(), 10'000u);
}

// SHA-256("abc") = ba7816bf 8f01cfea 414140de 5dae2223 …
TEST(Uuid, FromNameIsTheHashWithVersion8) {
  EXPECT_EQ(Uuid::from_name("abc").text(), "ba7816bf-8f01-8fea-8141-40de5dae2223");
  EXPECT_EQ(Uuid::from_name("abc"), Uuid::from_name("abc"));
  EXPECT_NE(Uuid::from_name("abc"), Uuid::from_name("abd"));
}

}  // namespace
}  // namespace doggy
