#include "registry/records/mentions.h"

#include <gmock/gmock.h>

namespace doggy::records {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kTina = "0192f0c0-0000-7000-8000-00000000000a";
const std::string kOlaf = "0192f0c0-0000-7000-8000-00000000000b";

TEST(Mentions, AreFoundByTheirIds) {
  EXPECT_THAT(mentioned_in("Please look, @[Tina T.](" + kTina + ") and @[Olaf](" + kOlaf + ")!"),
              ElementsAre(kTina, kOlaf));
  EXPECT_THAT(mentioned_in("@[Tina](" + kTina + ")@[Tina](" + kTina + ")"), ElementsAre(kTina));
  EXPECT_THAT(mentioned_in("@[a @[Tina](" + kTina + ")"), ElementsAre(kTina));
}

TEST(Mentions, WhatOnlyLooksLikeOneIsNone) {
  for (const std::string& text :
       {std::string(""), std::string("tina@example.org"), std::string("@[Tina]"), std::string("@[Tina]("),
        "@[Tina](" + kTina, "@[Tina](" + kTina + "x)", std::string("@[Tina](https://example.org)"),
        "@[Ti\nna](" + kTina + ")", "@[" + std::string(300, 'x') + "](" + kTina + ")", "[Tina](" + kTina + ")"})
    EXPECT_THAT(mentioned_in(text), IsEmpty()) << text;
}

TEST(Mentions, AreBounded) {
  std::string text;
  for (int i = 0; i < 100; ++i) {
    std::string id = kTina;
    id.replace(33, 3, std::to_string(100 + i));
    text += "@[x](" + id + ")";
  }
  EXPECT_EQ(mentioned_in(text).size(), 20U);
}

TEST(Mentions, AreReadByTheirNames) {
  EXPECT_EQ(without_ids("Please look, @[Tina T.](" + kTina + ") and @[Olaf](" + kOlaf + ")!"),
            "Please look, @Tina T. and @Olaf!");
  EXPECT_EQ(without_ids("@[no](id) @[Tina](" + kTina + ") @["), "@[no](id) @Tina @[");
  EXPECT_EQ(without_ids(""), "");
}

}  // namespace
}  // namespace doggy::records
