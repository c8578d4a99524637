#include "registry/api/sync_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "platform/id/secret.h"
#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using ::testing::ElementsAre;

class SyncApi : public ApiTest {
 protected:
  void SetUp() override {
    dog_id_ = scene().make_dog(person_);
    seen_ = position_of(person_);
  }

  // What is new to a person since the last time.
  [[nodiscard]] boost::json::array news_of(const Person& person, std::string& cursor) const {
    const Reply reply = person.post("/v1/sync", {{"cursor", cursor}});
    EXPECT_EQ(reply.status, 200u) << reply.body;
    cursor = reply.text("/cursor");
    return reply.at("/changes").as_array();
  }
  [[nodiscard]] boost::json::object write_of(boost::json::object record, const std::string& id) const {
    record["id"] = id;
    return {{"dogId", dog_id_}, {"record", std::move(record)}};
  }

  const Person person_ = Person::sign_up(anybody().port(), "Sina");
  std::string dog_id_;
  std::string seen_;
};

TEST_F(SyncApi, ADeviceBringsWhatItWroteAndGetsItBack) {
  const std::string id = new_id();
  const Reply reply = person_.post("/v1/sync", {{"writes", boost::json::array{write_of(note("offline"), id)}}});
  ASSERT_EQ(reply.status, 200u);
  EXPECT_EQ(reply.text("/results/0/id"), id);
  EXPECT_EQ(reply.text("/results/0/status"), "applied");
  EXPECT_EQ(reply.text("/results/0/record/text"), "offline");
  EXPECT_EQ(reply.text("/changes/0/dogId"), dog_id_);
  EXPECT_EQ(reply.number("/changes/0/seq"), reply.number("/results/0/record/seq"));
  EXPECT_EQ(reply.at("/changes/0/record"), person_.get(record_path(dog_id_, id)).json());
  EXPECT_EQ(reply.at("/more"), false);
  std::string cursor = reply.text("/cursor");
  EXPECT_THAT(news_of(person_, cursor), ElementsAre());
}

TEST_F(SyncApi, EachWriteHasItsOwnResult) {
  const std::string known = write(person_, dog_id_, note("first"));
  static_cast<void>(person_.patch(record_path(dog_id_, known), {{"text", "second"}}));
  const std::string gone = write(person_, dog_id_, note("gone"));
  const std::string fresh = new_id();
  boost::json::object stale = write_of(note("third"), known);
  stale["baseVersion"] = 1;
  boost::json::object deletion = write_of({{"deleted", true}}, gone);
  deletion["baseVersion"] = 1;
  boost::json::object foreign = write_of(note("n"), new_id());
  foreign["dogId"] = scene().make_dog(trainer());
  boost::json::object no_dog = write_of(note("n"), new_id());
  no_dog["dogId"] = "nonsense \"";

  const Reply reply = person_.post(
      "/v1/sync",
      {{"writes", boost::json::array{write_of(note("fresh"), fresh), write_of(note("fresh"), fresh), stale, deletion,
                                     write_of(note(""), new_id()), foreign, no_dog, write_of(note("n"), "no \" id")}}});
  ASSERT_EQ(reply.status, 200u) << reply.body;
  const std::vector<std::string> statuses{"applied",  "duplicate", "conflict", "applied",
                                          "rejected", "rejected",  "rejected", "rejected"};
  for (std::size_t i = 0; i < statuses.size(); ++i)
    EXPECT_EQ(reply.text("/results/" + std::to_string(i) + "/status"), statuses[i]) << i;
  EXPECT_EQ(reply.text("/results/2/record/text"), "second");
  EXPECT_EQ(reply.number("/results/2/problem/status"), 412u);
  EXPECT_EQ(reply.at("/results/3/record/deleted"), true);
  EXPECT_EQ(reply.number("/results/4/problem/status"), 422u);
  EXPECT_EQ(reply.text("/results/4/problem/errors/0/field"), "text");
  EXPECT_EQ(reply.number("/results/5/problem/status"), 404u);
  EXPECT_EQ(reply.at("/results/5/problem/detail"), reply.at("/results/6/problem/detail"));
  EXPECT_EQ(reply.text("/results/7/id"), "no \" id");
  EXPECT_EQ(reply.text("/results/7/problem/errors/0/rule"), "format");
}

TEST_F(SyncApi, ANewDeviceGetsAllPagesInOrder) {
  boost::json::array writes;
  for (int i = 0; i < 200; ++i) writes.push_back(write_of(note("n" + std::to_string(i)), new_id()));
  for (int round = 0; round < 3; ++round) {
    for (auto& one : writes) one.as_object()["record"].as_object()["id"] = new_id();
    ASSERT_EQ(person_.post("/v1/sync", {{"writes", writes}, {"cursor", seen_}}).status, 200u);
  }
  boost::json::object request;
  std::uint64_t last = 0;
  std::size_t count = 0;
  int pages = 0;
  for (bool more = true; more; ++pages) {
    const Reply reply = person_.post("/v1/sync", request);
    const auto body = reply.json();
    for (const auto& change : body.at("changes").as_array()) {
      const auto seq = change.at("seq").to_number<std::uint64_t>();
      EXPECT_GT(seq, last);
      last = seq;
      ++count;
    }
    request["cursor"] = reply.text("/cursor");
    more = reply.at("/more").as_bool();
  }
  EXPECT_EQ(count, 600u);
  EXPECT_GT(pages, 1);
}

// However large the records, an answer is bounded, and what it had no room for is settled by the next.
TEST_F(SyncApi, AnswersOfLargeRecordsAreBounded) {
  constexpr std::size_t kMostOfAnswer = 2'500'000;
  constexpr int kNotes = 90;
  boost::json::array writes;
  boost::json::array stale;
  for (int i = 0; i < kNotes; ++i) {
    const std::string id = new_id();
    writes.push_back(write_of(note(std::string(19'000, 'x')), id));
    boost::json::object change = write_of(note("other"), id);
    change["baseVersion"] = 7;
    stale.push_back(std::move(change));
  }
  const Reply applied = person_.post("/v1/sync", {{"cursor", seen_}, {"writes", writes}});
  ASSERT_EQ(applied.status, 200u) << applied.body;
  EXPECT_LT(applied.body.size(), kMostOfAnswer);
  EXPECT_EQ(applied.at("/more"), true);
  const auto results = applied.at("/results").as_array();
  ASSERT_EQ(results.size(), std::size_t{kNotes});
  for (const auto& result : results) EXPECT_EQ(result.at("status"), "applied");
  EXPECT_TRUE(results.front().as_object().contains("record"));
  EXPECT_FALSE(results.back().as_object().contains("record"));

  std::size_t changes = applied.at("/changes").as_array().size();
  std::string cursor = applied.text("/cursor");
  std::size_t conflicts = 0;
  for (int rounds = 0; !stale.empty() && rounds < kNotes; ++rounds) {
    const Reply reply = person_.post("/v1/sync", {{"cursor", cursor}, {"writes", stale}});
    ASSERT_EQ(reply.status, 200u) << reply.body;
    EXPECT_LT(reply.body.size(), kMostOfAnswer);
    boost::json::array left;
    for (std::size_t i = 0; i < stale.size(); ++i) {
      const auto result = reply.at("/results/" + std::to_string(i));
      if (result.at("status") == "conflict") {
        EXPECT_TRUE(result.as_object().contains("record"));
        ++conflicts;
      } else {
        EXPECT_EQ(result.at("problem").at("status"), 503);
        left.push_back(stale[i]);
      }
    }
    stale = std::move(left);
    changes += reply.at("/changes").as_array().size();
    cursor = reply.text("/cursor");
  }
  EXPECT_EQ(conflicts, std::size_t{kNotes});
  EXPECT_EQ(changes, std::size_t{kNotes});
}

TEST_F(SyncApi, OthersHearOfWhatBecomesHiddenOnlyWhenTheyHadIt) {
  const Person walker = Person::sign_up(anybody().port(), "Wim");
  scene().join(dog_id_, person_, walker, "walker");
  const std::string shown = write(person_, dog_id_, note("shown", {{"audience", {"trainer", "walker"}}}));
  const std::string never = write(person_, dog_id_, note("never shown"));
  std::string cursor = position_of(walker);

  static_cast<void>(person_.patch(record_path(dog_id_, shown), {{"audience", {"trainer"}}}));
  static_cast<void>(person_.patch(record_path(dog_id_, never), {{"text", "still not"}}));
  static_cast<void>(person_.remove(record_path(dog_id_, never)));
  EXPECT_EQ(news_of(walker, cursor),
            (boost::json::array{boost::json::object{{"dogId", dog_id_}, {"id", shown}, {"removed", true}}}));
  EXPECT_THAT(news_of(walker, cursor), ElementsAre());
}

TEST_F(SyncApi, ALostDogArrivesAsARemovalOnce) {
  const Person walker = Person::sign_up(anybody().port(), "Wim");
  scene().join(dog_id_, person_, walker, "walker");
  std::string cursor = position_of(walker);
  ASSERT_EQ(person_.remove(dog_path(dog_id_) + "/circle/" + walker.id).status, 204u);
  static_cast<void>(write(person_, dog_id_, note("afterwards", {{"audience", {"trainer", "walker"}}})));
  const boost::json::array removal{boost::json::object{{"dogId", dog_id_}, {"removed", true}}};
  EXPECT_EQ(news_of(walker, cursor), removal);
  EXPECT_THAT(news_of(walker, cursor), ElementsAre());
}

TEST_F(SyncApi, AChangedPlaceBringsTheDogAnew) {
  const Person walker = Person::sign_up(anybody().port(), "Wim");
  scene().join(dog_id_, person_, walker, "walker");
  const std::string id = write(person_, dog_id_, note("for carers", {{"audience", {"trainer", "carer"}}}));
  std::string cursor = position_of(walker);
  ASSERT_EQ(person_.patch(dog_path(dog_id_) + "/circle/" + walker.id, {{"role", "carer"}}).status, 200u);
  const boost::json::array news = news_of(walker, cursor);
  ASSERT_EQ(news.size(), 2u);
  EXPECT_EQ(news[0], (boost::json::object{{"dogId", dog_id_}, {"removed", true}}));
  EXPECT_EQ(news[1].at("record").at("id").as_string(), id);
}

TEST_F(SyncApi, AForeignCursorShowsNothingForeign) {
  const std::string foreign = scene().make_dog(trainer());
  static_cast<void>(write(trainer(), foreign, note("private")));
  std::string cursor = position_of(trainer());
  for (const auto& change : news_of(person_, cursor))
    EXPECT_EQ(change.as_object().contains("record"), change.at("dogId").as_string() == dog_id_);
}

TEST_F(SyncApi, ACursorThatIsNoneOfOursIsRefused) {
  for (const std::string& text :
       {std::string("!"), base64url("no json"), base64url("[]"), base64url(R"({"x":[1,2]})"), base64url(R"({"x":1})"),
        base64url(R"({"a\"b":[1,2]})"), base64url("{\"" + new_id() + "\":[1]}"),
        base64url("{\"" + new_id() + "\":[-1,2]}")}) {
    expect_problem(person_.post("/v1/sync", {{"cursor", text}}), 422, {{"cursor", "format"}});
  }
  const std::string id = new_id();
  const Reply reply = person_.post(
      "/v1/sync", {{"cursor", "!"}, {"writes", boost::json::array{write_of(note("not without a cursor"), id)}}});
  expect_problem(reply, 422, {{"cursor", "format"}});
  expect_problem(person_.get(record_path(dog_id_, id)), 404);
}

}  // namespace
}  // namespace doggy::testing
