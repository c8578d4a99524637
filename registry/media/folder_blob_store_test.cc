#include "registry/media/folder_blob_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <stdexcept>

#include "platform/id/uuid.h"

namespace doggy::media {
namespace {

class FolderBlobStoreTest : public ::testing::Test {
 protected:
  ~FolderBlobStoreTest() override { std::filesystem::remove_all(folder_); }

  std::string content(const std::string& key) {
    auto blob = blobs_->open(key);
    if (!blob) return "none";
    return (*blob)->read(0, 1000).value();
  }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("doggy-blobs-" + Uuid::v7().text());
  const std::unique_ptr<BlobStore> blobs_ = folder_blob_store(folder_);
};

TEST_F(FolderBlobStoreTest, KeepsWhatIsPut) {
  ASSERT_TRUE(blobs_->put("dog/one", "first"));
  ASSERT_TRUE(blobs_->put("dog/one", "second"));
  EXPECT_EQ(content("dog/one"), "second");
  auto blob = *blobs_->open("dog/one");
  EXPECT_EQ(blob->size(), 6U);
  EXPECT_EQ(*blob->read(2, 3), "con");
  EXPECT_EQ(*blob->read(6, 3), "");
  struct ::stat status = {};
  ASSERT_EQ(::stat((folder_ / "blobs/dog/one").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  ASSERT_EQ(::stat((folder_ / "blobs/dog").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
}

TEST_F(FolderBlobStoreTest, TellsWhatIsThere) {
  EXPECT_TRUE(blobs_->groups()->empty());
  ASSERT_TRUE(blobs_->put("a/2", "22"));
  ASSERT_TRUE(blobs_->put("a/1", "1"));
  ASSERT_TRUE(blobs_->put("b/3", "333"));
  EXPECT_EQ(*blobs_->groups(), (std::vector<std::string>{"a", "b"}));
  const auto entries = *blobs_->list("a");
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].name, "1");
  EXPECT_EQ(entries[1].size, 2U);
}

TEST_F(FolderBlobStoreTest, RemovesAndCanStillReadWhatIsOpen) {
  ASSERT_TRUE(blobs_->put("a/1", "bytes"));
  auto open = *blobs_->open("a/1");
  ASSERT_TRUE(blobs_->remove("a/1"));
  ASSERT_TRUE(blobs_->remove("a/1"));
  EXPECT_EQ(content("a/1"), "none");
  EXPECT_EQ(*open->read(0, 10), "bytes");
  EXPECT_TRUE(blobs_->groups()->empty());
}

TEST_F(FolderBlobStoreTest, AddsToPartsAndKeepsThem) {
  ASSERT_TRUE(blobs_->begin_part("p"));
  ASSERT_TRUE(blobs_->write_part("p", 0, "abcdef"));
  ASSERT_TRUE(blobs_->write_part("p", 3, "xyz"));
  EXPECT_EQ(blobs_->write_part("p", 7, "!").error().code, Code::kNotFound);
  EXPECT_EQ(blobs_->write_part("q", 0, "!").error().code, Code::kNotFound);
  ASSERT_TRUE(blobs_->keep_part("p", "dog/film"));
  ASSERT_TRUE(blobs_->keep_part("p", "dog/film"));
  ASSERT_TRUE(blobs_->remove_part("p"));
  EXPECT_EQ(content("dog/film"), "abcxyz");
  EXPECT_TRUE(blobs_->parts()->empty());
}

TEST_F(FolderBlobStoreTest, TakesNoNameThatTheServerWouldNotMake) {
  for (const char* name :
       {"", ".", "..", "../x", "a/../../x", "/etc/passwd", "a/.x", "a/b/c", "a\\b", "A/x", "a", "a/"})
    EXPECT_THROW(static_cast<void>(blobs_->open(name)), std::logic_error) << name;
  EXPECT_THROW(static_cast<void>(blobs_->begin_part("../x")), std::logic_error);
}

}  // namespace
}  // namespace doggy::media
