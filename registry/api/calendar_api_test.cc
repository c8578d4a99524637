#include "registry/api/calendar_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using boost::json::array;
using boost::json::object;
using ::testing::HasSubstr;
using ::testing::Not;

class CalendarApi : public ApiTest {
 protected:
  void SetUp() override { dog_id_ = scene().make_shared_dog(); }

  [[nodiscard]] static object lesson(object more = {}) {
    object body{{"type", "appointment"},
                {"occurredAt", "2026-12-01T18:00:00+01:00"},
                {"title", "Class"},
                {"kind", "class"},
                {"endsAt", "2026-12-01T19:00:00+01:00"},
                {"timeZone", "Europe/Berlin"},
                {"recurrence", "FREQ=WEEKLY"},
                {"place", "Hall"},
                {"room", "2"}};
    for (auto& one : more) body[one.key()] = one.value();
    return body;
  }
  [[nodiscard]] Reply in_december(const Person& who) const {
    return who.get(dog_path(dog_id_) + "/occurrences?from=2026-12-01&to=2026-12-15");
  }
  [[nodiscard]] static std::string feed_of(const Person& who) {
    const std::string url = who.post("/v1/me/calendar-feed").text("/url");
    return url.substr(url.find("/v1/"));
  }

  std::string dog_id_;
};

TEST_F(CalendarApi, ExpandsWhatRecursWithItsAnswers) {
  const std::string appointment = write(trainer(), dog_id_, lesson());
  // The walker only reads the calendar; reading an appointment is enough to answer it.
  const auto answer = [&](const Person& who, std::string_view word, object more = {}) {
    object body{
        {"type", "rsvp"}, {"occurredAt", "2026-11-23T10:00:00Z"}, {"appointmentId", appointment}, {"answer", word}};
    for (auto& one : more) body[one.key()] = one.value();
    return who.put(record_path(dog_id_, new_id()), body).status;
  };
  EXPECT_EQ(answer(walker(), "yes"), 201u);
  EXPECT_EQ(answer(walker(), "no", {{"occurrence", "2026-12-08"}}), 201u);
  EXPECT_EQ(walker().put(record_path(dog_id_, new_id()), lesson()).status, 403u);

  const Reply reply = in_december(owner());
  ASSERT_EQ(reply.status, 200u) << reply.body;
  ASSERT_EQ(reply.at("/items").as_array().size(), 3u);
  EXPECT_EQ(reply.text("/items/0/at"), "2026-12-01T18:00:00+01:00");
  EXPECT_EQ(reply.text("/items/0/endsAt"), "2026-12-01T18:00:00.000Z");
  EXPECT_EQ(reply.text("/items/0/answers/0/answer"), "yes");
  EXPECT_EQ(reply.text("/items/1/answers/0/answer"), "no");
  EXPECT_EQ(owner().get(dog_path(dog_id_) + "/occurrences").status, 422u);
  EXPECT_EQ(owner().get(dog_path(dog_id_) + "/occurrences?from=2026-01-01&to=2028-01-01").status, 422u);
  EXPECT_EQ(stranger().get(dog_path(dog_id_) + "/occurrences?from=2026-12-01&to=2026-12-15").status, 404u);
}

TEST_F(CalendarApi, RefusesABrokenRule) {
  const Reply reply = trainer().put(record_path(dog_id_, new_id()), lesson({{"recurrence", "FREQ=NOW"}}));
  EXPECT_EQ(reply.status, 422u);
  EXPECT_EQ(reply.text("/errors/0/field"), "recurrence");
}

TEST_F(CalendarApi, FeedHoldsWhatItsOwnerMaySee) {
  static_cast<void>(write(trainer(), dog_id_, lesson()));
  static_cast<void>(write(trainer(), dog_id_, lesson({{"title", "Among us"}, {"audience", array{"trainer"}}})));
  const Reply feed = anybody().get(feed_of(owner()));
  ASSERT_EQ(feed.status, 200u) << feed.body;
  EXPECT_EQ(feed.headers.get("Content-Type"), "text/calendar; charset=utf-8");
  EXPECT_THAT(feed.body, HasSubstr(": Class\r\n"));
  EXPECT_THAT(feed.body, HasSubstr("RRULE:FREQ=WEEKLY\r\n"));
  EXPECT_THAT(feed.body, HasSubstr("LOCATION:Hall\\, 2\r\n"));
  EXPECT_THAT(feed.body, Not(HasSubstr("Among us")));
}

TEST_F(CalendarApi, FeedEndsWhenItIsRenewedOrRevoked) {
  const std::string first = feed_of(owner());
  const std::string second = feed_of(owner());
  EXPECT_NE(first, second);
  EXPECT_EQ(anybody().get(first).status, 404u);
  EXPECT_EQ(anybody().get(second).status, 200u);
  EXPECT_EQ(owner().get("/v1/me/calendar-feed").at("/exists"), true);
  EXPECT_EQ(owner().remove("/v1/me/calendar-feed").status, 204u);
  EXPECT_EQ(anybody().get(second).status, 404u);
  EXPECT_EQ(owner().get("/v1/me/calendar-feed").at("/exists"), false);
  EXPECT_EQ(anybody().get("/v1/calendar/guess/doggy.ics").status, 404u);
  EXPECT_EQ(anybody().post("/v1/me/calendar-feed").status, 401u);
}

// One walk with several dogs: a record for each, and nobody reads of another's dog.
TEST_F(CalendarApi, OneEntryForSeveralDogs) {
  const std::string other = scene().make_dog(trainer());
  const std::string strange = scene().make_dog(stranger());
  const object walk{{"type", "visit"}, {"occurredAt", "2026-11-23T09:00:00Z"}, {"kind", "walk"}, {"pee", true}};
  const std::string own_id = new_id();
  const object body{
      {"dogs", array{object{{"dogId", dog_id_}, {"recordId", own_id}}, object{{"dogId", other}, {"recordId", new_id()}},
                     object{{"dogId", strange}, {"recordId", new_id()}}}},
      {"record", walk}};
  const Reply reply = trainer().post("/v1/group-records", body);
  ASSERT_EQ(reply.status, 200u) << reply.body;
  EXPECT_EQ(reply.text("/results/0/status"), "applied");
  EXPECT_EQ(reply.text("/results/1/status"), "applied");
  EXPECT_EQ(reply.text("/results/2/status"), "rejected");
  EXPECT_EQ(reply.text("/results/2/problem/title"), "Not Found");
  EXPECT_EQ(owner().get(record_path(dog_id_, own_id)).at("/pee"), true);
  EXPECT_THAT(owner().get(records_path(dog_id_)).body, Not(HasSubstr(other)));
  EXPECT_EQ(trainer().post("/v1/group-records", body).text("/results/0/status"), "duplicate");
  EXPECT_EQ(trainer().post("/v1/group-records", {{"dogs", array{}}, {"record", walk}}).text("/errors/0/rule"),
            "minItems");
}

}  // namespace
}  // namespace doggy::testing
