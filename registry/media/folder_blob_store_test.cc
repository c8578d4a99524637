#include "registry/media/folder_blob_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "platform/id/uuid.h"
#include "registry/media/blob_store_contract.h"

namespace doggy::media {
namespace {

struct BlobsInFolder {
  ~BlobsInFolder() { std::filesystem::remove_all(folder); }
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("doggy-blobs-" + Uuid::v7().text());
  const std::unique_ptr<BlobStore> blobs = folder_blob_store(folder);
};

INSTANTIATE_TEST_SUITE_P(Folder, BlobStoreContract, ::testing::Values(BlobStoreMaker([] {
                           auto both = std::make_shared<BlobsInFolder>();
                           return std::shared_ptr<BlobStore>(both, both->blobs.get());
                         })));

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

}  // namespace
}  // namespace doggy::media
