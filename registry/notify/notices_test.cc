#include "registry/notify/notices.h"

#include <gmock/gmock.h>

#include "registry/notify/unsubscribe.h"
#include "registry/testing/world.h"

namespace doggy::notify {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kOwner;
using testing::kTrainer;

class NoticesTest : public testing::World {
 protected:
  // One that is about no dog in particular.
  Notice make(int n, NoticeKind kind = NoticeKind::kHandover) {
    now_ms += 1000;
    return {.id = notice_id(clock(), kind, std::to_string(n), kOwner), .kind = kind, .at = clock(), .dog_name = "Balu"};
  }
  bool add(const Notice& notice) { return run_task(notices_.add(kOwner, notice, {})).value(); }
  NoticePage list(NoticeFilter filter = {}, std::size_t limit = 100, const std::string& cursor = {}) {
    return run_task(notices_.list(kOwner, filter, limit, cursor)).value();
  }
  std::vector<std::string> ids(NoticeFilter filter = {}) {
    std::vector<std::string> ids;
    for (const Notice& notice : list(filter).items) ids.push_back(notice.id.text());
    return ids;
  }
  std::size_t unread() { return run_task(notices_.unread(kOwner)).value(); }

  Notices notices_{store, circle, clock};
};

TEST_F(NoticesTest, OneCauseIsOneNotice) {
  const Notice notice = make(1);
  EXPECT_TRUE(add(notice));
  EXPECT_FALSE(add(notice));
  EXPECT_THAT(ids(), ElementsAre(notice.id.text()));
  EXPECT_NE(notice_id(clock(), NoticeKind::kAlert, "1", kOwner), notice_id(clock(), NoticeKind::kAlert, "1", kTrainer));
}

TEST_F(NoticesTest, AreListedNewestFirstAPageAtATime) {
  std::vector<std::string> made;
  for (int i = 0; i < 5; ++i) {
    const Notice notice = make(i);
    ASSERT_TRUE(add(notice));
    made.insert(made.begin(), notice.id.text());
  }
  EXPECT_EQ(ids(), made);
  const NoticePage first = list({}, 2);
  ASSERT_EQ(first.items.size(), 2U);
  const NoticePage second = list({}, 2, first.next);
  EXPECT_EQ(second.items[0].id.text(), made[2]);
  EXPECT_EQ(list({}, 2, second.next).next, "");
  EXPECT_FALSE(run_task(notices_.list(kOwner, {}, 2, "nonsense")));
}

TEST_F(NoticesTest, MarkingIsUndoneByWhatItSays) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(add(make(i)));
  const std::string first = ids()[2];
  EXPECT_THAT(run_task(notices_.mark(kOwner, {first, first}, true))->ids, ElementsAre(first));
  EXPECT_EQ(unread(), 2U);
  const Marked all = run_task(notices_.mark(kOwner, {}, true)).value();
  EXPECT_EQ(all.ids.size(), 2U);
  EXPECT_EQ(unread(), 0U);
  EXPECT_THAT(ids({.unread = true}), IsEmpty());
  ASSERT_TRUE(run_task(notices_.mark(kOwner, all.ids, false)));
  EXPECT_EQ(unread(), 2U);
  EXPECT_THAT(run_task(notices_.mark(kTrainer, {first}, false))->ids, IsEmpty());
}

TEST_F(NoticesTest, WhatMayNoLongerBeSeenIsLeftOut) {
  const std::string dog = make_dog(kTrainer);
  join(dog, kTrainer, kOwner, circle::Role::kOwner);
  Notice notice = make(1);
  notice.dog_id = Uuid::parse(dog);
  ASSERT_TRUE(add(notice));
  Notice of_record = make(2);
  of_record.dog_id = Uuid::parse(dog);
  of_record.record_id = Uuid::v7();
  ASSERT_TRUE(add(of_record));
  EXPECT_THAT(ids(), ElementsAre(notice.id.text()));
  EXPECT_EQ(unread(), 1U);
  ASSERT_TRUE(run_task(circle.remove_member(dog, actor(dog, kOwner), kTrainer)));
  Notice trainers = notice;
  trainers.id = notice_id(clock(), NoticeKind::kHandover, "t", kTrainer);
  ASSERT_TRUE(run_task(notices_.add(kTrainer, trainers, {})));
  EXPECT_FALSE(run_task(notices_.may_see(kTrainer, trainers)).value());
  EXPECT_EQ(run_task(notices_.unread(kTrainer)).value(), 0U);
}

TEST_F(NoticesTest, NobodyGetsMoreThanFiftyOfAKindADay) {
  for (int i = 0; i < 60; ++i) {
    Notice notice = make(i, NoticeKind::kMastery);
    EXPECT_EQ(add(notice), i < 50);
  }
  EXPECT_TRUE(add(make(99, NoticeKind::kAlert)));
  now_ms += kDayMs;
  EXPECT_TRUE(add(make(100, NoticeKind::kMastery)));
}

TEST_F(NoticesTest, WhatBelongsToItIsWrittenWithItOrNotAtAll) {
  const Notice notice = make(1);
  const auto more = [](const std::string& sk) {
    std::vector<store::Write> writes;
    writes.emplace_back(store::Put{{.key = {.pk = "P", .sk = sk}, .version = 1}, store::Any{}});
    return writes;
  };
  EXPECT_TRUE(run_task(notices_.add(kOwner, notice, more("first"))).value());
  EXPECT_FALSE(run_task(notices_.add(kOwner, notice, more("second"))).value());
  EXPECT_TRUE(run_task(store.get({.pk = "P", .sk = "first"}))->has_value());
  EXPECT_FALSE(run_task(store.get({.pk = "P", .sk = "second"}))->has_value());
}

TEST_F(NoticesTest, AreForgottenAfterNinetyDays) {
  ASSERT_TRUE(add(make(1)));
  now_ms += 91 * kDayMs;
  EXPECT_THAT(ids(), IsEmpty());
}

TEST_F(NoticesTest, AnUnsubscribeLinkEndsItsKindAlone) {
  const std::string token =
      run_task(unsubscribe_token(store, kOwner, NoticeKind::kMention, ChannelKind::kEmail)).value();
  EXPECT_EQ(run_task(unsubscribe_token(store, kOwner, NoticeKind::kMention, ChannelKind::kEmail)).value(), token);
  const std::string other = run_task(unsubscribe_token(store, kOwner, NoticeKind::kAlert, ChannelKind::kEmail)).value();
  const std::string proof = token.substr(token.rfind('.') + 1);
  for (const std::string& forged :
       {std::string(), std::string("a.b.c.d"), kOwner + ".alert.email." + proof, kTrainer + ".mention.email." + proof,
        kOwner + ".mention.digest." + proof, token + "0", token.substr(0, token.size() - 1)})
    EXPECT_EQ(run_task(unsubscribe(store, forged)).error().code, Code::kGone) << forged;
  EXPECT_TRUE(run_task(load_preferences(store, kOwner))->mention.email);
  ASSERT_TRUE(run_task(unsubscribe(store, token)));
  EXPECT_FALSE(run_task(load_preferences(store, kOwner))->mention.email);
  EXPECT_TRUE(run_task(load_preferences(store, kOwner))->alert.email);
  EXPECT_NE(token, other);
}

}  // namespace
}  // namespace doggy::notify
