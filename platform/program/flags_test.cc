#include "platform/program/flags.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <array>
#include <boost/describe/class.hpp>
#include <cstdlib>

namespace doggy::program {

struct Kennel {
  std::string door_color = "red";
  unsigned dogs = 3;
};
BOOST_DESCRIBE_STRUCT(Kennel, (), (door_color, dogs))

}  // namespace doggy::program

template <>
struct doggy::codec::Schema<doggy::program::Kennel> {
  static constexpr std::string_view kName = "Kennel";
  static constexpr std::string_view kDoc = "A kennel.";
  static constexpr std::array kFields{
      Field{.member = "door_color", .doc = "What the door looks like."},
      Field{.member = "dogs", .doc = "How many."},
  };
};

namespace doggy::program {
namespace {

TEST(Flags, ComeFromTheStruct) {
  CLI::App app;
  Kennel kennel;
  add_settings(app, kennel, "DOGGY_TEST_");
  ::setenv("DOGGY_TEST_DOGS", "7", 1);
  app.parse("--door-color blue");
  ::unsetenv("DOGGY_TEST_DOGS");
  EXPECT_EQ(kennel.door_color, "blue");
  EXPECT_EQ(kennel.dogs, 7U);
  const std::string help = app.help();
  EXPECT_NE(help.find("What the door looks like."), std::string::npos);
  EXPECT_NE(help.find("DOGGY_TEST_DOOR_COLOR"), std::string::npos);
}

}  // namespace
}  // namespace doggy::program
