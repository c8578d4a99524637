// Listing a dog's records: order, filters, pages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

class Timeline : public ApiTest {
 protected:
  void SetUp() override { dog_id_ = scene().make_shared_dog(); }

  [[nodiscard]] std::vector<std::string> list(const std::string& query) const {
    const Reply reply = trainer().get(records_path(dog_id_) + "?" + query);
    EXPECT_EQ(reply.status, 200u) << reply.body;
    EXPECT_FALSE(reply.has("/next"));
    return reply.ids();
  }
  [[nodiscard]] std::string at(const std::string& time) const {
    return write(trainer(), dog_id_, note("at " + time, {{"occurredAt", time}}));
  }

  std::string dog_id_;
};

TEST_F(Timeline, IsNewestFirstByTheInstantItHappened) {
  const std::string noon = at("2026-11-22T12:00:00Z");
  const std::string half_past = at("2026-11-22T13:30:00+01:00");
  const std::string before = at("2026-11-22T11:59:59.999Z");
  const std::string old = at("1990-01-01T00:00:00Z");
  EXPECT_THAT(list(""), ElementsAre(half_past, noon, before, old));
}

TEST_F(Timeline, IsFilteredByType) {
  const std::string a = write(trainer(), dog_id_, note("a"));
  const std::string b = write(trainer(), dog_id_, weight(30, {{"occurredAt", "2026-11-22T12:00:00Z"}}));
  const std::string c = write(trainer(), dog_id_, target("c", {{"occurredAt", "2026-11-21T12:00:00Z"}}));
  EXPECT_THAT(list("type=note"), ElementsAre(a));
  EXPECT_THAT(list("type=weight"), ElementsAre(b));
  EXPECT_THAT(list("type=abc-record"), ElementsAre());
  EXPECT_THAT(list("type=note&type=target"), ElementsAre(a, c));
}

TEST_F(Timeline, IsFilteredByTime) {
  const std::string eve = at("2026-11-20T23:59:59.999Z");
  const std::string first = at("2026-11-21T00:00:00Z");
  const std::string last = at("2026-11-22T23:59:59.999Z");
  const std::string after = at("2026-11-23T00:00:00Z");
  EXPECT_THAT(list("from=2026-11-21&to=2026-11-22"), ElementsAre(last, first));
  EXPECT_THAT(list("from=2026-11-21&to=2026-11-22&type=note"), ElementsAre(last, first));
  EXPECT_THAT(list("from=2026-11-22"), ElementsAre(after, last));
  EXPECT_THAT(list("to=2026-11-20"), ElementsAre(eve));
  EXPECT_THAT(list("from=2026-11-21T01:00:00%2B01:00&to=2026-11-23T00:00:00Z"), ElementsAre(last, first));
  EXPECT_THAT(list("from=2026-11-23&to=2026-11-20"), ElementsAre());
  EXPECT_THAT(list("from=0000-01-01&to=9999-12-31"), ElementsAre(after, last, first, eve));
}

TEST_F(Timeline, IsFilteredByTagAndAuthor) {
  const std::string walk = write(trainer(), dog_id_, note("a", {{"tags", {"walk", "Übung & Co"}}}));
  const std::string theirs =
      write(owner(), dog_id_, note("b", {{"tags", {"walk"}}, {"occurredAt", "2026-11-22T12:00:00Z"}}));
  static_cast<void>(write(trainer(), dog_id_, weight(30, {{"occurredAt", "2026-11-21T12:00:00Z"}})));
  EXPECT_THAT(list("tag=walk"), ElementsAre(walk, theirs));
  EXPECT_THAT(list("tag=wal"), ElementsAre());
  EXPECT_THAT(list("tag=%C3%9Cbung+%26+Co"), ElementsAre(walk));
  EXPECT_THAT(list("author=" + owner().id), ElementsAre(theirs));
  EXPECT_THAT(list("author=me&type=note"), ElementsAre(walk));
  EXPECT_THAT(list("author=" + new_id()), ElementsAre());
}

TEST_F(Timeline, PagesCoverEverythingOnce) {
  std::vector<std::string> all;
  for (int i = 0; i < 7; ++i) {
    const std::string time = "2026-11-1" + std::to_string(i / 2) + "T10:00:00Z";  // Some share an instant.
    all.push_back(
        write(trainer(), dog_id_, i % 3 == 0 ? weight(30, {{"occurredAt", time}}) : note("n", {{"occurredAt", time}})));
  }
  for (const std::string query : {"", "type=note&", "type=note&type=weight&", "from=2026-11-11&"}) {
    const std::vector<std::string> whole = list(query);
    for (const int limit : {1, 2, 3, 7}) {
      std::vector<std::string> paged;
      std::string next;
      do {
        const std::string page_query = query + "limit=" + std::to_string(limit) + next;
        const Reply page = trainer().get(records_path(dog_id_) + "?" + page_query);
        ASSERT_EQ(page.status, 200u) << page.body;
        ASSERT_FALSE(page.ids().empty());
        std::ranges::copy(page.ids(), std::back_inserter(paged));
        next = page.has("/next") ? "&cursor=" + page.text("/next") : "";
      } while (!next.empty());
      EXPECT_THAT(paged, ElementsAreArray(whole)) << query << limit;
    }
  }
}

TEST_F(Timeline, ACursorShowsNothingThatItsQueryDoesNot) {
  for (int i = 0; i < 3; ++i) static_cast<void>(write(trainer(), dog_id_, weight(30)));
  const std::string only = write(trainer(), dog_id_, abc_record("barking"));
  const std::string cursor = trainer().get(records_path(dog_id_) + "?type=weight&limit=1").text("/next");
  for (const std::string& query : {"type=abc-record&cursor=" + cursor, "type=note&cursor=" + cursor})
    for (const std::string& id : list(query)) EXPECT_EQ(id, only);
}

// A walker who pages must not learn from lengths or cursors that there is more.
TEST_F(Timeline, PagesOfAWalkerAreFullAndEndWhereTheirsEnd) {
  std::vector<std::string> theirs;
  for (int i = 0; i < 12; ++i) {
    const std::string time = "2026-11-" + std::to_string(22 - i) + "T10:00:00Z";
    boost::json::object hidden = note("private", {{"occurredAt", time}});
    boost::json::object shown = note("for all", {{"occurredAt", time}, {"audience", {"trainer", "walker"}}});
    const std::string id = write(trainer(), dog_id_, i % 3 == 0 ? shown : hidden);
    if (i % 3 == 0) theirs.push_back(id);
  }
  const Reply first = walker().get(records_path(dog_id_) + "?limit=2");
  EXPECT_THAT(first.ids(), ElementsAre(theirs[0], theirs[1]));
  const Reply second = walker().get(records_path(dog_id_) + "?limit=2&cursor=" + first.text("/next"));
  EXPECT_THAT(second.ids(), ElementsAre(theirs[2], theirs[3]));
  EXPECT_FALSE(second.has("/next"));
}

}  // namespace
}  // namespace doggy::testing
