#include "registry/search/snippet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doggy::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Snippet, IsCutWhereTheMarksAre) {
  EXPECT_THAT(pieces_of("a \xfe"
                        "b\xff c\xfe"
                        "d\xff"),
              ElementsAre(Piece{"a ", false}, Piece{"b", true}, Piece{" c", false}, Piece{"d", true}));
  EXPECT_THAT(pieces_of("plain"), ElementsAre(Piece{"plain", false}));
  EXPECT_THAT(pieces_of(""), IsEmpty());
}

TEST(Snippet, KeepsMarkupAsText) {
  EXPECT_THAT(pieces_of("<b>\xfe<script>\xff"), ElementsAre(Piece{"<b>", false}, Piece{"<script>", true}));
}

}  // namespace
}  // namespace doggy::search
