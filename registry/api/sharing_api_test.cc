#include "registry/api/sharing_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SharingApi : public ApiTest {
 protected:
  void SetUp() override {
    dog_id_ = scene().make_shared_dog();
    record_id_ = write(trainer(), dog_id_, note("Calm past two joggers", {{"audience", {"trainer", "owner"}}}));
  }

  [[nodiscard]] Reply make(const Person& who, boost::json::object more = {}) const {
    more["recordId"] = record_id_;
    return who.post(dog_path(dog_id_) + "/share-links", more);
  }
  [[nodiscard]] static Reply open(const Reply& link) { return anybody().get("/v1/shared/" + link.text("/token")); }

  std::string dog_id_;
  std::string record_id_;
};

TEST_F(SharingApi, ALinkShowsTheRecordWithoutItsIds) {
  const Reply link = make(owner());
  ASSERT_EQ(link.status, 201U) << link.body;
  EXPECT_THAT(link.text("/url"), HasSubstr("/shared#" + link.text("/token")));
  const Reply shown = open(link);
  EXPECT_EQ(shown.text("/record/text"), "Calm past two joggers");
  EXPECT_EQ(shown.text("/record/author/name"), "Tina");
  EXPECT_EQ(shown.text("/sharedBy"), "Olaf");
  for (const std::string& id : {dog_id_, record_id_, trainer().id, owner().id, std::string("audience")})
    EXPECT_THAT(shown.body, Not(HasSubstr(id)));
  EXPECT_THAT(owner().get(dog_path(dog_id_) + "/share-links").body, Not(HasSubstr(link.text("/token"))));
}

TEST_F(SharingApi, ItEndsWhenItIsRevokedOrInTime) {
  const Reply revoked = make(trainer());
  const Reply kept = make(trainer());
  const std::string links = dog_path(dog_id_) + "/share-links/";
  EXPECT_EQ(owner().remove(links + revoked.text("/id")).status, 204U);
  expect_problem(open(revoked), 404);
  expect_problem(owner().remove(links + revoked.text("/id")), 404);
  EXPECT_EQ(open(kept).status, 200U);
  scene().registry.advance(std::chrono::days(7));
  const Reply expired = open(kept);
  expect_problem(expired, 404);
  EXPECT_EQ(expired.text("/detail"), anybody().get("/v1/shared/nonsense").text("/detail"));
  expect_problem(make(owner(), {{"expiresAt", "2020-01-01T00:00:00Z"}}), 422, {{"expiresAt", "range"}});
}

TEST_F(SharingApi, ItIsWorthWhatItsMakerMayStillSee) {
  const Reply by_owner = make(owner());
  const Reply by_trainer = make(trainer());
  static_cast<void>(trainer().patch(record_path(dog_id_, record_id_), {{"audience", boost::json::array{"trainer"}}}));
  expect_problem(open(by_owner), 404);
  EXPECT_EQ(open(by_trainer).status, 200U);
  // Who does not see the record does not see the link to it either.
  EXPECT_TRUE(owner().get(dog_path(dog_id_) + "/share-links").ids().empty());
  expect_problem(owner().remove(dog_path(dog_id_) + "/share-links/" + by_trainer.text("/id")), 404);
  static_cast<void>(owner().remove(dog_path(dog_id_) + "/circle/" + trainer().id));
  expect_problem(open(by_trainer), 404);
}

TEST_F(SharingApi, ADeletedRecordIsNotShown) {
  const Reply link = make(trainer());
  static_cast<void>(trainer().remove(record_path(dog_id_, record_id_)));
  expect_problem(open(link), 404);
}

TEST_F(SharingApi, TheLogSaysThatItWasDoneAndNotWhatItShows) {
  const std::string hidden = write(trainer(), dog_id_, note("x", {{"audience", {"trainer"}}}));
  static_cast<void>(trainer().post(dog_path(dog_id_) + "/share-links", {{"recordId", hidden}}));
  const Reply audit = owner().get(dog_path(dog_id_) + "/audit");
  EXPECT_EQ(audit.text("/items/0/action"), "share-created");
  EXPECT_THAT(audit.body, Not(HasSubstr(hidden)));
  EXPECT_THAT(owner().get(dog_path(dog_id_) + "/export").body, Not(HasSubstr(hidden)));
}

}  // namespace
}  // namespace doggy::testing
