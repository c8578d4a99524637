#include "registry/media/media.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <thread>

#include "platform/json/codec.h"
#include "registry/media/folder_blob_store.h"
#include "registry/media/quota.h"
#include "registry/media/testing/samples.h"
#include "registry/store/faulty_store.h"
#include "registry/testing/world.h"

namespace doggy::media {
namespace {

using testing::kTrainer;
using testing::kWalker;

// Somebody else is always quicker, while it is busy.
class BusyStore : public store::FaultyStore {
 public:
  using FaultyStore::FaultyStore;
  Task<Result<void>> commit(std::vector<store::Write> writes) override {
    if (busy) co_return fail(Code::kConflict, "");
    co_return co_await FaultyStore::commit(std::move(writes));
  }

  bool busy = true;
};

class MediaTest : public testing::World {
 protected:
  MediaTest() {
    dog_ = make_dog(kTrainer);
    join(dog_, kTrainer, kWalker, circle::Role::kWalker);
    open({});
  }
  ~MediaTest() override {
    media_.reset();
    std::filesystem::remove_all(folder_);
  }

  void open(MediaOptions options) {
    media_ = std::make_unique<Media>(store, records_, folder_blob_store(folder_), std::move(options), clock);
  }

  Result<Upload> begin(const std::string& bytes, const std::string& who = kTrainer) {
    return run_task(media_->begin(dog_, actor(dog_, who), {.length = bytes.size()}));
  }
  Result<Upload> append(const std::string& id, std::uint64_t offset, const std::string& bytes,
                        const std::string& who = kTrainer) {
    return run_task(media_->append(dog_, actor(dog_, who), id, offset, bytes));
  }
  // The id of an attachment with these bytes.
  std::string upload(const std::string& bytes, const std::string& who = kTrainer) {
    const auto begun = begin(bytes, who);
    EXPECT_TRUE(begun) << begun.error().detail;
    const auto done = append(begun->id.text(), 0, bytes, who);
    EXPECT_TRUE(done) << done.error().detail;
    EXPECT_TRUE(done && done->finished);
    return begun->id.text();
  }
  Result<Content> content(const std::string& id, Size size = Size::kFull, const std::string& who = kTrainer) {
    return run_task(media_->open(dog_, id, *grant(dog_, who), size));
  }
  // What is counted of the dog.
  Usage usage() {
    const auto item = *run_task(store.get({.pk = "DOG#" + dog_, .sk = "MEDIA"}));
    return item ? *codec::decode_text<Usage>(item->body, codec::Source::kStored) : Usage{};
  }
  Swept sweep() { return run_task(media_->sweep()); }
  // What is counted of all that somebody sent.
  std::uint64_t sent_by(const std::string& who) { return run_task(media_->usage(who))->bytes; }
  std::size_t parts() { return folder_blob_store(folder_)->parts()->size(); }
  std::size_t blobs() { return folder_blob_store(folder_)->list(dog_)->size(); }

  std::string dog_;
  records::Records records_{store, log, circle, clock};
  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("doggy-media-" + Uuid::v7().text());
  std::unique_ptr<Media> media_;
};

TEST_F(MediaTest, MakesAnAttachmentOfAnUploadInPieces) {
  const std::string bytes = testing::jpeg_with_place(800, 600);
  const std::string id = begin(bytes)->id.text();
  EXPECT_EQ(usage().bytes, bytes.size());
  EXPECT_EQ(usage().uploads, 1U);
  ASSERT_TRUE(append(id, 0, bytes.substr(0, 1000)));
  EXPECT_EQ(run_task(media_->find(dog_, kTrainer, id))->offset, 1000U);
  const auto done = append(id, 1000, bytes.substr(1000));
  ASSERT_TRUE(done) << done.error().detail;
  EXPECT_TRUE(done->finished);
  EXPECT_EQ(done->offset, bytes.size());

  const auto full = content(id);
  ASSERT_TRUE(full) << full.error().detail;
  EXPECT_EQ(full->media_type, "image/jpeg");
  const std::string kept = *full->blob->read(0, 10'000'000);
  EXPECT_EQ(kept.find("Exif"), std::string::npos);
  const auto record = run_task(records_.get(dog_, id, *grant(dog_, kTrainer)));
  ASSERT_TRUE(record);
  const auto fields = boost::json::parse(record->body).as_object();
  EXPECT_EQ(fields.at("size").to_number<std::size_t>(), kept.size());
  EXPECT_EQ(fields.at("width").to_number<int>(), 600);
  EXPECT_EQ(usage().uploads, 0U);
  EXPECT_EQ(parts(), 0U);
  EXPECT_EQ(blobs(), 3U);
}

TEST_F(MediaTest, KeepsAVideoAsItIsButForThePlace) {
  const std::string bytes = testing::mp4_with_place();
  const std::string id = upload(bytes);
  const std::string kept = *content(id)->blob->read(0, 10'000'000);
  EXPECT_EQ(kept.size(), bytes.size());
  EXPECT_EQ(kept.find(testing::kPlace), std::string::npos);
  EXPECT_EQ(content(id, Size::kThumb).error().code, Code::kNotFound);
  EXPECT_EQ(usage().bytes, bytes.size());
}

TEST_F(MediaTest, TakesAPieceOnlyWhereTheFileStands) {
  const std::string bytes = testing::png(64, 64);
  const std::string id = begin(bytes)->id.text();
  EXPECT_EQ(append(id, 10, bytes.substr(10, 10)).error().code, Code::kConflict);
  ASSERT_TRUE(append(id, 0, bytes.substr(0, 50)));
  EXPECT_EQ(append(id, 0, bytes.substr(0, 50)).error().code, Code::kConflict);
  EXPECT_EQ(append(id, 50, bytes.substr(50) + "x").error().code, Code::kTooLarge);
  EXPECT_EQ(append(id, ~0ULL, "x").error().code, Code::kConflict);
  EXPECT_EQ(append(id, 50, "")->offset, 50U);
  EXPECT_TRUE(append(id, 50, bytes.substr(50))->finished);
  EXPECT_EQ(append(id, bytes.size(), "").error().code, Code::kConflict);
}

TEST_F(MediaTest, KnowsNoUploadOfSomebodyElse) {
  const std::string bytes = testing::png(64, 64);
  const std::string id = begin(bytes)->id.text();
  EXPECT_EQ(append(id, 0, bytes, kWalker).error().code, Code::kNotFound);
  EXPECT_EQ(run_task(media_->find(dog_, kWalker, id)).error().code, Code::kNotFound);
  EXPECT_EQ(run_task(media_->abandon(dog_, kWalker, id)).error().code, Code::kNotFound);
  EXPECT_EQ(append(Uuid::v7().text(), 0, bytes).error().code, Code::kNotFound);
  EXPECT_EQ(append("none", 0, bytes).error().code, Code::kNotFound);
}

TEST_F(MediaTest, EndsAnUploadThatIsNoPhotoOrVideo) {
  for (const std::string& bytes :
       {std::string("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), std::string("x"),
        std::string("\xFF\xD8\xFF but then nothing of a picture at all"), testing::png(64, 64).substr(0, 100)}) {
    const auto begun = begin(bytes);
    ASSERT_TRUE(begun);
    const auto done = append(begun->id.text(), 0, bytes);
    ASSERT_FALSE(done) << bytes;
    EXPECT_TRUE(done.error().code == Code::kUnsupportedMediaType || done.error().code == Code::kInvalid);
    EXPECT_EQ(run_task(media_->find(dog_, kTrainer, begun->id.text())).error().code, Code::kNotFound);
  }
  EXPECT_EQ(usage().bytes, 0U);
  EXPECT_EQ(usage().uploads, 0U);
  EXPECT_EQ(parts(), 0U);
  EXPECT_EQ(blobs(), 0U);
}

TEST_F(MediaTest, TellsLimitsWithTheirNumbers) {
  open({.limits = {.picture_bytes = 1000, .video_bytes = 100'000}});
  const std::string bytes = testing::png(200, 150);
  ASSERT_GT(bytes.size(), 1000U);
  const auto done = append(begin(bytes)->id.text(), 0, bytes);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::kTooLarge);
  EXPECT_NE(done.error().detail.find("A picture may have 1 kB"), std::string::npos) << done.error().detail;
  const auto video = begin(std::string(200'000, 'x'));
  ASSERT_FALSE(video);
  EXPECT_NE(video.error().detail.find("may have 100 kB; this one has 200 kB"), std::string::npos);
}

TEST_F(MediaTest, HoldsTheQuotaWhenManyBeginAtOnce) {
  open({.limits = {.dog_bytes = 10'000}});
  std::size_t begun = 0;
  std::size_t refused = 0;
  boost::asio::io_context loop;
  for (int i = 0; i < 40; ++i)
    boost::asio::co_spawn(loop, media_->begin(dog_, actor(dog_, kTrainer), {.length = 1000}),
                          [&](const std::exception_ptr& thrown, const Result<Upload>& upload) {
                            EXPECT_FALSE(thrown);
                            if (upload)
                              ++begun;
                            else if (upload.error().code == Code::kTooLarge)
                              ++refused;
                          });
  loop.run();
  EXPECT_EQ(begun, 10U);
  EXPECT_EQ(refused, 30U);
  EXPECT_EQ(usage().bytes, 10'000U);
}

TEST_F(MediaTest, HoldsTheQuotaOfAnAccountOverItsDogs) {
  open({.limits = {.account_bytes = 1500}});
  ASSERT_TRUE(begin(std::string(1000, 'x')));
  const std::string other = make_dog(kTrainer);
  const auto more = run_task(media_->begin(other, actor(other, kTrainer), {.length = 1000}));
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, Code::kTooLarge);
  EXPECT_NE(more.error().detail.find("1 kB are taken"), std::string::npos) << more.error().detail;
  EXPECT_TRUE(begin(std::string(1000, 'x'), kWalker));
}

TEST_F(MediaTest, TellsNobodyHowMuchOthersSent) {
  open({.limits = {.dog_bytes = 2000}});
  ASSERT_TRUE(begin(std::string(1300, 'x')));
  EXPECT_EQ(sent_by(kTrainer), 1300U);
  EXPECT_EQ(sent_by(kWalker), 0U);
  const auto more = begin(std::string(1000, 'x'), kWalker);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().detail, "There is no room for 1 kB more within the 2 kB for this dog.");
}

TEST_F(MediaTest, MayBeGoneBeforeWhatWaitsForItsThreads) {
  const std::string bytes = testing::png(64, 64);
  const std::string id = begin(bytes)->id.text();
  boost::asio::io_context loop;
  boost::asio::co_spawn(loop, media_->append(dog_, actor(dog_, kTrainer), id, 0, bytes), boost::asio::detached);
  loop.poll();
  // As when a server ends: the services go, then the loops with what has not been answered.
  media_.reset();
}

TEST_F(MediaTest, LetsNobodyTakeADogsQuotaByAnnouncingFiles) {
  open({.limits = {.picture_bytes = 1000, .video_bytes = 1000, .dog_bytes = 10'000}});
  const std::string film(1000, 'x');
  const std::string first = begin(film, kWalker)->id.text();
  ASSERT_TRUE(begin(film, kWalker));
  const auto third = begin(film, kWalker);
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, Code::kTooLarge);
  EXPECT_NE(third.error().detail.find("of the 2 kB for your unfinished uploads of this dog"), std::string::npos)
      << third.error().detail;
  EXPECT_EQ(usage().bytes, 2000U);
  EXPECT_TRUE(begin(film));
  const std::string other = make_dog(kWalker);
  EXPECT_TRUE(run_task(media_->begin(other, actor(other, kWalker), {.length = 1000})));
  ASSERT_TRUE(run_task(media_->abandon(dog_, kWalker, first)));
  EXPECT_TRUE(begin(film, kWalker));
}

TEST_F(MediaTest, BoundsHowManyFilesOneSenderBegins) {
  std::vector<std::string> ids;
  for (std::uint64_t i = 0; i < kMostUploadsOfSender; ++i) ids.push_back(begin("x", kWalker)->id.text());
  EXPECT_EQ(begin("x", kWalker).error().code, Code::kTooLarge);
  EXPECT_TRUE(begin("x"));
  for (const std::string& id : ids) ASSERT_TRUE(run_task(media_->abandon(dog_, kWalker, id)));
  // What is finished holds nothing, however large it became.
  for (int i = 0; i < 3; ++i) upload(testing::webp(400, 400), kWalker);
  EXPECT_FALSE(run_task(store.get({.pk = "DOG#" + dog_, .sk = "MEDIA#" + kWalker}))->has_value());
}

TEST_F(MediaTest, RefusesAPictureThatIsLargerThanItsQuotaOnceItIsDecoded) {
  const std::string bytes = testing::webp(2000, 2000);
  open({.limits = {.dog_bytes = bytes.size() + 100}});
  const std::string id = begin(bytes)->id.text();
  EXPECT_EQ(append(id, 0, bytes).error().code, Code::kTooLarge);
  EXPECT_EQ(usage().bytes, 0U);
  EXPECT_EQ(blobs(), 0U);
}

TEST_F(MediaTest, KeepsWhatCouldNotBeScannedAndTakesItLater) {
  std::filesystem::create_directory(folder_);
  const auto program = folder_ / "scanner";
  const auto says = [&](int status) {
    std::ofstream(program) << "#!/bin/sh\nexit " << status << "\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  };
  open({.scanner = {.program = program.string()}});
  const std::string bytes = testing::png(64, 64);
  const std::string id = begin(bytes)->id.text();
  says(2);
  EXPECT_EQ(append(id, 0, bytes).error().code, Code::kUnavailable);
  EXPECT_EQ(run_task(media_->find(dog_, kTrainer, id))->offset, 0U);
  EXPECT_EQ(content(id).error().code, Code::kNotFound);
  says(0);
  EXPECT_TRUE(append(id, 0, bytes)->finished);
  EXPECT_TRUE(content(id));
  says(1);
  const std::string other = begin(bytes)->id.text();
  EXPECT_EQ(append(other, 0, bytes).error().fields.front().rule, "virus");
  EXPECT_EQ(run_task(media_->find(dog_, kTrainer, other)).error().code, Code::kNotFound);
}

TEST_F(MediaTest, KeepsWhatADogsBusyLogDidNotTakeAndTakesItLater) {
  BusyStore busy(store);
  log::DogLog busy_log(busy);
  records::Records records(store, busy_log, circle, clock);
  media_ = std::make_unique<Media>(store, records, folder_blob_store(folder_), MediaOptions{}, clock);
  const std::string bytes = testing::mp4_with_place();
  const std::string id = begin(bytes)->id.text();
  ASSERT_TRUE(append(id, 0, bytes.substr(0, 100)));
  const auto refused = append(id, 100, bytes.substr(100));
  EXPECT_EQ(refused.error().code, Code::kUnavailable);
  EXPECT_TRUE(refused.error().retry_after);
  EXPECT_EQ(run_task(media_->find(dog_, kTrainer, id))->offset, 100U);
  busy.busy = false;
  EXPECT_TRUE(append(id, 100, bytes.substr(100))->finished);
  EXPECT_EQ(usage().bytes, bytes.size());
  media_.reset();
}

TEST_F(MediaTest, ShowsAndTakesBytesWhileFilmsAreScanned) {
  const std::string shown = upload(testing::png(64, 64));
  const auto program = folder_ / "scanner";
  const auto go = folder_ / "go";
  std::ofstream(program) << "#!/bin/sh\nwhile [ ! -e " << go.string() << " ]; do sleep 0.02; done\n";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  open({.scanner = {.program = program.string(), .timeout = std::chrono::seconds(10)}});
  const std::string film = testing::mp4_with_place();
  const std::string next = begin(film)->id.text();
  boost::asio::io_context loop;
  std::size_t finished = 0;
  for (int i = 0; i < 4; ++i)
    boost::asio::co_spawn(loop, media_->append(dog_, actor(dog_, kTrainer), begin(film)->id.text(), 0, film),
                          [&](const std::exception_ptr& thrown, const Result<Upload>& done) {
                            EXPECT_FALSE(thrown);
                            if (done) ++finished;
                          });
  std::thread scanning([&] { loop.run(); });
  const auto open_content = content(shown);
  ASSERT_TRUE(open_content);
  EXPECT_FALSE(run_task(media_->read(open_content->blob, 0, 100))->empty());
  EXPECT_TRUE(append(next, 0, film.substr(0, 100)));
  std::ofstream(go) << "";
  scanning.join();
  EXPECT_EQ(finished, 4U);
}

TEST_F(MediaTest, ForgetsAnUploadThatIsNotFinishedInADay) {
  const std::string bytes = testing::png(64, 64);
  const std::string id = begin(bytes)->id.text();
  ASSERT_TRUE(append(id, 0, bytes.substr(0, 20)));
  EXPECT_EQ(sweep().uploads, 0U);
  now_ms += kDayMs;
  EXPECT_EQ(append(id, 20, bytes.substr(20)).error().code, Code::kGone);
  EXPECT_EQ(sweep().uploads, 1U);
  EXPECT_EQ(usage().bytes, 0U);
  EXPECT_EQ(usage().uploads, 0U);
  EXPECT_EQ(parts(), 0U);
  EXPECT_EQ(sweep().uploads, 0U);
}

TEST_F(MediaTest, RemovesADeletedAttachmentWhenItCannotBeUndone) {
  const std::string id = upload(testing::png(64, 64));
  const std::string kept = upload(testing::png(32, 32));
  const std::uint64_t before = usage().bytes;
  ASSERT_TRUE(run_task(records_.remove(dog_, id, actor(dog_, kTrainer), {})));
  now_ms += 29 * kDayMs;
  EXPECT_EQ(sweep().attachments, 0U);
  ASSERT_TRUE(run_task(records_.patch(dog_, id, actor(dog_, kTrainer), {{"deleted", false}}, {})));
  EXPECT_TRUE(content(id));
  ASSERT_TRUE(run_task(records_.remove(dog_, id, actor(dog_, kTrainer), {})));
  now_ms += 30 * kDayMs;
  EXPECT_EQ(sweep().attachments, 1U);
  EXPECT_EQ(blobs(), 3U);
  EXPECT_LT(usage().bytes, before);
  EXPECT_TRUE(content(kept));
  ASSERT_TRUE(run_task(records_.patch(dog_, id, actor(dog_, kTrainer), {{"deleted", false}}, {})));
  EXPECT_EQ(content(id).error().code, Code::kGone);
}

TEST_F(MediaTest, RemovesBlobsThatNoRecordTellsOf) {
  const auto store = folder_blob_store(folder_);
  const std::string id = Uuid::v7().text();
  ASSERT_TRUE(store->put(blob_key(dog_, id, Size::kFull), "x"));
  now_ms = Timestamp::now().unix_ms();
  EXPECT_EQ(sweep().orphans, 0U);
  now_ms += 3 * kDayMs;
  EXPECT_EQ(sweep().orphans, 1U);
  EXPECT_EQ(blobs(), 0U);
}

TEST_F(MediaTest, SweepsOnWhateverElseLiesThere) {
  const std::string id = upload(testing::png(64, 64));
  std::ofstream(folder_ / "blobs" / dog_ / ".new-1") << "half";
  std::ofstream(folder_ / "blobs" / dog_ / "IMG_1.JPG") << "x";
  std::filesystem::create_directories(folder_ / "blobs/lost+found");
  std::ofstream(folder_ / "blobs/lost+found/Thumbs.db") << "x";
  now_ms = Timestamp::now().unix_ms() + 3 * kDayMs;
  const Swept swept = sweep();
  EXPECT_EQ(swept.failed, 0U) << swept.why;
  EXPECT_EQ(swept.orphans, 0U);
  EXPECT_TRUE(content(id));
}

TEST_F(MediaTest, ErasesADog) {
  const std::string id = upload(testing::png(64, 64));
  ASSERT_TRUE(begin("x"));
  ASSERT_TRUE(run_task(media_->erase_dog(dog_)));
  EXPECT_EQ(blobs(), 0U);
  EXPECT_EQ(parts(), 0U);
  EXPECT_EQ(content(id).error().code, Code::kGone);
}

TEST_F(MediaTest, GivesBackWhatAnErasedDogTookOnce) {
  upload(testing::mp4_with_place());
  upload(testing::png(64, 64), kWalker);
  ASSERT_TRUE(begin(std::string(1000, 'x'), kWalker));
  const std::string other = make_dog(kWalker);
  ASSERT_TRUE(run_task(media_->begin(other, actor(other, kWalker), {.length = 5000})));
  const auto entry = folder_blob_store(folder_)->list(dog_)->front();
  ASSERT_TRUE(run_task(media_->erase_dog(dog_)));
  EXPECT_EQ(sent_by(kTrainer), 0U);
  EXPECT_EQ(sent_by(kWalker), 5000U);
  // As after a crash before the last blob was removed.
  ASSERT_TRUE(folder_blob_store(folder_)->put(dog_ + "/" + entry.name, "x"));
  ASSERT_TRUE(run_task(media_->erase_dog(dog_)));
  EXPECT_EQ(sent_by(kWalker), 5000U);
  EXPECT_EQ(blobs(), 0U);
}

TEST_F(MediaTest, MakesNoCountOfAnErasedAccountAnew) {
  upload(testing::png(64, 64));
  const store::Key count{.pk = "ACCOUNT#" + kTrainer, .sk = "MEDIA"};
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{count, store::Any{}});
  ASSERT_TRUE(run_task(store.commit(std::move(writes))));
  ASSERT_TRUE(run_task(media_->erase_dog(dog_)));
  EXPECT_FALSE(run_task(store.get(count))->has_value());
}

TEST_F(MediaTest, SweepsOnWhenOneFails) {
  const std::string damaged = "00000000-0000-7000-8000-000000000000";
  std::vector<store::Write> writes;
  writes.emplace_back(
      store::Put{{.key = {.pk = "DOG#" + dog_, .sk = "UPLOAD#" + damaged}, .version = 1, .body = "{"}, store::Any{}});
  ASSERT_TRUE(run_task(store.commit(std::move(writes))));
  ASSERT_TRUE(folder_blob_store(folder_)->begin_part(part_id(dog_, damaged)));
  ASSERT_TRUE(begin("x"));
  const std::string id = upload(testing::png(64, 64));
  ASSERT_TRUE(run_task(records_.remove(dog_, id, actor(dog_, kTrainer), {})));
  now_ms += 31 * kDayMs;
  const Swept swept = sweep();
  EXPECT_EQ(swept.failed, 1U);
  EXPECT_FALSE(swept.why.empty());
  EXPECT_EQ(swept.uploads, 1U);
  EXPECT_EQ(swept.attachments, 1U);
}

TEST_F(MediaTest, CountsAnAttachmentWhoseUploadCouldNotBeEnded) {
  store::FaultyStore faulty(store);
  media_ = std::make_unique<Media>(faulty, records_, folder_blob_store(folder_), MediaOptions{}, clock);
  const std::string bytes = testing::mp4_with_place();
  const std::string id = begin(bytes)->id.text();
  faulty.plan_commits({store::Fault::kNone, store::Fault::kFailBefore});
  EXPECT_EQ(append(id, 0, bytes).error().code, Code::kUnavailable);
  now_ms += kDayMs;
  EXPECT_EQ(sweep().uploads, 1U);
  EXPECT_TRUE(content(id));
  EXPECT_EQ(usage().bytes, bytes.size());
  EXPECT_EQ(usage().uploads, 0U);
  media_.reset();
}

}  // namespace
}  // namespace doggy::media
