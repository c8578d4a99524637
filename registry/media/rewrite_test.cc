// Pictures that an earlier version stored with metadata, in each kind of blob store.
#include "registry/media/rewrite.h"

#include <gtest/gtest.h>

#include <atomic>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "registry/media/bare_picture.h"
#include "registry/media/blob_store_contract.h"
#include "registry/media/check.h"
#include "registry/media/media.h"
#include "registry/media/quota.h"
#include "registry/media/testing/blob_stores.h"
#include "registry/media/testing/samples.h"
#include "registry/store/faulty_store.h"
#include "registry/testing/world.h"

namespace doggy::media {
namespace {

using testing::kTrainer;

// Another one's blobs, whose writes fail from a certain one on, as when the server is killed there.
class BreakingBlobs : public BlobStore {
 public:
  explicit BreakingBlobs(std::shared_ptr<BlobStore> inner) : inner_(std::move(inner)) {}

  Result<void> begin_part(const std::string& id) override { return inner_->begin_part(id); }
  Result<void> write_part(const std::string& id, std::uint64_t at, std::string_view bytes) override {
    return inner_->write_part(id, at, bytes);
  }
  Result<std::filesystem::path> part_file(const std::string& id) override { return inner_->part_file(id); }
  Result<void> keep_part(const std::string& id, const std::string& key) override { return inner_->keep_part(id, key); }
  Result<void> remove_part(const std::string& id) override { return inner_->remove_part(id); }
  Result<std::vector<Entry>> parts() override { return inner_->parts(); }
  Result<void> put(const std::string& key, std::string_view bytes) override {
    if (puts_left-- <= 0) return fail(Code::kUnavailable, "The disk is gone.");
    return inner_->put(key, bytes);
  }
  Result<std::unique_ptr<Blob>> open(const std::string& key) override {
    ++opened;
    return inner_->open(key);
  }
  Result<std::optional<std::string>> link(const std::string& key, const BlobLink& link) override {
    return inner_->link(key, link);
  }
  Result<void> remove(const std::string& key) override { return inner_->remove(key); }
  Result<std::vector<std::string>> groups() override { return inner_->groups(); }
  Result<std::vector<Entry>> list(const std::string& group) override { return inner_->list(group); }
  Result<void> remove_leftovers() override { return inner_->remove_leftovers(); }

  std::atomic<int> puts_left = 1000;
  std::atomic<int> opened = 0;

 private:
  const std::shared_ptr<BlobStore> inner_;
};

class RewriteTest : public testing::World, public ::testing::WithParamInterface<BlobStoreMaker> {
 protected:
  RewriteTest() {
    dog_ = make_dog(kTrainer);
    auto blobs = std::make_unique<BreakingBlobs>(blobs_);
    breaking_ = blobs.get();
    media_ = std::make_unique<Media>(faulty_, records_, std::move(blobs), MediaOptions{}, clock);
  }
  ~RewriteTest() override { media_.reset(); }

  // An attachment as it was stored before: its blobs, its record and what is counted.
  std::string store_as_before(const std::string& bytes, const char* type) {
    const std::string id = Uuid::v7().text();
    for (const Size size : {Size::kThumb, Size::kMedium, Size::kFull})
      EXPECT_TRUE(blobs_->put(blob_key(dog_, id, size), bytes));
    const boost::json::object said{
        {"mediaType", type}, {"size", bytes.size()}, {"width", 64}, {"height", 48}, {"sha256", sha256_hex(bytes)}};
    const boost::json::object record{{"type", "attachment"}, {"occurredAt", clock().text()}, {"caption", "at home"}};
    EXPECT_TRUE(run_task(records_.put_uploaded(dog_, id, actor(dog_, kTrainer), record, said)));
    const auto bytes_of_all = static_cast<std::int64_t>(3 * bytes.size());
    EXPECT_TRUE(run_task(change_usage(store, {}, {.dog_id = dog_, .account_id = kTrainer, .bytes = bytes_of_all}, {})));
    return id;
  }

  Swept sweep() { return run_task(media_->sweep()); }
  std::string blob(const std::string& id, Size size) {
    return *(*blobs_->open(blob_key(dog_, id, size)))->read(0, 1'000'000);
  }
  boost::json::object record(const std::string& id) {
    const auto found = run_task(records_.get(dog_, id, *grant(dog_, kTrainer)));
    EXPECT_TRUE(found) << found.error().detail;
    return boost::json::parse(found->body).as_object();
  }
  MediaFindings check() { return *run_task(check_media(store, *blobs_, dog_, clock())); }

  // As if the dog had not been looked at.
  void forget_form() {
    std::vector<store::Write> writes;
    writes.emplace_back(store::Delete{{.pk = "DOG#" + dog_, .sk = "MEDIAFORM"}, store::Any{}});
    ASSERT_TRUE(run_task(store.commit(std::move(writes))));
  }

  // That it is bare, and all that tells of it agrees.
  void expect_bare(const std::string& id) {
    for (const Size size : {Size::kThumb, Size::kMedium, Size::kFull}) {
      const std::string bytes = blob(id, size);
      EXPECT_EQ(bytes.find(testing::kPlace), std::string::npos);
      EXPECT_EQ(bare_picture(bytes), bytes);
    }
    const std::string full = blob(id, Size::kFull);
    EXPECT_EQ(record(id).at("sha256").as_string(), sha256_hex(full));
    EXPECT_EQ(record(id).at("size").to_number<std::size_t>(), full.size());
    EXPECT_TRUE(check().problems.empty());
    EXPECT_TRUE(check().leftovers.empty());
    std::uint64_t stored = 0;
    for (const BlobStore::Entry& entry : *blobs_->list(dog_)) stored += entry.size;
    EXPECT_EQ(run_task(media_->usage(kTrainer))->bytes, stored);
  }

  const std::string webp_ = testing::picture_with_metadata(testing::PictureFormat::kWebp, true);
  const std::string jpeg_ = testing::picture_with_metadata(testing::PictureFormat::kJpeg, false);
  const std::shared_ptr<BlobStore> blobs_ = GetParam()();
  store::FaultyStore faulty_{store};
  records::Records records_{faulty_, log, circle, clock};
  std::string dog_;
  BreakingBlobs* breaking_ = nullptr;
  std::unique_ptr<Media> media_;
};

TEST_P(RewriteTest, RemovesTheMetadataOfWhatIsStoredOnce) {
  const std::string first = store_as_before(webp_, "image/webp");
  const std::string second = store_as_before(jpeg_, "image/jpeg");
  const Swept swept = sweep();
  EXPECT_EQ(swept.rewritten, 2U);
  EXPECT_EQ(swept.failed, 0U) << swept.why;
  expect_bare(first);
  expect_bare(second);
  const auto now = record(first);
  EXPECT_EQ(now.at("version").to_number<int>(), 2);
  EXPECT_EQ(now.at("caption").as_string(), "at home");
  EXPECT_EQ(now.at("author").at("id").as_string(), kTrainer);
  breaking_->opened = 0;
  EXPECT_EQ(sweep().rewritten, 0U);
  EXPECT_EQ(breaking_->opened, 0) << "what is done is not read again";
}

TEST_P(RewriteTest, GoesOnWhereverItWasInterrupted) {
  // After each write of a blob, and before and after each commit.
  for (int puts = 0; puts < 3; ++puts) {
    const std::string id = store_as_before(webp_, "image/webp");
    breaking_->puts_left = puts;
    EXPECT_EQ(sweep().failed, 1U);
    EXPECT_TRUE(check().problems.empty()) << check().problems.front();
    EXPECT_EQ(check().leftovers.size(), 1U);
    breaking_->puts_left = 1000;
    EXPECT_EQ(sweep().rewritten, 1U);
    expect_bare(id);
    forget_form();
  }
  for (const store::Fault fault : {store::Fault::kFailBefore, store::Fault::kFailAfter}) {
    const std::string id = store_as_before(webp_, "image/webp");
    faulty_.plan_commits({fault});
    EXPECT_EQ(sweep().failed, 1U);
    EXPECT_TRUE(check().problems.empty()) << check().problems.front();
    EXPECT_EQ(sweep().rewritten, 1U);
    expect_bare(id);
    forget_form();
  }
}

TEST_P(RewriteTest, ADeletedPictureComesBackBare) {
  const std::string id = store_as_before(webp_, "image/webp");
  ASSERT_TRUE(run_task(records_.remove(dog_, id, actor(dog_, kTrainer), {})));
  EXPECT_EQ(sweep().rewritten, 1U);
  ASSERT_TRUE(run_task(records_.patch(dog_, id, actor(dog_, kTrainer), {{"deleted", false}}, {})));
  expect_bare(id);
}

TEST_P(RewriteTest, DoesNotHideThatAFileIsAnother) {
  const std::string id = store_as_before(webp_, "image/webp");
  ASSERT_TRUE(blobs_->put(blob_key(dog_, id, Size::kFull), jpeg_));
  EXPECT_EQ(sweep().failed, 0U);
  EXPECT_EQ(blob(id, Size::kFull).find(testing::kPlace), std::string::npos);
  ASSERT_EQ(check().problems.size(), 1U);
  EXPECT_NE(check().problems.front().find("is not as its record says"), std::string::npos);
}

TEST_P(RewriteTest, SaysWhichPictureCannotBeRead) {
  const std::string id = store_as_before(webp_.substr(0, webp_.size() / 2), "image/webp");
  const Swept swept = sweep();
  EXPECT_EQ(swept.failed, 1U);
  EXPECT_NE(swept.why.find(id), std::string::npos) << swept.why;
  EXPECT_EQ(sweep().failed, 1U) << "the dog is not taken for done";
}

INSTANTIATE_TEST_SUITE_P(Folder, RewriteTest, ::testing::Values(BlobStoreMaker(blobs_in<BlobsInFolder>)));
INSTANTIATE_TEST_SUITE_P(S3, RewriteTest, ::testing::Values(BlobStoreMaker(blobs_in<MadeBucket>)));

}  // namespace
}  // namespace doggy::media
