#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/async/run_task.h"
#include "platform/async/worker_pool.h"
#include "platform/id/secret.h"
#include "registry/accounts/accounts.h"
#include "registry/accounts/calendar_feeds.h"
#include "registry/audit/verify.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class VerifyKeysTest : public ::testing::Test {
 protected:
  void SetUp() override {
    account_ =
        run_task(accounts_.sign_up({.email = "Toni@Example.org", .password = "long enough", .name = "Toni"}, "::1"))
            ->id.text();
    const std::string token = run_task(sessions_.open(account_, "test"))->token;
    session_ = "KEY#SESSION#" + sha256_hex(token);
    ASSERT_TRUE(run_task(feeds_.renew(account_, token)).has_value());
  }

  std::vector<std::string> problems(std::int64_t seconds_later = 0) {
    const std::int64_t now = kNow / 1000 + seconds_later;
    std::vector<std::string> found = run_task(verify_found(store_, account_, now)).value();
    for (const store::Item& item : store_.all_items()) {
      if (!item.key.pk.starts_with("KEY#")) continue;
      auto problem = run_task(verify_key(store_, item, now)).value();
      if (!problem.empty()) found.push_back(std::move(problem));
    }
    return found;
  }
  void commit(store::Write write) {
    std::vector<store::Write> writes;
    writes.push_back(std::move(write));
    ASSERT_TRUE(run_task(store_.commit(std::move(writes))).has_value());
  }
  void remove(const std::string& pk, const std::string& sk) {
    ASSERT_TRUE(run_task(store_.get({.pk = pk, .sk = sk}))->has_value()) << pk << " " << sk;
    commit(store::Delete{{.pk = pk, .sk = sk}, store::Any{}});
  }

  static constexpr std::int64_t kNow = 1'795'000'000'000;
  WorkerPool hashing_{{.name = "password checks", .threads = 1, .queue_limit = 1}};
  store::MemoryStore store_;
  accounts::Clock clock_ = [] { return Timestamp::from_unix_ms(kNow); };
  accounts::Sessions sessions_{store_, clock_};
  accounts::Accounts accounts_{store_, sessions_, hashing_, clock_};
  accounts::CalendarFeeds feeds_{store_, clock_};
  std::string account_;
  std::string session_;  // The partition that finds it.
};

TEST_F(VerifyKeysTest, FindsNothingWrong) {
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(VerifyKeysTest, FindsASessionThatNobodyLists) {
  remove("ACCOUNT#" + account_, "SESSION#" + session_.substr(std::string_view("KEY#SESSION#").size()));
  EXPECT_THAT(problems(), ElementsAre(session_ + " points to nothing"));
  constexpr std::int64_t kYear = 366 * 86400;
  EXPECT_THAT(problems(kYear), IsEmpty()) << "what has expired is removed on each side when there is time";
}

TEST_F(VerifyKeysTest, FindsAListedSessionThatNothingFinds) {
  remove(session_, "SESSION");
  EXPECT_THAT(problems(), ElementsAre("SESSION#" + session_.substr(std::string_view("KEY#SESSION#").size()) +
                                      " is not found by " + session_));
}

TEST_F(VerifyKeysTest, FindsAnEmailOfNobody) {
  commit(store::Put{{.key = {.pk = "KEY#EMAIL#eve@example.org", .sk = "EMAIL"}, .version = 1, .body = account_},
                    store::Absent{}});
  EXPECT_THAT(problems(), ElementsAre("KEY#EMAIL#eve@example.org points to nothing"));
}

TEST_F(VerifyKeysTest, FindsAnAccountThatItsEmailDoesNotFind) {
  remove("KEY#EMAIL#toni@example.org", "EMAIL");
  EXPECT_THAT(problems(), ElementsAre("ACCOUNT is not found by KEY#EMAIL#toni@example.org"));
}

TEST_F(VerifyKeysTest, FindsACalendarThatHasNoOwner) {
  remove("ACCOUNT#" + account_, "CALENDAR");
  ASSERT_EQ(problems().size(), 1U);
  EXPECT_THAT(problems()[0], ::testing::MatchesRegex("KEY#CALENDAR#.* points to nothing"));
}

TEST_F(VerifyKeysTest, FindsAnItemOfNoKnownKind) {
  commit(store::Put{{.key = {.pk = "KEY#FORGOTTEN#1", .sk = "X"}, .version = 1}, store::Absent{}});
  EXPECT_THAT(problems(), ElementsAre("KEY#FORGOTTEN#1 is of no known kind"));
}

}  // namespace
}  // namespace doggy::audit
