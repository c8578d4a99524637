// Who is told what, by what, and that nobody is told of what they may not see.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>

#include "platform/http/test_client.h"
#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using boost::json::array;
using boost::json::object;

object comment(const std::string& about, const std::string& text) {
  return {{"type", "comment"}, {"occurredAt", "2026-11-23T10:00:00Z"}, {"about", about}, {"text", text}};
}

object note_for_all(const std::string& text) {
  return note(text, {{"audience", array{"trainer", "owner", "walker"}}});
}

std::string mention_of(const Person& person) {
  return "@[" + person.name + "](" + person.id + ")";
}

/// Somebody's open page.
class Bell {
 public:
  explicit Bell(const Person& who) : client_(who.port()) {
    EXPECT_EQ(client_.open_web_socket("/v1/live", {{"Authorization", "Bearer " + who.token()}}).status, 101U);
  }

  /// Reads until the number of unread notifications that is told is right.
  void until(const std::function<bool(std::size_t)>& right) {
    for (;;) {
      const auto frame = client_.frame();
      ASSERT_NE(frame.opcode, 8) << "the connection ended";
      if (frame.opcode != 1) continue;
      const auto message = boost::json::parse(frame.payload).as_object();
      const auto* unread = message.if_contains("notifications");
      if (unread != nullptr && right(unread->to_number<std::size_t>())) return;
    }
  }

 private:
  http::TestClient client_;
};

class NotificationsApi : public ApiTest {
 protected:
  // The person's notifications once `count` are unread, as their open page is told.
  Reply wait_for(const Person& person, std::size_t count) {
    bells_.at(person.id)->until([&](std::size_t unread) { return unread >= count; });
    return person.get("/v1/notifications");
  }
  static std::string kind_of(const Reply& reply, std::size_t index = 0) {
    return reply.text("/items/" + std::to_string(index) + "/kind");
  }
  static std::size_t unread(const Person& person) { return person.get("/v1/notifications/unread").number("/unread"); }

  // Everybody new, so that no other case's notices are in the way.
  Person tina_ = Person::sign_up(anybody().port(), "Tina");
  Person olaf_ = Person::sign_up(anybody().port(), "Olaf");
  Person wanda_ = Person::sign_up(anybody().port(), "Wanda");
  std::map<std::string, std::unique_ptr<Bell>> bells_ = make_bells();
  std::string dog_id_ = make_dog();

  std::map<std::string, std::unique_ptr<Bell>> make_bells() {
    std::map<std::string, std::unique_ptr<Bell>> bells;
    for (const Person* person : {&olaf_, &wanda_}) bells.emplace(person->id, std::make_unique<Bell>(*person));
    return bells;
  }
  std::string make_dog() {
    std::string dog = scene().make_dog(tina_);
    scene().join(dog, tina_, olaf_, "owner");
    scene().join(dog, tina_, wanda_, "walker");
    return dog;
  }
};

TEST_F(NotificationsApi, AMentionReachesWhoMayReadIt) {
  const std::string text = "Look: " + mention_of(olaf_) + " " + mention_of(wanda_) + " " + mention_of(tina_);
  const std::string id = write(tina_, dog_id_, note(text, {{"audience", array{"owner"}}}));
  const Reply owners = wait_for(olaf_, 1);
  EXPECT_EQ(kind_of(owners), "mention");
  EXPECT_EQ(owners.text("/items/0/recordId"), id);
  EXPECT_EQ(owners.text("/items/0/dogName"), "Balu");
  EXPECT_EQ(owners.text("/items/0/by/name"), "Tina");
  EXPECT_THAT(owners.body, Not(HasSubstr("Look")));
  // A second one for all is proof that the first is not for the walker, nor for its author.
  static_cast<void>(write(tina_, dog_id_, note(text, {{"audience", array{"owner", "walker"}}})));
  EXPECT_EQ(wait_for(wanda_, 1).json().at("items").as_array().size(), 1U);
  EXPECT_EQ(unread(tina_), 0U);
}

TEST_F(NotificationsApi, SomebodyIsToldOnceOfOneMention) {
  const std::string id = write(tina_, dog_id_, note_for_all(mention_of(olaf_)));
  static_cast<void>(wait_for(olaf_, 1));
  const object patch{{"text", mention_of(olaf_) + " and " + mention_of(wanda_)}};
  ASSERT_EQ(tina_.patch(record_path(dog_id_, id), patch).status, 200U);
  EXPECT_EQ(kind_of(wait_for(wanda_, 1)), "mention");
  EXPECT_EQ(unread(olaf_), 1U);
}

TEST_F(NotificationsApi, WhatIsHiddenOrDeletedLeavesTheList) {
  const std::string hidden = write(tina_, dog_id_, note_for_all(mention_of(olaf_)));
  const std::string deleted = write(tina_, dog_id_, note_for_all(mention_of(olaf_)));
  EXPECT_EQ(wait_for(olaf_, 2).json().at("items").as_array().size(), 2U);
  ASSERT_EQ(tina_.patch(record_path(dog_id_, hidden), {{"audience", array{}}}).status, 200U);
  ASSERT_EQ(tina_.remove(record_path(dog_id_, deleted)).status, 200U);
  EXPECT_EQ(olaf_.get("/v1/notifications").json().at("items").as_array().size(), 0U);
  EXPECT_EQ(unread(olaf_), 0U);
}

TEST_F(NotificationsApi, ACommentIsForWhoeverTakesPart) {
  const std::string about = write(wanda_, dog_id_, note_for_all("a walk"));
  static_cast<void>(write(olaf_, dog_id_, comment(about, "nice")));
  EXPECT_EQ(kind_of(wait_for(wanda_, 1)), "comment");
  static_cast<void>(write(tina_, dog_id_, comment(about, "indeed")));
  EXPECT_EQ(wait_for(olaf_, 1).text("/items/0/by/name"), "Tina");
  EXPECT_EQ(wait_for(wanda_, 2).json().at("items").as_array().size(), 2U);
  EXPECT_EQ(unread(tina_), 0U);
}

TEST_F(NotificationsApi, OwnersHearOfVisits) {
  static_cast<void>(
      write(wanda_, dog_id_, {{"type", "visit"}, {"occurredAt", "2026-11-23T10:00:00Z"}, {"kind", "walk"}}));
  EXPECT_EQ(kind_of(wait_for(olaf_, 1)), "visit-report");
  EXPECT_EQ(unread(wanda_), 0U);
}

TEST_F(NotificationsApi, AnAlertIsReadWhenItIsAcknowledged) {
  const std::string alert = write(tina_, dog_id_,
                                  {{"type", "alert"},
                                   {"occurredAt", "2026-11-23T10:00:00Z"},
                                   {"severity", "danger"},
                                   {"instruction", "Muzzle around men with hats"},
                                   {"acknowledgmentRequired", true}});
  EXPECT_EQ(kind_of(wait_for(wanda_, 1)), "alert");
  static_cast<void>(wait_for(olaf_, 1));
  static_cast<void>(
      write(wanda_, dog_id_, {{"type", "acknowledgment"}, {"occurredAt", "2026-11-23T10:00:00Z"}, {"alertId", alert}}));
  bells_.at(wanda_.id)->until([](std::size_t unread) { return unread == 0; });
  EXPECT_EQ(unread(wanda_), 0U);
  EXPECT_EQ(unread(olaf_), 1U);
}

// The walker's place is now one of a company's people.
TEST_F(NotificationsApi, PeopleOfAnOrganizationAreToldLikeMembers) {
  const Person boss = Person::sign_up(anybody().port(), "Berta");
  const std::string company = boss.post("/v1/organizations", {{"name", "Walkies"}}).text("/id");
  const Reply asked = boss.post("/v1/organizations/" + company + "/invitations", {{"role", "walker"}});
  ASSERT_EQ(wanda_.post("/v1/organization-invitations/" + asked.text("/token") + "/accept").status, 200U);
  const std::string dog = scene().make_dog(tina_);
  const object place{{"role", "walker"}, {"forOrganization", true}};
  const Reply invited = tina_.post(dog_path(dog) + "/invitations", place);
  const std::string accept = "/v1/invitations/" + invited.text("/token") + "/accept";
  ASSERT_EQ(boss.post(accept, {{"organizationId", company}}).status, 200U);
  const object alert{{"type", "alert"},
                     {"occurredAt", "2026-11-23T10:00:00Z"},
                     {"severity", "caution"},
                     {"instruction", "Jumps up"},
                     {"acknowledgmentRequired", true}};
  static_cast<void>(write(tina_, dog, alert));
  EXPECT_EQ(wait_for(wanda_, 1).text("/items/0/dogId"), dog);
  EXPECT_EQ(unread(tina_), 0U);
  ASSERT_EQ(boss.remove("/v1/organizations/" + company + "/members/" + wanda_.id).status, 204U);
  EXPECT_EQ(unread(wanda_), 0U);
}

TEST_F(NotificationsApi, MarkingAndDeleting) {
  for (int i = 0; i < 3; ++i) static_cast<void>(write(tina_, dog_id_, note_for_all(mention_of(olaf_))));
  const Reply list = wait_for(olaf_, 3);
  const std::string first = list.text("/items/0/id");
  const Reply one = olaf_.patch("/v1/notifications", {{"ids", array{first}}});
  EXPECT_EQ(one.number("/unread"), 2U);
  const Reply all = olaf_.patch("/v1/notifications", object{});
  EXPECT_EQ(all.json().at("ids").as_array().size(), 2U);
  EXPECT_EQ(unread(olaf_), 0U);
  const Reply undone = olaf_.patch("/v1/notifications", {{"ids", all.json().at("ids")}, {"read", false}});
  EXPECT_EQ(undone.number("/unread"), 2U);
  EXPECT_EQ(olaf_.get("/v1/notifications?unread=true").json().at("items").as_array().size(), 2U);
  EXPECT_EQ(olaf_.get("/v1/notifications?kind=alert").json().at("items").as_array().size(), 0U);
  expect_problem(olaf_.get("/v1/notifications?kind=gossip"), 422, {{"kind", "enum"}});
  expect_problem(olaf_.get("/v1/notifications?cursor=x"), 422, {{"cursor", "format"}});
  EXPECT_EQ(olaf_.remove("/v1/notifications/" + first).status, 204U);
  EXPECT_EQ(olaf_.remove("/v1/notifications/" + first).status, 404U);
  EXPECT_EQ(tina_.remove("/v1/notifications/" + list.text("/items/1/id")).status, 404U);
  const std::string next = olaf_.get("/v1/notifications?limit=1").text("/next");
  EXPECT_EQ(olaf_.get("/v1/notifications?limit=1&cursor=" + next).json().at("items").as_array().size(), 1U);
}

TEST_F(NotificationsApi, PreferencesAreChecked) {
  const std::string path = "/v1/me/notification-preferences";
  EXPECT_TRUE(olaf_.get(path).json().at("mention").at("email").as_bool());
  const object wrong{{"timeZone", "Mars/Olympus"}, {"quietHours", {{"from", "25:00"}, {"to", "07:00"}}}};
  expect_problem(olaf_.put(path, wrong), 422, {{"timeZone", "timeZone"}, {"quietHours.from", "format"}});
  const object quiet{{"mention", {{"inApp", false}, {"email", false}}}};
  EXPECT_EQ(olaf_.put(path, quiet).status, 200U);
  static_cast<void>(write(tina_, dog_id_, note_for_all(mention_of(olaf_))));
  static_cast<void>(write(tina_, dog_id_, note_for_all(mention_of(wanda_))));
  static_cast<void>(wait_for(wanda_, 1));
  EXPECT_EQ(unread(olaf_), 0U);
}

TEST_F(NotificationsApi, AnUnsubscribeLinkNeedsNoSession) {
  expect_problem(anybody().send("POST", "/v1/unsubscribe/" + olaf_.id + ".mention.email.0",
                                {{"Content-Type", "application/x-www-form-urlencoded"}}, "List-Unsubscribe=One-Click"),
                 410);
}

// With a clock of their own, which is moved on.
class NotificationsLater : public ::testing::Test {
 protected:
  // The newest mail to the owner with that subject, without the soft line breaks.
  [[nodiscard]] std::string mail(const std::string& subject) const { return mail_of(own_.owner, subject); }
  [[nodiscard]] std::string mail_of(const Person& person, const std::string& subject) const {
    std::string text = own_.registry.mail_to(person.email);
    while (text.find("Subject: " + subject) == std::string::npos) text = own_.registry.mail_to(person.email);
    for (std::size_t at = text.find("=\r\n"); at != std::string::npos; at = text.find("=\r\n", at)) text.erase(at, 3);
    return text;
  }
  void verify_email() const { verify_email_of(own_.owner); }
  void verify_email_of(const Person& person) const {
    const std::string text = mail_of(person, "Confirm your email address");
    const std::size_t begin = text.find("/verify-email#") + std::string_view("/verify-email#").size();
    const std::string token = text.substr(begin, text.find("\r\n", begin) - begin);
    ASSERT_EQ(own_.anybody.post("/v1/email-verifications/redeem", {{"token", token}}).status, 204U);
  }

  Scene own_;
  Bell bell_{own_.owner};
  std::string dog_id_ = own_.make_shared_dog();
};

// Otherwise the server would send a stranger's words to people, and links that look like its own.
TEST_F(NotificationsLater, MailsNameNobodyWhoseAddressIsNotVerifiedAndMakeNoLinksOfNames) {
  verify_email();
  ASSERT_EQ(own_.trainer.patch(dog_path(dog_id_), {{"name", "balu.example"}}).status, 200U);
  static_cast<void>(write(own_.trainer, dog_id_, note("Look " + mention_of(own_.owner))));
  EXPECT_THAT(mail("You were mentioned"), HasSubstr("Somebody mentioned you in a note about balu. example."));
}

TEST_F(NotificationsLater, MailsAtOnceAndInTheDigest) {
  verify_email();
  verify_email_of(own_.trainer);
  static_cast<void>(write(own_.trainer, dog_id_, note("Secret words " + mention_of(own_.owner))));
  const std::string at_once = mail("You were mentioned");
  EXPECT_THAT(at_once, HasSubstr("Tina mentioned you in a note about Balu."));
  EXPECT_THAT(at_once, HasSubstr("List-Unsubscribe: <http://127.0.0.1:"));
  EXPECT_THAT(at_once, HasSubstr("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
  EXPECT_THAT(at_once, Not(HasSubstr("Secret words")));

  const std::string begin = "/v1/unsubscribe/";
  const std::size_t link = at_once.find(begin);
  const std::string path = at_once.substr(link, at_once.find('>', link) - link);
  const HeaderList form{{"Content-Type", "application/x-www-form-urlencoded"}};
  EXPECT_EQ(own_.anybody.send("POST", path, form, "List-Unsubscribe=One-Click").status, 204U);
  const Reply preferences = own_.owner.get("/v1/me/notification-preferences");
  EXPECT_FALSE(preferences.json().at("mention").at("email").as_bool());
  EXPECT_TRUE(preferences.json().at("alert").at("email").as_bool());

  const std::string about = write(own_.owner, dog_id_, note_for_all("a walk"));
  static_cast<void>(write(own_.trainer, dog_id_, comment(about, "More secret words")));
  const std::string hidden = write(own_.walker, dog_id_, comment(about, "gone tomorrow"));
  bell_.until([](std::size_t unread) { return unread == 3; });
  ASSERT_EQ(own_.walker.remove(record_path(dog_id_, hidden)).status, 200U);
  own_.registry.advance(std::chrono::hours(24));
  const std::string digest = mail("What is new");
  EXPECT_THAT(digest, HasSubstr("Tina wrote a comment about Balu."));
  EXPECT_THAT(digest, Not(HasSubstr("Wanda")));
  EXPECT_THAT(digest, Not(HasSubstr("mentioned")));
  EXPECT_THAT(digest, Not(HasSubstr("secret")));
}

TEST_F(NotificationsLater, RemindsOfDaysAsTheRecordSaysThem) {
  const object homework{{"type", "homework"},
                        {"occurredAt", "2026-11-23T10:00:00+01:00"},
                        {"title", "Loose leash"},
                        {"steps", array{object{{"description", "Ten steps"}}}},
                        {"dueOn", "2026-11-24"}};
  const std::string moved = write(own_.trainer, dog_id_, homework);
  static_cast<void>(write(own_.trainer, dog_id_, homework));
  ASSERT_EQ(own_.trainer.patch(record_path(dog_id_, moved), {{"dueOn", "2026-11-26"}}).status, 200U);
  own_.registry.advance(std::chrono::hours(24));
  bell_.until([](std::size_t unread) { return unread == 1; });
  Reply list = own_.owner.get("/v1/notifications");
  EXPECT_EQ(list.text("/items/0/kind"), "homework-due");
  EXPECT_EQ(list.text("/items/0/dueOn"), "2026-11-24");
  EXPECT_NE(list.text("/items/0/recordId"), moved);
  own_.registry.advance(std::chrono::hours(48));
  bell_.until([](std::size_t unread) { return unread == 2; });
  list = own_.owner.get("/v1/notifications");
  EXPECT_EQ(list.text("/items/0/recordId"), moved);
}

// An import may leave one job for more entries than a page of the log has.
TEST_F(NotificationsLater, RemindOfTheLastOfALongImport) {
  std::string csv = "date,vaccine,dueOn\n";
  for (int i = 0; i < 1100; ++i) csv += "2026-11-20,dhpp,\n";
  csv += "2026-11-20,rabies,2026-12-08\n";  // A reminder comes two weeks before.
  const Reply imported =
      own_.trainer.post(dog_path(dog_id_) + "/import", {{"type", "vaccination"}, {"csv", csv}, {"dryRun", false}});
  ASSERT_EQ(imported.status, 200U) << imported.body;
  own_.registry.advance(std::chrono::hours(24));
  bell_.until([](std::size_t unread) { return unread == 1; });
  EXPECT_EQ(own_.owner.get("/v1/notifications").text("/items/0/kind"), "vaccine-due");
}

TEST_F(NotificationsLater, AnInvitationIsForTheVerifiedEmail) {
  verify_email();
  const std::string dog = own_.make_dog(own_.trainer);
  const object invitation{{"role", "owner"}, {"email", own_.owner.email}};
  const Reply made = own_.trainer.post(dog_path(dog) + "/invitations", invitation);
  bell_.until([](std::size_t unread) { return unread == 1; });
  const Reply list = own_.owner.get("/v1/notifications");
  EXPECT_EQ(list.text("/items/0/kind"), "invitation");
  EXPECT_EQ(list.text("/items/0/invitation"), made.text("/token"));
  for (const char* scope : {"read", "write"}) {
    const Reply token = own_.owner.post("/v1/me/tokens", {{"name", "script"}, {"scope", scope}});
    const Reply seen = Client(own_.owner.port(), token.text("/token")).get("/v1/notifications");
    EXPECT_EQ(seen.text("/items/0/kind"), "invitation");
    EXPECT_THAT(seen.body, Not(HasSubstr(made.text("/token"))));
  }
  ASSERT_EQ(own_.owner.post("/v1/invitations/" + made.text("/token") + "/accept").status, 200U);
  EXPECT_EQ(own_.owner.get("/v1/notifications/unread").number("/unread"), 0U);
}

TEST_F(NotificationsLater, MasteryIsToldToWhoSeesIt) {
  const std::string target_id =
      write(own_.trainer, dog_id_, target("Recall", {{"steps", array{object{{"distanceMeters", 5}}}}}));
  const std::vector<std::string> all_right(10, "correct");
  const auto hold = [&](const Person& by, int day) {
    const std::string at = "2026-11-2" + std::to_string(day) + "T09:00:00Z";
    static_cast<void>(write(by, dog_id_, session(target_id, all_right, {{"occurredAt", at}})));
  };
  hold(own_.trainer, 0);
  hold(own_.owner, 1);
  hold(own_.trainer, 2);
  bell_.until([](std::size_t unread) { return unread == 1; });
  const Reply list = own_.owner.get("/v1/notifications");
  EXPECT_EQ(list.text("/items/0/kind"), "mastery");
  EXPECT_EQ(list.text("/items/0/recordId"), target_id);
}

}  // namespace
}  // namespace doggy::testing
