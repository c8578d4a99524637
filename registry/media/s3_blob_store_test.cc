#include "registry/media/s3_blob_store.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "platform/async/run_task.h"
#include "platform/http/client.h"
#include "registry/media/blob_store_contract.h"
#include "registry/media/testing/blob_stores.h"

namespace doggy::media {
namespace {

using ::testing::HasSubstr;

http::ClientResponse ask(http::ClientRequest request) {
  http::Client client;
  return run_task(client.send(std::move(request))).value();
}

std::size_t files_in(const std::filesystem::path& folder) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    files += entry.is_regular_file() ? 1 : 0;
  return files;
}

INSTANTIATE_TEST_SUITE_P(S3, BlobStoreContract, ::testing::Values(BlobStoreMaker(blobs_in<MadeBucket>)));

TEST(S3BlobStore, AnotherServerGoesOnWithAPart) {
  const MadeBucket one;
  ASSERT_TRUE(one.blobs->begin_part("p"));
  ASSERT_TRUE(one.blobs->write_part("p", 0, "abc"));
  S3Options options = one.options();
  options.scratch += "-other";
  const auto other = s3_blob_store(options);
  ASSERT_TRUE(other->write_part("p", 3, "def"));
  ASSERT_TRUE(other->keep_part("p", "dog/film"));
  EXPECT_EQ((*one.blobs->open("dog/film"))->read(0, 10), "abcdef");
  ASSERT_TRUE(other->remove_part("p"));
  EXPECT_EQ(files_in(options.scratch), 0U) << "nothing is left on the machine";
  std::filesystem::remove_all(options.scratch);
}

TEST(S3BlobStore, RemovesWhatIsLeftOnTheMachine) {
  const MadeBucket one;
  ASSERT_TRUE(one.blobs->begin_part("p"));
  const auto killed = one.scratch / "killed";
  std::filesystem::create_directories(killed);
  std::filesystem::last_write_time(killed, std::filesystem::file_time_type::clock::now() - std::chrono::days(3));
  {
    const auto other = s3_blob_store(one.options());
    ASSERT_TRUE(one.blobs->part_file("p").has_value());
    ASSERT_TRUE(other->part_file("p").has_value());
    EXPECT_FALSE(std::filesystem::exists(killed));
    EXPECT_EQ(files_in(one.scratch), 2U) << "each process has its own";
  }
  EXPECT_EQ(files_in(one.scratch), 1U);
}

TEST(S3BlobStore, AsksForEncryption) {
  const MadeBucket one;
  ASSERT_TRUE(one.blobs->put("dog/one", "bytes"));
  const auto answer = ask({.url = **one.blobs->link("dog/one", {.lifetime = std::chrono::seconds(60)})});
  EXPECT_EQ(answer.headers.get("x-amz-server-side-encryption"), "AES256");
}

TEST(S3BlobStore, ALinkGivesTheBlobAsItIsSaidToBe) {
  const MadeBucket one;
  ASSERT_TRUE(one.blobs->put("dog/one", "bytes"));
  const auto link = one.blobs->link("dog/one", {.content_type = "image/jpeg",
                                                .content_disposition = "inline; filename=\"photo-1.jpg\"",
                                                .cache_control = "private, no-store",
                                                .lifetime = std::chrono::seconds(60)});
  ASSERT_TRUE(link.has_value() && link->has_value());
  EXPECT_THAT(**link, HasSubstr("X-Amz-Expires=60"));
  EXPECT_THAT(**link, HasSubstr("X-Amz-Signature="));
  const auto answer = ask({.url = **link});
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "bytes");
  EXPECT_EQ(answer.headers.get("Content-Type"), "image/jpeg");
  EXPECT_EQ(answer.headers.get("Content-Disposition"), "inline; filename=\"photo-1.jpg\"");
  EXPECT_EQ(answer.headers.get("Cache-Control"), "private, no-store");
}

TEST(S3BlobStore, SaysThatS3CannotBeReached) {
  const BlobsInBucket nowhere("http://127.0.0.1:1");
  const auto blobs = s3_blob_store(nowhere.options());
  const auto done = blobs->put("dog/one", "bytes");
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Code::kUnavailable);
  EXPECT_TRUE(done.error().retry_after.has_value());
}

TEST(S3BlobStore, DoesNotTakeAMissingBucketForAMissingBlob) {
  const BlobsInBucket none;
  const auto blobs = s3_blob_store(none.options());
  const auto put = blobs->put("dog/one", "bytes");
  ASSERT_FALSE(put.has_value());
  EXPECT_EQ(put.error().code, Code::kUnavailable);
  const auto opened = blobs->open("dog/one");
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, Code::kUnavailable);
}

}  // namespace
}  // namespace doggy::media
