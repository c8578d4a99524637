#include "registry/progress/generalization.h"

#include <gtest/gtest.h>

#include "registry/progress/held_session_for_test.h"

namespace doggy::progress {
namespace {

HeldSession at_place(HeldSession held, std::string place) {
  held.session.place = std::move(place);
  return held;
}

TEST(Generalization, TellsPeoplePlacesAndDistractionsApart) {
  types::Target target;
  target.steps.resize(2);
  target.steps[1].distraction = 3;
  const auto result = generalization(
      test_target(), target,
      std::vector{at_place(held_session(1, 1, "ccci"), "Park"), at_place(held_session(2, 1, "cv"), "park "),
                  at_place(held_session(3, 1, "i", "olaf"), "park"), held_session(4, 0, "v")});
  ASSERT_EQ(result.cells.size(), 3u);
  EXPECT_EQ(result.cells[0].person, "olaf");
  EXPECT_DOUBLE_EQ(result.cells[0].percent.value(), 0);
  EXPECT_FALSE(result.cells[1].place);
  EXPECT_FALSE(result.cells[1].percent);
  EXPECT_EQ(result.cells[2].place.value(), "Park");
  EXPECT_EQ(result.cells[2].distraction.value(), 3);
  EXPECT_EQ(result.cells[2].trials, 5u);
  EXPECT_EQ(result.cells[2].sessions, 2u);
  EXPECT_DOUBLE_EQ(result.cells[2].percent.value(), 80);
}

}  // namespace
}  // namespace doggy::progress
