#include "registry/media/s3_blob_store.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "platform/async/run_task.h"
#include "platform/http/client.h"
#include "platform/id/uuid.h"
#include "platform/program/testing/script_server.h"
#include "registry/media/blob_store_contract.h"

namespace doggy::media {
namespace {

using ::testing::HasSubstr;

const std::string& s3_url() {
  static const program::ScriptServer server(DOGGY_TEST_S3);
  return server.url();
}

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

// A bucket of its own for each test.
struct BlobsInBucket {
  explicit BlobsInBucket(std::string at = s3_url()) : endpoint(std::move(at)) {}
  ~BlobsInBucket() { std::filesystem::remove_all(scratch); }

  [[nodiscard]] S3Options options() const {
    return {.bucket = {.name = bucket,
                       .endpoint = endpoint,
                       .retry = {.attempts = 2, .longest = std::chrono::milliseconds(1)},
                       .environment = [](const char* name) { return "test" + std::string(name); }},
            .scratch = scratch,
            .part_bytes = std::size_t{5} << 20U,
            .ahead_bytes = 1'000'000};
  }
  void make_bucket() const {
    // moto looks at no signature, but for the region of the credentials in it.
    ask({.method = http::Method::kPut, .url = endpoint + "/" + bucket});
  }

  const std::string endpoint;
  const std::string bucket = "media-" + Uuid::v7().text();
  const std::filesystem::path scratch = std::filesystem::temp_directory_path() / ("doggy-scratch-" + Uuid::v7().text());
};

struct MadeBucket : BlobsInBucket {
  MadeBucket() { make_bucket(); }
  const std::unique_ptr<BlobStore> blobs = s3_blob_store(options());
};

INSTANTIATE_TEST_SUITE_P(S3, BlobStoreContract, ::testing::Values(BlobStoreMaker([] {
                           auto both = std::make_shared<MadeBucket>();
                           return std::shared_ptr<BlobStore>(both, both->blobs.get());
                         })));

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
