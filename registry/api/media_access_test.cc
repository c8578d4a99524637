// Who is shown the bytes of photos and videos, and until when.
#include <gtest/gtest.h>

#include <thread>

#include "platform/http/test_client.h"
#include "registry/api/testing/media.h"
#include "registry/api/testing/scene.h"
#include "registry/media/testing/samples.h"

namespace doggy::testing {
namespace {

using boost::json::array;

boost::json::object for_all() {
  return {{"audience", array{"owner", "trainer", "walker", "carer"}}};
}

class MediaAccess : public ApiTest {
 protected:
  // What one who may not see it is answered, is that to a thing that is not there.
  static void expect_hidden(const Person& who, const std::string& dog_id, const std::string& id) {
    for (const std::string& path : {media_path(dog_id, id), media_path(dog_id, id, "thumb"), record_path(dog_id, id)}) {
      const Reply reply = who.get(path);
      EXPECT_EQ(reply.status, 404U) << path;
      std::string absent = path;
      absent.replace(absent.find(id), id.size(), new_id());
      EXPECT_EQ(reply.at("/detail"), who.get(absent).at("/detail"));
    }
  }

  const std::string dog_ = scene().make_shared_dog();
};

TEST_F(MediaAccess, IsForTheAudienceWithinTheRecords) {
  const std::string record = write(trainer(), dog_, note("for us two", {{"audience", array{"trainer", "owner"}}}));
  const std::string id = attach(trainer(), dog_, png(64, 64), {{"recordId", record}});
  EXPECT_EQ(owner().get(media_path(dog_, id)).status, 200U);
  expect_hidden(walker(), dog_, id);
  expect_hidden(stranger(), dog_, id);
  EXPECT_EQ(anybody().get(media_path(dog_, id)).status, 401U);
  // Nobody widens it past the record.
  EXPECT_EQ(trainer().patch(record_path(dog_, id), {{"audience", array{"trainer", "owner", "walker"}}}).status, 200U);
  expect_hidden(walker(), dog_, id);
}

TEST_F(MediaAccess, NeedsTheSectionMediaAndThatOfTheRecord) {
  const std::string record = write(trainer(), dog_, weight(21.5, for_all()));
  const std::string of_weight = attach(trainer(), dog_, png(64, 64), {{"recordId", record}});
  const std::string of_dog = attach(trainer(), dog_, png(64, 64));
  EXPECT_EQ(walker().get(media_path(dog_, of_weight)).status, 200U);
  const std::string place = dog_path(dog_) + "/circle/" + walker().id;
  EXPECT_EQ(trainer().patch(place, {{"sections", {{"health", "none"}}}}).status, 200U);
  expect_hidden(walker(), dog_, of_weight);
  EXPECT_EQ(walker().get(media_path(dog_, of_dog)).status, 200U);
  EXPECT_EQ(walker().get(dog_path(dog_) + "/media").ids(), std::vector{of_dog});
  EXPECT_EQ(trainer().patch(place, {{"sections", {{"health", "read"}, {"media", "none"}}}}).status, 200U);
  expect_hidden(walker(), dog_, of_weight);
  expect_hidden(walker(), dog_, of_dog);
  EXPECT_EQ(walker().post(uploads_path(dog_), {{"length", 10}}).status, 403U);
  // How much there is tells of what is hidden.
  expect_problem(walker().get(dog_path(dog_) + "/media-usage"), 403);
  EXPECT_EQ(trainer().patch(place, {{"sections", {{"media", "read"}}}}).status, 200U);
  expect_problem(walker().get(dog_path(dog_) + "/media-usage"), 403);
}

TEST_F(MediaAccess, HowMuchOthersKeepIsNotTold) {
  const auto kept = [&](const Person& who) { return who.get(dog_path(dog_) + "/media-usage").number("/usage/bytes"); };
  static_cast<void>(attach(trainer(), dog_, png(64, 64), {{"audience", array{"trainer"}}}));
  ASSERT_EQ(trainer().post(uploads_path(dog_), {{"length", 1000}}).status, 201U);
  EXPECT_GT(kept(trainer()), 1000U);
  EXPECT_EQ(kept(walker()), 0U);
  EXPECT_EQ(kept(owner()), 0U);
}

TEST_F(MediaAccess, EndsWithTheRecordsAudience) {
  const std::string record = write(trainer(), dog_, note("for all", for_all()));
  const std::string id = attach(trainer(), dog_, png(64, 64), {{"recordId", record}});
  EXPECT_EQ(walker().get(media_path(dog_, id)).status, 200U);
  EXPECT_EQ(trainer().patch(record_path(dog_, record), {{"audience", array{"trainer"}}}).status, 200U);
  EXPECT_EQ(walker().get(media_path(dog_, id)).status, 404U);
  EXPECT_TRUE(walker().get(dog_path(dog_) + "/media").ids().empty());
  EXPECT_EQ(walker().get(record_path(dog_, record) + "/attachments").status, 404U);
  EXPECT_EQ(trainer().get(media_path(dog_, id)).status, 200U);
}

TEST_F(MediaAccess, EndsWithTheRecordAndComesBackWithIt) {
  const std::string record = write(trainer(), dog_, note("for all", for_all()));
  const std::string comment =
      write(walker(), dog_,
            {{"type", "comment"}, {"occurredAt", "2026-11-23T10:00:00Z"}, {"about", record}, {"text", "look"}});
  const std::string of_note = attach(trainer(), dog_, png(64, 64), {{"recordId", record}});
  const std::string of_comment = attach(walker(), dog_, png(64, 64), {{"recordId", comment}});
  EXPECT_EQ(trainer().remove(record_path(dog_, record)).status, 200U);
  for (const std::string& id : {of_note, of_comment}) {
    EXPECT_EQ(trainer().get(media_path(dog_, id)).status, 404U);
    EXPECT_EQ(owner().get(media_path(dog_, id)).status, 404U);
  }
  EXPECT_TRUE(owner().get(dog_path(dog_) + "/media").ids().empty());
  EXPECT_EQ(trainer().patch(record_path(dog_, record), {{"deleted", false}}).status, 200U);
  for (const std::string& id : {of_note, of_comment}) EXPECT_EQ(owner().get(media_path(dog_, id)).status, 200U);
}

TEST_F(MediaAccess, OfAProfilePhotoEndsWhenItIsNarrowed) {
  const std::string id = attach(trainer(), dog_, png(64, 64));
  const std::string thumb = dog_path(dog_) + "/photo";
  ASSERT_EQ(trainer().patch(dog_path(dog_), {{"profilePhotoId", id}}).status, 200U);
  EXPECT_EQ(walker().get(thumb).status, 200U);
  ASSERT_EQ(trainer().patch(record_path(dog_, id), {{"audience", array{"trainer"}}}).status, 200U);
  expect_problem(walker().get(thumb), 404);
  expect_problem(trainer().get(thumb), 404);
}

TEST_F(MediaAccess, AProfilePhotoIsForEverybodyWhoeverChoosesIt) {
  const std::string id = attach(trainer(), dog_, png(64, 64), {{"audience", array{"trainer", "owner"}}});
  expect_problem(trainer().patch(dog_path(dog_), {{"profilePhotoId", id}}), 422, {{"profilePhotoId", "reference"}});
  expect_problem(owner().patch(dog_path(dog_), {{"profilePhotoId", id}}), 422, {{"profilePhotoId", "reference"}});
}

TEST_F(MediaAccess, OfOneDogOpensNoOther) {
  const std::string other = scene().make_dog(stranger(), "owner");
  const std::string record = write(trainer(), dog_, note("here"));
  const std::string id = attach(trainer(), dog_, png(64, 64), {{"recordId", record}});
  EXPECT_EQ(stranger().get(media_path(other, id)).status, 404U);
  EXPECT_EQ(stranger().post(uploads_path(dog_), {{"length", 10}}).status, 404U);
  expect_problem(stranger().post(uploads_path(other), {{"length", 10}, {"recordId", record}}), 422,
                 {{"recordId", "reference"}});
  const Reply begun = trainer().post(uploads_path(dog_), {{"length", 10}});
  const std::string elsewhere = uploads_path(other) + "/" + begun.text("/id");
  EXPECT_EQ(send_piece(stranger(), elsewhere, 0, "0123456789").status, 404U);
  EXPECT_EQ(send_piece(owner(), std::string(begun.headers.get("Location")), 0, "0123456789").status, 404U);
}

TEST_F(MediaAccess, ToARecordThatIsHiddenWhenTheUploadEndsIsRefused) {
  const std::string bytes = png(64, 64);
  const std::string record = write(trainer(), dog_, note("for all", for_all()));
  const Reply begun = walker().post(uploads_path(dog_), {{"length", bytes.size()}, {"recordId", record}});
  const std::string upload(begun.headers.get("Location"));
  EXPECT_EQ(send_piece(walker(), upload, 0, bytes.substr(0, 50)).status, 204U);
  EXPECT_EQ(trainer().patch(record_path(dog_, record), {{"audience", array{"trainer"}}}).status, 200U);
  expect_problem(send_piece(walker(), upload, 50, bytes.substr(50)), 422, {{"recordId", "reference"}});
  EXPECT_EQ(trainer().get(record_path(dog_, record) + "/attachments").ids().size(), 0U);
}

// A film of 30 MB, more than the sockets hold, of which a slow reader has got the beginning.
class RunningDownload : public ::testing::Test {
 protected:
  RunningDownload() : scene_(settings()), dog_(scene_.make_shared_dog()) {
    std::string film = mp4_with_place() + number(30'000'000, 4) + "free" + std::string(29'999'992, 'x');
    const Reply begun = scene_.trainer.post(uploads_path(dog_), {{"length", film.size()}});
    const std::string upload(begun.headers.get("Location"));
    for (std::size_t at = 0; at < film.size(); at += kPiece)
      EXPECT_EQ(send_piece(scene_.trainer, upload, at, std::string_view(film).substr(at, kPiece)).status, 204U);
    id_ = begun.text("/id");
    size_ = film.size();
  }

  static app::Settings settings() {
    app::Settings chosen;
    chosen.look_again_ms = 50;
    return chosen;
  }

  // Whether the rest comes when `ends` has been done, longer ago than the server takes to look again.
  bool rest_comes_after(const std::function<void()>& ends) {
    http::TestClient client(scene_.registry.port(), 4096);
    client.send("GET " + media_path(dog_, id_) + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " +
                scene_.walker.token() + "\r\n\r\n");
    ends();
    std::this_thread::sleep_for(std::chrono::milliseconds(60));  // The time that the server has, not an event.
    try {
      return client.read().body.size() == size_;
    } catch (const std::runtime_error&) {
      return false;
    }
  }

  static constexpr std::size_t kPiece = 4U << 20U;
  Scene scene_;
  std::string dog_;
  std::string id_;
  std::size_t size_ = 0;
};

TEST_F(RunningDownload, GoesOnWhileItMay) {
  EXPECT_TRUE(rest_comes_after([] {}));
}

TEST_F(RunningDownload, EndsWithThePlaceInTheCircle) {
  EXPECT_FALSE(rest_comes_after(
      [&] { EXPECT_EQ(scene_.trainer.remove(dog_path(dog_) + "/circle/" + scene_.walker.id).status, 204U); }));
}

TEST_F(RunningDownload, EndsWithTheGrantsTime) {
  const std::string soon = Timestamp::from_unix_ms(scene_.registry.now().unix_ms() + 60'000).text();
  EXPECT_EQ(scene_.trainer.patch(dog_path(dog_) + "/circle/" + scene_.walker.id, {{"expiresAt", soon}}).status, 200U);
  EXPECT_FALSE(rest_comes_after([&] { scene_.registry.advance(std::chrono::minutes(2)); }));
}

TEST_F(RunningDownload, EndsWithTheSession) {
  const Person elsewhere = scene_.walker.elsewhere();
  EXPECT_FALSE(rest_comes_after([&] { EXPECT_EQ(scene_.walker.remove("/v1/sessions/current").status, 204U); }));
  EXPECT_EQ(elsewhere.get("/v1/me").status, 200U);
}

TEST_F(RunningDownload, EndsWithTheAttachment) {
  EXPECT_FALSE(rest_comes_after([&] { EXPECT_EQ(scene_.trainer.remove(record_path(dog_, id_)).status, 200U); }));
}

}  // namespace
}  // namespace doggy::testing
