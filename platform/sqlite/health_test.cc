#include "platform/sqlite/health.h"

#include <gmock/gmock.h>

#include <cerrno>
#include <vector>

namespace doggy::sql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

class HealthTest : public testing::Test {
 protected:
  std::chrono::steady_clock::time_point now_;
  std::vector<bool> outcomes_;
  Health health_{{.file = "test.sqlite",
                  .clock = [this] { return now_; },
                  .outcome = [this](bool success) { outcomes_.push_back(success); }}};
};

TEST_F(HealthTest, IsWhatTheLastCommitCameTo) {
  EXPECT_TRUE(health_.state().has_value());
  health_.commit_failed(Failure(SQLITE_FULL, "database or disk is full"));
  ASSERT_FALSE(health_.state().has_value());
  EXPECT_THAT(health_.state().error().detail, HasSubstr("disk is full"));
  health_.committed();
  EXPECT_TRUE(health_.state().has_value());
  EXPECT_THAT(outcomes_, ElementsAre(false, true));
}

TEST_F(HealthTest, AsksForATrialWhenNothingWasCommittedForAWhile) {
  EXPECT_TRUE(health_.claim_trial());
  EXPECT_FALSE(health_.claim_trial()) << "one is under way";
  health_.committed();
  now_ += 14s;
  EXPECT_FALSE(health_.claim_trial());
  now_ += 2s;
  EXPECT_TRUE(health_.claim_trial());
}

TEST_F(HealthTest, AsksForOneTrialASecondWhileCommitsFail) {
  health_.committed();
  health_.commit_failed(Failure(SQLITE_FULL, "full"));
  EXPECT_TRUE(health_.claim_trial()) << "at once";
  EXPECT_FALSE(health_.claim_trial());
  now_ += 999ms;
  EXPECT_FALSE(health_.claim_trial());
  now_ += 1ms;
  EXPECT_TRUE(health_.claim_trial());
}

TEST_F(HealthTest, DamageStays) {
  health_.read_failed(Failure(SQLITE_IOERR, "disk I/O error"));
  EXPECT_TRUE(health_.state().has_value()) << "of reads only damage counts";
  health_.read_failed(Failure(SQLITE_CORRUPT, "database disk image is malformed"));
  health_.committed();
  ASSERT_FALSE(health_.state().has_value());
  EXPECT_THAT(health_.state().error().detail, HasSubstr("damaged"));
  EXPECT_TRUE(health_.is_damaged());
  EXPECT_FALSE(health_.claim_trial());
  EXPECT_THAT(outcomes_, ElementsAre(false));
}

TEST(Unavailable, SaysWhatAnOperatorCanDo) {
  EXPECT_THAT(unavailable(Failure(SQLITE_FULL, "")).detail, HasSubstr("disk is full"));
  for (const int error : {ENOSPC, EDQUOT, EFBIG})
    EXPECT_THAT(unavailable(Failure(SQLITE_IOERR_WRITE, "", error)).detail, HasSubstr("disk is full")) << error;
  EXPECT_THAT(unavailable(Failure(SQLITE_READONLY_DBMOVED, "")).detail, HasSubstr("read-only"));
  EXPECT_THAT(unavailable(Failure(SQLITE_IOERR_WRITE, "", EROFS)).detail, HasSubstr("read-only"));
  EXPECT_THAT(unavailable(Failure(SQLITE_IOERR_FSYNC, "", EIO)).detail, HasSubstr("The disk failed"));
  const Error damaged = unavailable(Failure(SQLITE_CORRUPT, "malformed"));
  EXPECT_THAT(damaged.detail, HasSubstr("restored"));
  EXPECT_TRUE(damaged.retry_after.has_value());
}

}  // namespace
}  // namespace doggy::sql
