#include "registry/audit/changes.h"

#include <gtest/gtest.h>

#include "registry/records/records.h"
#include "registry/testing/torn_world.h"

namespace doggy::audit {
namespace {

using boost::json::array;
using testing::kOwner;
using testing::kTrainer;

class ChangesTest : public testing::World {
 protected:
  // How many entries of the record somebody is told of.
  std::size_t told(const std::string& who) {
    const auto page = run_task(list_changes(store, dog_, *grant(dog_, who), 100, ""));
    EXPECT_TRUE(page.has_value());
    return static_cast<std::size_t>(std::ranges::count(page->items, std::optional(id_), &ChangeEntry::record_id));
  }

  const std::string dog_ = make_dog(kTrainer);
  const std::string id_ = Uuid::v7().text();
  records::Records records_{store, log, circle, clock};
};

// It is to be as if it had never been there: no trace says that something was hidden.
TEST_F(ChangesTest, TellNothingOfARecordThatIsHiddenNow) {
  join(dog_, kTrainer, kOwner, circle::Role::kOwner);
  const boost::json::object note{
      {"type", "note"}, {"occurredAt", "2026-11-23T09:00:00Z"}, {"text", "calm"}, {"audience", array{"owner"}}};
  ASSERT_TRUE(run_task(records_.put(dog_, id_, actor(dog_, kTrainer), note, {})).has_value());
  EXPECT_EQ(told(kOwner), 1U);
  const auto narrowed =
      run_task(records_.patch(dog_, id_, actor(dog_, kTrainer), {{"audience", array{"trainer"}}}, {}));
  ASSERT_TRUE(narrowed.has_value());
  EXPECT_EQ(told(kOwner), 0U);
  EXPECT_EQ(told(kTrainer), 2U);
}

TEST_F(ChangesTest, ComeNewestFirstOverManyPages) {
  constexpr std::uint64_t kNotes = 250;
  const boost::json::object note{{"type", "note"}, {"occurredAt", "2026-11-23T09:00:00Z"}, {"text", "calm"}};
  for (std::uint64_t i = 0; i < kNotes; ++i)
    ASSERT_TRUE(run_task(records_.put(dog_, Uuid::v7().text(), actor(dog_, kTrainer), note, {})).has_value());
  std::vector<std::uint64_t> seqs;
  std::string cursor;
  do {
    const auto page = run_task(list_changes(store, dog_, *grant(dog_, kTrainer), 70, cursor));
    ASSERT_TRUE(page.has_value());
    for (const ChangeEntry& entry : page->items) seqs.push_back(entry.seq);
    cursor = page->next;
  } while (!cursor.empty());
  std::vector<std::uint64_t> expected;
  for (std::uint64_t seq = kNotes + 1; seq > 0; --seq) expected.push_back(seq);
  EXPECT_EQ(seqs, expected);
}

class TornChangesTest : public testing::TornWorld {
 protected:
  std::vector<std::uint64_t> seqs() {
    const auto page = run_task(list_changes(torn, dog_, *grant(dog_, kTrainer), 100, ""));
    EXPECT_TRUE(page.has_value());
    std::vector<std::uint64_t> found;
    for (const ChangeEntry& entry : page->items) found.push_back(entry.seq);
    return found;
  }

  const std::string dog_ = make_dog(kTrainer);
};

TEST_F(TornChangesTest, ListWhatIsVisible) {
  put_note(dog_, Uuid::v7().text(), "one");
  put_note(dog_, Uuid::v7().text(), "two");
  tear("LOG#");
  EXPECT_EQ(seqs(), (std::vector<std::uint64_t>{2, 1}));
  mend();
  EXPECT_EQ(seqs(), (std::vector<std::uint64_t>{3, 2, 1}));
}

}  // namespace
}  // namespace doggy::audit
