#include "platform/observe/log.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <sstream>
#include <thread>

namespace doggy::observe {
namespace {

std::vector<boost::json::object> lines_of(const std::string& text) {
  std::vector<boost::json::object> found;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) found.push_back(boost::json::parse(line).as_object());
  return found;
}

TEST(Log, WritesOneJsonObjectALine) {
  testing::internal::CaptureStderr();
  log(Level::kWarn, "disk-low", {{"path", "a\n\"b\""}, {"free", 12}});
  const auto lines = lines_of(testing::internal::GetCapturedStderr());
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].at("event"), "disk-low");
  EXPECT_EQ(lines[0].at("level"), "warn");
  EXPECT_EQ(lines[0].at("path"), "a\n\"b\"");
  EXPECT_EQ(lines[0].at("free"), 12);
  EXPECT_EQ(lines[0].at("time").as_string().size(), std::string("2026-11-23T09:00:00.000Z").size());
}

TEST(Log, DropsLinesBelowTheLeastLevelAndWritesTheRestOfAllThreadsByStop) {
  testing::internal::CaptureStderr();
  start_log(Level::kInfo);
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([] {
        for (int i = 0; i < 100; ++i) log(Level::kInfo, "kept");
        log(Level::kDebug, "dropped");
      });
    }
  }
  stop_log();
  const auto lines = lines_of(testing::internal::GetCapturedStderr());
  ASSERT_EQ(lines.size(), 400U);
  for (const auto& line : lines) EXPECT_EQ(line.at("event"), "kept");
}

TEST(Log, CanStartAgainAndTakesLinesTheCallerBuilt) {
  testing::internal::CaptureStderr();
  start_log(Level::kInfo);
  log_line(R"({"event":"{braces} stay"})");
  stop_log();
  log_line(R"({"event":"after"})");
  const auto lines = lines_of(testing::internal::GetCapturedStderr());
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].at("event"), "{braces} stay");
  EXPECT_EQ(lines[1].at("event"), "after");
}

}  // namespace
}  // namespace doggy::observe
