#include "registry/media/scan.h"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/id/uuid.h"

namespace doggy::media {
namespace {

class ScanTest : public ::testing::Test {
 protected:
  ScanTest() { std::filesystem::create_directory(folder_); }
  ~ScanTest() override { std::filesystem::remove_all(folder_); }

  // A scanner that does what the shell script says; "$1" is the file.
  Scanner scanner(const std::string& script, std::chrono::seconds timeout = std::chrono::seconds(20)) {
    const auto program = folder_ / "scanner";
    std::ofstream(program) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    return {.program = program.string(), .timeout = timeout};
  }
  std::filesystem::path file(const std::string& content) {
    const auto path = folder_ / "a file; exit 0";
    std::ofstream(path) << content;
    return path;
  }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("doggy-scan-" + Uuid::v7().text());
};

TEST_F(ScanTest, LetsCleanFilesThroughAndNoOthers) {
  const Scanner looks = scanner(R"(grep -q EICAR "$1" && exit 1; exit 0)");
  EXPECT_TRUE(scan(looks, file("a dog")));
  const auto infected = scan(looks, file("EICAR"));
  ASSERT_FALSE(infected);
  EXPECT_EQ(infected.error().code, Code::kInvalid);
  EXPECT_EQ(infected.error().fields.front().rule, "virus");
}

TEST_F(ScanTest, LetsNothingThroughWhenItCannotTell) {
  const auto is_unavailable = [&](const Scanner& broken) {
    const auto done = scan(broken, file("a dog"));
    return !done && done.error().code == Code::kUnavailable && done.error().retry_after.has_value();
  };
  EXPECT_TRUE(is_unavailable(scanner("exit 2")));
  EXPECT_TRUE(is_unavailable(scanner("kill -9 $$")));
  EXPECT_TRUE(is_unavailable({.program = "/nonexistent/scanner"}));
  EXPECT_TRUE(is_unavailable(scanner("exec tail -f /dev/null", std::chrono::seconds(1))));
}

TEST_F(ScanTest, IsLeftOutWithoutAScanner) {
  EXPECT_TRUE(scan({}, "/nonexistent"));
}

}  // namespace
}  // namespace doggy::media
