#include "platform/files/scratch_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "platform/id/uuid.h"

namespace doggy {
namespace {

namespace fs = std::filesystem;

class ScratchFileTest : public ::testing::Test {
 protected:
  ~ScratchFileTest() override { fs::remove_all(folder_); }

  const fs::path folder_ = fs::temp_directory_path() / ("doggy-scratch-" + Uuid::v7().text());
};

TEST_F(ScratchFileTest, HoldsWhatWasAppendedAndHasNoName) {
  auto file = ScratchFile::make(folder_);
  ASSERT_TRUE(file) << file.error().detail;
  ASSERT_TRUE(file->append("one "));
  ASSERT_TRUE(file->append("two"));
  EXPECT_EQ(file->size(), 7u);
  EXPECT_EQ(file->read(0, 100), "one two");
  EXPECT_EQ(file->read(4, 2), "tw");
  EXPECT_EQ(file->read(7, 2), "");
  EXPECT_TRUE(fs::is_empty(folder_));
  EXPECT_EQ(fs::status(folder_).permissions(), fs::perms::owner_all);
  std::ifstream again(file->path());
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(again), {}), "one two");
}

TEST_F(ScratchFileTest, TakesOverAFile) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / "made") << "made elsewhere";
  auto file = ScratchFile::adopt(folder_ / "made");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->size(), 14u);
  EXPECT_EQ(file->read(0, 4), "made");
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(ScratchFileTest, SaysWhenThereIsNoPlaceForIt) {
  std::ofstream(folder_) << "no folder";
  const auto file = ScratchFile::make(folder_);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, Code::kUnavailable);
  EXPECT_TRUE(file.error().retry_after);
}

}  // namespace
}  // namespace doggy
