#include "registry/api/search_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>

#include "registry/api/testing/media.h"
#include "registry/api/testing/scene.h"
#include "registry/media/testing/samples.h"

namespace doggy::testing {
namespace {

using boost::json::array;
using boost::json::object;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class SearchApi : public ApiTest {
 protected:
  void SetUp() override { dog_ = scene().make_shared_dog(); }
  // Dogs that stay would be searched by the cases after.
  void TearDown() override { static_cast<void>(owner().remove(dog_path(dog_))); }

  [[nodiscard]] static Reply find(const Client& who, const std::string& query) {
    return who.get("/v1/search?" + query);
  }
  [[nodiscard]] static std::vector<std::string> ids(const Client& who, const std::string& query) {
    const Reply reply = find(who, query);
    EXPECT_EQ(reply.status, 200U) << reply.body;
    std::vector<std::string> found;
    const boost::json::value body = reply.json();
    for (const auto& item : body.at("items").as_array()) found.emplace_back(item.at("record").at("id").as_string());
    return found;
  }
  static object for_all() { return {{"audience", {"owner", "trainer", "walker"}}}; }
  static object for_trainers() { return {{"audience", {"trainer"}}}; }

  std::string dog_;
};

TEST_F(SearchApi, FindsRecordsAndShowsWhere) {
  const std::string id = write(trainer(), dog_, note("Rückruf <b>im</b> Garten", for_all()));
  static_cast<void>(write(trainer(), dog_, abc_record("barking")));
  const Reply reply = find(trainer(), "q=ruckruf%20gar");
  EXPECT_EQ(reply.text("/items/0/record/id"), id);
  EXPECT_EQ(reply.text("/items/0/record/dogId"), dog_);
  const array pieces{object{{"text", "Rückruf"}, {"match", true}}, object{{"text", " <b>im</b> "}, {"match", false}},
                     object{{"text", "Garten"}, {"match", true}}};
  EXPECT_EQ(reply.at("/items/0/snippet"), boost::json::value(pieces));
  EXPECT_FALSE(reply.has("/next"));
  EXPECT_FALSE(reply.has("/items/1"));
  EXPECT_EQ(ids(trainer(), "q=bark").size(), 1U);
}

TEST_F(SearchApi, NobodyFindsWhatTheyMayNotSee) {
  const std::string hidden = write(trainer(), dog_, note("quinoa", for_trainers()));
  const std::string other = scene().make_dog(stranger(), "owner");
  static_cast<void>(write(stranger(), other, note("quinoa elsewhere")));
  const std::string nothing = find(owner(), "q=unwritten").body;
  for (const Person* who : {&owner(), &walker()}) {
    EXPECT_EQ(find(*who, "q=quinoa").body, nothing);
    // By a dog's id neither: another's dog, and none at all.
    EXPECT_EQ(find(*who, "q=quinoa&dog=" + other).body, nothing);
    EXPECT_EQ(find(*who, "q=quinoa&dog=" + new_id()).body, nothing);
  }
  EXPECT_THAT(ids(trainer(), "q=quinoa"), ElementsAre(hidden));
  EXPECT_THAT(ids(stranger(), "q=quinoa&dog=" + dog_), IsEmpty());
  expect_problem(find(anybody(), "q=quinoa"), 401);
  // The walker does not see what stands in a section that is closed to them.
  const Reply weighed = trainer().put(record_path(dog_, new_id()), weight(31, {{"notes", "quinoa scales"}}));
  ASSERT_EQ(weighed.status, 201U) << weighed.body;
  static_cast<void>(trainer().patch(dog_path(dog_) + "/circle/" + walker().id, {{"sections", {{"health", "none"}}}}));
  EXPECT_THAT(ids(walker(), "q=scales"), IsEmpty());
}

TEST_F(SearchApi, FollowsAudienceDeletionAndRevocationAtOnce) {
  const std::string id = write(trainer(), dog_, note("marzipan", for_all()));
  EXPECT_THAT(ids(walker(), "q=marzipan"), ElementsAre(id));
  static_cast<void>(trainer().patch(record_path(dog_, id), for_trainers()));
  EXPECT_THAT(ids(walker(), "q=marzipan"), IsEmpty());
  static_cast<void>(trainer().patch(record_path(dog_, id), for_all()));
  EXPECT_THAT(ids(walker(), "q=marzipan"), ElementsAre(id));
  static_cast<void>(trainer().remove(record_path(dog_, id)));
  for (const Person* who : {&trainer(), &walker()}) EXPECT_THAT(ids(*who, "q=marzipan"), IsEmpty());
  static_cast<void>(trainer().patch(record_path(dog_, id), {{"deleted", false}, {"text", "nougat"}}));
  EXPECT_THAT(ids(walker(), "q=marzipan"), IsEmpty());
  EXPECT_THAT(ids(walker(), "q=nougat"), ElementsAre(id));

  ASSERT_EQ(owner().remove(dog_path(dog_) + "/circle/" + walker().id).status, 204U);
  EXPECT_THAT(ids(walker(), "q=nougat"), IsEmpty());
  EXPECT_THAT(ids(walker(), "q=nougat&dog=" + dog_), IsEmpty());
}

// A comment and a photo keep their own audience when what they belong to is narrowed.
TEST_F(SearchApi, WhatBelongsToAHiddenRecordIsNotFound) {
  const std::string id = write(trainer(), dog_, note("pistachio", for_all()));
  static_cast<void>(attach(trainer(), dog_, png(16, 16), {{"recordId", id}, {"caption", "almond photo"}}));
  static_cast<void>(write(trainer(), dog_,
                          {{"type", "comment"},
                           {"occurredAt", "2026-11-23T10:00:00Z"},
                           {"about", id},
                           {"audience", {"owner", "trainer", "walker"}},
                           {"text", "almond comment"}}));
  EXPECT_EQ(ids(walker(), "q=almond").size(), 2U);
  static_cast<void>(trainer().patch(record_path(dog_, id), for_trainers()));
  EXPECT_THAT(ids(walker(), "q=almond"), IsEmpty());
  EXPECT_EQ(ids(trainer(), "q=almond").size(), 2U);
}

TEST_F(SearchApi, PagesDoNotTellOfWhatIsHiddenBetween) {
  std::vector<std::string> seen;
  for (int n = 0; n < 7; ++n) {
    const object at{{"occurredAt", "2026-11-0" + std::to_string(1 + n) + "T10:00:00Z"}};
    object open = for_all();
    open["occurredAt"] = at.at("occurredAt");
    seen.insert(seen.begin(), write(trainer(), dog_, note("hazel", open)));
    for (int more = 0; more < 3; ++more) {
      object hidden = for_trainers();
      hidden["occurredAt"] = at.at("occurredAt");
      static_cast<void>(write(trainer(), dog_, note("hazel hazel", hidden)));
    }
  }
  for (const std::string sort : {"relevance", "newest"}) {
    std::vector<std::string> paged;
    std::vector<std::size_t> sizes;
    std::string cursor;
    do {
      const std::string query = "q=hazel&limit=3&sort=" + sort + (cursor.empty() ? "" : "&cursor=" + cursor);
      const auto page = ids(walker(), query);
      sizes.push_back(page.size());
      paged.insert(paged.end(), page.begin(), page.end());
      const Reply reply = find(walker(), query);
      cursor = reply.has("/next") ? reply.text("/next") : "";
    } while (!cursor.empty());
    EXPECT_EQ(paged, seen);
    EXPECT_THAT(sizes, ElementsAre(3, 3, 1));
  }
}

TEST_F(SearchApi, Filters) {
  const std::string by_trainer = write(trainer(), dog_, note("cashew", for_all()));
  object old = for_all();
  old["occurredAt"] = "2026-10-01T10:00:00Z";
  const std::string by_walker = write(walker(), dog_, note("cashew", old));
  const std::string of_abc = write(trainer(), dog_, abc_record("cashew", for_all()));
  EXPECT_EQ(ids(trainer(), "q=cashew").size(), 3U);
  EXPECT_THAT(ids(trainer(), "q=cashew&type=abc-record"), ElementsAre(of_abc));
  EXPECT_EQ(ids(trainer(), "q=cashew&type=abc-record&type=note").size(), 3U);
  EXPECT_THAT(ids(trainer(), "q=cashew&author=" + walker().id), ElementsAre(by_walker));
  EXPECT_THAT(ids(trainer(), "q=cashew&author=me&type=note"), ElementsAre(by_trainer));
  EXPECT_THAT(ids(trainer(), "q=cashew&to=2026-10-01"), ElementsAre(by_walker));
  EXPECT_THAT(ids(trainer(), "q=cashew&from=2026-10-02&type=note"), ElementsAre(by_trainer));
  EXPECT_THAT(ids(trainer(), "q=cashew&dog=" + dog_ + "&sort=newest").back(), by_walker);
}

TEST_F(SearchApi, NamesWhatIsWrong) {
  expect_problem(find(trainer(), ""), 422, {{"q", "required"}});
  expect_problem(find(trainer(), "q=%20"), 422, {{"q", "required"}});
  expect_problem(find(trainer(), "q=%2A%2A"), 422, {{"q", "format"}});
  expect_problem(find(trainer(), "q=%22"), 422, {{"q", "format"}});
  expect_problem(find(trainer(), "q=-x"), 422, {{"q", "format"}});
  expect_problem(find(trainer(), "q=%FF"), 422, {{"q", "format"}});
  expect_problem(find(trainer(), "q=a%00b"), 422, {{"q", "format"}});
  expect_problem(find(trainer(), "q=" + std::string(201, 'x')), 422, {{"q", "maxLength"}});
  expect_problem(find(trainer(), "q=a&cursor=x"), 422, {{"cursor", "format"}});
  expect_problem(find(trainer(), "q=a&dog=x&sort=y&type=z&author=w&from=v&limit=51"), 422,
                 {{"dog", "format"},
                  {"sort", "enum"},
                  {"type", "enum"},
                  {"author", "format"},
                  {"from", "format"},
                  {"limit", "range"}});
  expect_problem(find(trainer(), "q=a&page=2"), 422, {{"page", "unknown"}});
}

TEST_F(SearchApi, OddTextIsNoSyntaxError) {
  for (const char* text : {"%22%22%22a", "(a", "a%20OR", "NEAR(a%20b)", "names:a", "%5Ea", "a%2A%2A", "%F0%9F%90%95",
                           "a%20AND%20NOT%20b", "%7Ba%7D", "a%27%3B--", "%C2%A0a", "%EF%BB%BFa"})
    EXPECT_EQ(find(trainer(), std::string("q=") + text).status, 200U) << text;
}

// Whoever sees something of a dog in it has looked at the dog.
TEST_F(SearchApi, IsOnTheAccessTrail) {
  static_cast<void>(write(trainer(), dog_, note("walnut", for_all())));
  const std::string trail = dog_path(dog_) + "/audit/access";
  static_cast<void>(find(walker(), "q=unwritten"));
  EXPECT_THAT(owner().get(trail).body, Not(HasSubstr(walker().id)));
  static_cast<void>(find(walker(), "q=walnut"));
  EXPECT_THAT(owner().get(trail).body, HasSubstr(walker().id));
}

}  // namespace
}  // namespace doggy::testing
