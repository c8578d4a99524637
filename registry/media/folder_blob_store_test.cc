#include "registry/media/folder_blob_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>

#include "registry/media/blob_store_contract.h"
#include "registry/media/testing/blob_stores.h"

namespace doggy::media {
namespace {

INSTANTIATE_TEST_SUITE_P(Folder, BlobStoreContract, ::testing::Values(BlobStoreMaker(blobs_in<BlobsInFolder>)));

TEST(FolderBlobStore, IsForItsOwnerAlone) {
  const BlobsInFolder in_folder;
  ASSERT_TRUE(in_folder.blobs->put("dog/one", "bytes"));
  struct ::stat status = {};
  ASSERT_EQ(::stat((in_folder.folder / "blobs/dog/one").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  ASSERT_EQ(::stat((in_folder.folder / "blobs/dog").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
}

TEST(FolderBlobStore, HasNoLinks) {
  const BlobsInFolder in_folder;
  ASSERT_TRUE(in_folder.blobs->put("dog/one", "bytes"));
  EXPECT_EQ(in_folder.blobs->link("dog/one", {}).value(), std::nullopt);
}

TEST(FolderBlobStore, CanStillReadWhatIsRemovedMeanwhile) {
  const BlobsInFolder in_folder;
  ASSERT_TRUE(in_folder.blobs->put("dog/one", "bytes"));
  auto open = *in_folder.blobs->open("dog/one");
  ASSERT_TRUE(in_folder.blobs->remove("dog/one"));
  EXPECT_EQ(*open->read(0, 10), "bytes");
}

TEST(FolderBlobStore, ListsNothingThatIsNotABlob) {
  const BlobsInFolder in_folder;
  ASSERT_TRUE(in_folder.blobs->put("dog/one", "bytes"));
  ASSERT_TRUE(in_folder.blobs->begin_part("p"));
  std::filesystem::create_directories(in_folder.folder / "blobs/lost+found");
  for (const char* file : {"blobs/dog/.new-1", "blobs/dog/IMG_1.JPG", "blobs/.DS_Store", "parts/.nfs1"})
    std::ofstream(in_folder.folder / file) << "x";
  EXPECT_EQ(*in_folder.blobs->groups(), std::vector<std::string>{"dog"});
  EXPECT_EQ(in_folder.blobs->list("dog")->size(), 1U);
  EXPECT_EQ(in_folder.blobs->parts()->size(), 1U);
}

TEST(FolderBlobStore, RemovesWhatWasBeingWrittenWhenItWasKilled) {
  const BlobsInFolder in_folder;
  ASSERT_TRUE(in_folder.blobs->put("dog/one", "bytes"));
  ASSERT_TRUE(in_folder.blobs->put("other/one", "bytes"));
  const auto now = std::filesystem::file_time_type::clock::now();
  for (const char* file : {"dog/.new-now", "dog/.new-before", "other/.new-before"}) {
    const auto path = in_folder.folder / "blobs" / file;
    std::ofstream(path) << "half";
    if (path.filename() == ".new-before") std::filesystem::last_write_time(path, now - std::chrono::days(3));
  }
  ASSERT_TRUE(in_folder.blobs->remove("other/one"));
  ASSERT_TRUE(in_folder.blobs->remove_leftovers());
  EXPECT_FALSE(std::filesystem::exists(in_folder.folder / "blobs/dog/.new-before"));
  EXPECT_TRUE(std::filesystem::exists(in_folder.folder / "blobs/dog/.new-now"));
  EXPECT_FALSE(std::filesystem::exists(in_folder.folder / "blobs/other"));
  EXPECT_EQ(in_folder.blobs->list("dog")->size(), 1U);
}

}  // namespace
}  // namespace doggy::media
