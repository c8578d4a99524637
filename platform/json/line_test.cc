#include "platform/json/line.h"

#include <gtest/gtest.h>

namespace doggy {
namespace {

TEST(Line, TakesWhatPeopleAreCalled) {
  for (const char* name : {"", "Toni", "Zoë O'Neill-Müller", "Dr. Ångström", "रमा", "עדי", "🐕‍🦺 Balu", "a b",
                           "x\u200fy", "\u2027\u202f\u2065\u206a"})
    EXPECT_TRUE(is_one_line(name)) << name;
}

TEST(Line, RefusesWhatBreaksTheLineOrTurnsIt) {
  for (const char* bad : {"\n", "\r", "\t", "\x01", "\x1f", "\x7f", "\u0080", "\u0085", "\u009f", "\u2028", "\u2029",
                          "\u202a", "\u202e", "\u2066", "\u2069"})
    EXPECT_FALSE(is_one_line(std::string("Toni") + bad + "x"))
        << static_cast<unsigned>(static_cast<unsigned char>(bad[0]));
}

}  // namespace
}  // namespace doggy
