// Uploads by the tus protocol, and the bytes that come back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <filesystem>
#include <thread>

#include "registry/api/testing/media.h"
#include "registry/api/testing/scene.h"
#include "registry/media/testing/samples.h"

namespace doggy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MediaApi : public ApiTest {
 protected:
  const std::string dog_ = scene().make_shared_dog();
};

TEST_F(MediaApi, TellsWhatItSpeaksOfTus) {
  const Reply reply = anybody().send("OPTIONS", uploads_path(dog_));
  EXPECT_EQ(reply.status, 204U);
  EXPECT_EQ(reply.headers.get("Tus-Version"), "1.0.0");
  EXPECT_THAT(std::string(reply.headers.get("Tus-Extension")), HasSubstr("creation"));
  EXPECT_EQ(reply.headers.get("Tus-Max-Size"), "500000000");
}

TEST_F(MediaApi, TakesAFileInPiecesAsTusClientsSendIt) {
  const std::string bytes = jpeg_with_place(800, 600);
  // caption: the sofa; filename: ../../../etc/passwd.
  const Reply begun = walker().send("POST", uploads_path(dog_),
                                    {{"Tus-Resumable", "1.0.0"},
                                     {"Upload-Length", std::to_string(bytes.size())},
                                     {"Upload-Metadata",
                                      "caption dGhlIHNvZmE=,filetype aW1hZ2UvanBlZw==,"
                                      "filename Li4vLi4vLi4vZXRjL3Bhc3N3ZA=="}});
  ASSERT_EQ(begun.status, 201U) << begun.body;
  const std::string upload(begun.headers.get("Location"));
  EXPECT_EQ(begun.headers.get("Tus-Resumable"), "1.0.0");
  EXPECT_TRUE(begun.headers.has("Upload-Expires"));

  const Reply first = send_piece(walker(), upload, 0, bytes.substr(0, 700));
  EXPECT_EQ(first.status, 204U);
  EXPECT_EQ(first.headers.get("Upload-Offset"), "700");
  // Somebody who lost the connection asks where it stands.
  const Reply stands = walker().send("HEAD", upload, {{"Tus-Resumable", "1.0.0"}});
  EXPECT_EQ(stands.status, 200U);
  EXPECT_EQ(stands.headers.get("Upload-Offset"), "700");
  EXPECT_EQ(stands.headers.get("Upload-Length"), std::to_string(bytes.size()));
  EXPECT_EQ(stands.headers.get("Cache-Control"), "no-store");
  const Reply last = send_piece(walker(), upload, 700, bytes.substr(700));
  EXPECT_EQ(last.status, 204U) << last.body;
  EXPECT_EQ(last.headers.get("Upload-Offset"), std::to_string(bytes.size()));

  const Reply record = trainer().get(record_path(dog_, begun.text("/id")));
  ASSERT_EQ(record.status, 200U);
  EXPECT_EQ(record.text("/type"), "attachment");
  EXPECT_EQ(record.text("/caption"), "the sofa");
  EXPECT_EQ(record.text("/mediaType"), "image/jpeg");
  EXPECT_EQ(record.text("/author/name"), "Wanda");
  EXPECT_THAT(record.body, Not(HasSubstr("passwd")));
}

TEST_F(MediaApi, SaysWhatIsWrongWithAnUpload) {
  expect_problem(walker().post(uploads_path(dog_), {{"length", 0}}), 422, {{"length", "minimum"}});
  expect_problem(walker().post(uploads_path(dog_), {{"caption", std::string(501, 'x')}}), 422,
                 {{"length", "required"}, {"caption", "maxLength"}});
  expect_problem(walker().post(uploads_path(dog_), {{"length", 10}, {"sha256", "00"}}), 422, {{"sha256", "unknown"}});
  expect_problem(walker().post(uploads_path(dog_), {{"length", 10}, {"recordId", new_id()}}), 422,
                 {{"recordId", "reference"}});
  expect_problem(walker().post(uploads_path(dog_), {{"length", 10}, {"occurredAt", "1970-01-01T00:00:00Z"}}), 422,
                 {{"occurredAt", "minimum"}});
  const Reply large = walker().post(uploads_path(dog_), {{"length", 600'000'000}});
  expect_problem(large, 413);
  EXPECT_THAT(large.text("/detail"), HasSubstr("may have 500 MB; this one has 600 MB"));
  const Reply picture = walker().post(uploads_path(dog_), {{"length", 30'000'000}, {"mediaType", "image/jpeg"}});
  EXPECT_THAT(picture.text("/detail"), HasSubstr("A picture may have 25 MB; this one has 30 MB"));
  EXPECT_EQ(walker().send("POST", uploads_path(dog_), {{"Tus-Resumable", "0.2.2"}, {"Upload-Length", "1"}}).status,
            412U);
}

TEST_F(MediaApi, RefusesPiecesThatDoNotFit) {
  const std::string bytes = png(64, 64);
  const std::string upload(trainer().post(uploads_path(dog_), {{"length", bytes.size()}}).headers.get("Location"));
  expect_problem(send_piece(trainer(), upload, 5, bytes), 409);
  expect_problem(send_piece(trainer(), upload, 0, bytes + "more"), 413);
  EXPECT_EQ(trainer().send("PATCH", upload, {{"Content-Type", "application/offset+octet-stream"}}, bytes).status, 422U);
  EXPECT_EQ(
      trainer().send("PATCH", upload, {{"Content-Type", "application/json"}, {"Upload-Offset", "0"}}, bytes).status,
      415U);
  EXPECT_EQ(send_piece(trainer(), upload, 0, std::string(5'000'000, 'x')).status, 413U);
  EXPECT_EQ(send_piece(trainer(), upload, 0, bytes, {{"Upload-Checksum", "sha256 AAAA"}}).status, 460U);
  EXPECT_EQ(send_piece(trainer(), upload, 0, bytes, {{"Upload-Checksum", "crc32 AAAA"}}).status, 422U);
  EXPECT_EQ(send_piece(trainer(), upload, 0, bytes).status, 204U);
}

TEST_F(MediaApi, ForgetsAnUploadThatIsEnded) {
  const std::string upload(trainer().post(uploads_path(dog_), {{"length", 10}}).headers.get("Location"));
  EXPECT_EQ(trainer().remove(upload).status, 204U);
  EXPECT_EQ(trainer().remove(upload).status, 404U);
  EXPECT_EQ(trainer().send("HEAD", upload).status, 404U);
}

TEST_F(MediaApi, TakesNothingThatOnlyCallsItselfAPicture) {
  // The caller's own, of all dogs, so what other tests have sent counts too.
  const auto usage = [&] { return walker().get(dog_path(dog_) + "/media-usage").number("/usage/bytes"); };
  const auto before = usage();
  for (const std::string& bytes :
       {std::string("<html><script>alert(1)</script></html>"), std::string("<svg onload='alert(1)'></svg>"),
        std::string("GIF89a/*<svg onload=alert(1)>*/=1; and so on"), std::string("PK\x03\x04 a zip bomb, let us say"),
        png_bomb(50'000, 50'000), png(200, 200).substr(0, 300)}) {
    const Reply begun = walker().post(uploads_path(dog_), {{"length", bytes.size()}, {"mediaType", "image/jpeg"}});
    const Reply refused = send_piece(walker(), std::string(begun.headers.get("Location")), 0, bytes);
    EXPECT_TRUE(refused.status == 415 || refused.status == 422 || refused.status == 413) << refused.status;
    EXPECT_EQ(walker().get(media_path(dog_, begun.text("/id"))).status, 404U);
  }
  EXPECT_EQ(usage(), before);
}

TEST_F(MediaApi, MakesNoAttachmentButByAnUpload) {
  const boost::json::object body{{"type", "attachment"}, {"occurredAt", "2026-11-23T10:00:00Z"}};
  expect_problem(trainer().put(record_path(dog_, new_id()), body), 403, {{"type", "permission"}});
  boost::json::object claims = body;
  claims["sha256"] = "00";
  expect_problem(trainer().put(record_path(dog_, new_id()), claims), 422, {{"sha256", "readOnly"}});
  const Reply offline = trainer().post(
      "/v1/sync",
      {{"writes",
        boost::json::array{boost::json::object{
            {"dogId", dog_},
            {"record", {{"id", new_id()}, {"type", "attachment"}, {"occurredAt", "2026-11-23T10:00:00Z"}}}}}}});
  EXPECT_EQ(offline.text("/results/0/status"), "rejected");
  const std::string csv = "date,mediaType,size,sha256\n2026-11-02,image/jpeg,1,00\n";
  EXPECT_EQ(trainer().post(dog_path(dog_) + "/import", {{"type", "attachment"}, {"csv", csv}}).status, 422U);
}

TEST_F(MediaApi, LetsItsAuthorChangeTheCaptionAndNothingElse) {
  const std::string id = attach(walker(), dog_, png(64, 64), {{"caption", "old"}});
  const Reply changed = walker().patch(record_path(dog_, id), {{"caption", "new"}});
  ASSERT_EQ(changed.status, 200U) << changed.body;
  EXPECT_EQ(changed.text("/caption"), "new");
  EXPECT_EQ(changed.number("/width"), 64U);
  expect_problem(walker().patch(record_path(dog_, id), {{"mediaType", "text/html"}}), 422, {{"mediaType", "readOnly"}});
  expect_problem(walker().patch(record_path(dog_, id), {{"recordId", new_id()}}), 422, {{"recordId", "immutable"}});
  EXPECT_EQ(trainer().patch(record_path(dog_, id), {{"caption", "mine"}}).status, 403U);
  const Reply replaced =
      walker().put(record_path(dog_, id), {{"type", "attachment"}, {"occurredAt", "2026-11-23T10:00:00Z"}});
  EXPECT_EQ(replaced.status, 200U) << replaced.body;
  EXPECT_EQ(replaced.number("/width"), 64U);
}

TEST_F(MediaApi, SendsPicturesInThreeSizesWithoutTheirPlace) {
  const std::string id = attach(trainer(), dog_, jpeg_with_place(1600, 1400));
  std::size_t before = 0;
  for (const char* size : {"thumb", "medium", "full"}) {
    const Reply reply = walker().get(media_path(dog_, id, size));
    ASSERT_EQ(reply.status, 200U) << reply.body;
    EXPECT_EQ(reply.headers.get("Content-Type"), "image/jpeg");
    EXPECT_EQ(reply.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.headers.get("Cache-Control"), "private, no-cache");
    EXPECT_THAT(std::string(reply.headers.get("Content-Disposition")), HasSubstr("filename=\"photo-"));
    EXPECT_THAT(reply.body, Not(HasSubstr("Exif")));
    EXPECT_THAT(reply.body, Not(HasSubstr(std::string(kPlace))));
    EXPECT_GT(reply.body.size(), before);
    before = reply.body.size();
    const std::string tag(reply.headers.get("ETag"));
    EXPECT_EQ(walker().get(media_path(dog_, id, size), {{"If-None-Match", tag}}).status, 304U);
  }
  expect_problem(walker().get(media_path(dog_, id, "huge")), 422, {{"size", "enum"}});
}

TEST_F(MediaApi, SendsAVideoInRanges) {
  const std::string bytes = mp4_with_place();
  const std::string id = attach(trainer(), dog_, bytes);
  const std::string path = media_path(dog_, id);
  const Reply whole = walker().get(path);
  EXPECT_EQ(whole.status, 200U);
  EXPECT_EQ(whole.headers.get("Content-Type"), "video/mp4");
  EXPECT_EQ(whole.headers.get("Accept-Ranges"), "bytes");
  ASSERT_EQ(whole.body.size(), bytes.size());
  const Reply part = walker().get(path, {{"Range", "bytes=10-19"}});
  EXPECT_EQ(part.status, 206U);
  EXPECT_EQ(part.body, whole.body.substr(10, 10));
  EXPECT_EQ(part.headers.get("Content-Range"), "bytes 10-19/" + std::to_string(bytes.size()));
  EXPECT_EQ(walker().get(path, {{"Range", "bytes=-7"}}).body, whole.body.substr(bytes.size() - 7));
  const std::string tag(whole.headers.get("ETag"));
  EXPECT_EQ(walker().get(path, {{"Range", "bytes=0-1"}, {"If-Range", tag}}).status, 206U);
  EXPECT_EQ(walker().get(path, {{"Range", "bytes=0-1"}, {"If-Range", "\"other\""}}).status, 200U);
  EXPECT_EQ(walker().get(path, {{"Range", "bytes=0-1"}, {"If-None-Match", tag}}).status, 304U);
  const Reply outside = walker().get(path, {{"Range", "bytes=" + std::to_string(bytes.size()) + "-"}});
  expect_problem(outside, 416);
  EXPECT_EQ(outside.headers.get("Content-Range"), "bytes */" + std::to_string(bytes.size()));
  const Reply head = walker().send("HEAD", path, {{"Range", "bytes=0-1"}});
  EXPECT_EQ(head.status, 200U);
  EXPECT_EQ(head.headers.get("Content-Length"), std::to_string(bytes.size()));
  EXPECT_EQ(walker().get(media_path(dog_, id, "thumb")).status, 404U);
}

TEST_F(MediaApi, ListsWhatIsAttached) {
  const std::string record =
      write(trainer(), dog_, note("with photos", {{"audience", boost::json::array{"trainer", "walker"}}}));
  const std::string of_dog = attach(trainer(), dog_, png(64, 64));
  const std::string first = attach(trainer(), dog_, png(64, 64), {{"recordId", record}});
  const std::string second = attach(walker(), dog_, png(64, 64), {{"recordId", record}});
  EXPECT_EQ(walker().get(record_path(dog_, record) + "/attachments").ids(), (std::vector{first, second}));
  EXPECT_EQ(walker().get(dog_path(dog_) + "/media?limit=2").ids().size(), 2U);
  EXPECT_EQ(walker().get(dog_path(dog_) + "/media").ids().size(), 3U);
  EXPECT_EQ(walker().remove(record_path(dog_, second)).status, 200U);
  EXPECT_EQ(walker().get(record_path(dog_, record) + "/attachments").ids(), std::vector{first});
  EXPECT_EQ(walker().get(media_path(dog_, second)).status, 404U);
  EXPECT_EQ(walker().patch(record_path(dog_, second), {{"deleted", false}}).status, 200U);
  EXPECT_EQ(walker().get(media_path(dog_, second)).status, 200U);
}

TEST(MediaOfAnErasedDog, GoesAndIsGivenBackToWhoSentIt) {
  app::Settings settings;
  settings.media_account_mb = 1;
  Scene scene(settings);
  const std::string film = mp4_with_place() + number(600'000, 4) + "free" + std::string(599'992, 'x');
  const std::string dog = scene.make_dog(scene.owner, "owner");
  scene.join(dog, scene.owner, scene.walker, "walker");
  static_cast<void>(attach(scene.walker, dog, film));
  const std::string other = scene.make_dog(scene.walker, "trainer");
  EXPECT_EQ(scene.walker.post(uploads_path(other), {{"length", film.size()}}).status, 413U);
  ASSERT_EQ(scene.owner
                .send("DELETE", "/v1/account", {{"Content-Type", "application/json"}},
                      boost::json::serialize(boost::json::object{{"password", kPassword}, {"deleteDogs", true}}))
                .status,
            204U);
  while (std::filesystem::exists(scene.registry.media_folder() / "blobs" / dog)) std::this_thread::yield();
  EXPECT_EQ(scene.walker.post(uploads_path(other), {{"length", film.size()}}).status, 201U);
}

}  // namespace
}  // namespace doggy::testing
