#include "registry/records/import_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doggy::records {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(ImportOrder, KeepsTheirOrderWhereNothingRefersToWhatComesLater) {
  EXPECT_THAT(order_of_import({}), IsEmpty());
  EXPECT_THAT(order_of_import({{}, {0}, {}, {1, 2}}),
              ElementsAre(ImportUnit{0}, ImportUnit{1}, ImportUnit{2}, ImportUnit{3}));
}

TEST(ImportOrder, PutsWhatIsReferredToFirst) {
  EXPECT_THAT(order_of_import({{1}, {3}, {}, {}}),
              ElementsAre(ImportUnit{3}, ImportUnit{1}, ImportUnit{0}, ImportUnit{2}));
}

TEST(ImportOrder, KeepsACircleTogether) {
  const auto units = order_of_import({{1}, {2}, {1}, {3}});
  EXPECT_THAT(units, ElementsAre(UnorderedElementsAre(1, 2), ElementsAre(0), ElementsAre(3)));
}

TEST(ImportOrder, TakesALongChain) {
  constexpr std::size_t kLength = 20'000;
  std::vector<std::vector<std::size_t>> references(kLength);
  for (std::size_t i = 0; i + 1 < kLength; ++i) references[i] = {i + 1};
  const auto units = order_of_import(references);
  ASSERT_EQ(units.size(), kLength);
  EXPECT_EQ(units.front(), ImportUnit{kLength - 1});
  EXPECT_EQ(units.back(), ImportUnit{0});
}

}  // namespace
}  // namespace doggy::records
