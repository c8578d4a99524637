#include "registry/views/rollups.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <tuple>

#include "platform/json/codec.h"
#include "registry/records/records.h"
#include "registry/testing/torn_world.h"
#include "registry/types/abc_record.h"

namespace doggy::views {
namespace {

using boost::json::array;
using boost::json::object;
using testing::kOwner;
using testing::kTrainer;

std::string id(int n) {
  return fmt::format("0192f0c0-0000-7000-8000-{:012}", n);
}

/// Something that somebody does with one of a few records.
struct Step {
  enum class Kind { kSession, kAbc, kDelete, kRestore, kRead, kLose };
  Kind kind;
  int record;
  int target;
  int day;
  bool hidden;
  std::vector<int> outcomes;
};

class RollupsTest : public testing::World {
 protected:
  void SetUp() override { begin(); }

  void begin() {
    dog_ = make_dog(kTrainer);
    join(dog_, kTrainer, kOwner, circle::Role::kOwner);
    for (int n = 900; n < 903; ++n)
      put(n, {{"type", "target"}, {"occurredAt", "2026-01-01T10:00:00Z"}, {"name", "t"}, {"steps", {object{}}}});
  }

  void put(int n, object body) {
    std::ignore = run_task(records_.put(dog_, id(n), actor(dog_, kTrainer), std::move(body), {}));
  }

  static object session(const Step& step) {
    static constexpr std::array kOutcomes{"correct", "incorrect", "no-response", "void"};
    array trials;
    for (const int outcome : step.outcomes)
      trials.push_back(object{{"outcome", kOutcomes[static_cast<std::size_t>(outcome)]}});
    array blocks{object{{"targetId", id(900 + step.target)}, {"step", 0}, {"trials", trials}}};
    // Two blocks of the same target, or of two.
    blocks.push_back(object{{"targetId", id(900 + step.record % 3)}, {"step", 1}, {"trials", trials}});
    return {{"type", "session"},
            {"occurredAt", fmt::format("2026-02-{:02}T10:00:00Z", step.day)},
            {"audience", step.hidden ? array{} : array{"owner"}},
            {"blocks", std::move(blocks)}};
  }
  static object abc(const Step& step) {
    return {{"type", "abc-record"},
            {"occurredAt", fmt::format("2026-02-{:02}T10:00:00Z", step.day)},
            {"audience", step.hidden ? array{} : array{"owner"}},
            {"antecedent", fmt::format("a{}", step.target)},
            {"behavior", "b"},
            {"consequence", "c"}};
  }

  template <class T, class Use>
  void each_visible(const std::string& reader, std::string type, Use use) {
    std::string cursor;
    do {
      auto page = *run_task(records_.timeline(dog_, *grant(dog_, reader), {.types = {type}}, 200, cursor));
      for (const std::string& item : page.items) {
        const auto opened = *records::open_record(item);
        use(opened.common, *codec::decode<T>(opened.fields, codec::Source::kStored));
      }
      cursor = page.next;
    } while (!cursor.empty());
  }

  // What progress/ makes of the records as they are read one by one.
  std::string directly(const std::string& reader) {
    std::string text;
    std::vector<progress::HeldSession> sessions;
    each_visible<types::Session>(reader, "session", [&](const records::Common& common, types::Session one) {
      sessions.push_back({.id = common.id, .at = common.occurred_at, .session = std::move(one)});
    });
    for (int target = 0; target < 3; ++target)
      for (const auto& point :
           progress::success_rate({.id = *Uuid::parse(id(900 + target)), .name = {}}, sessions).points)
        text += codec::encode_text(point);
    std::map<std::pair<std::int64_t, Uuid>, std::string> facts;
    each_visible<types::AbcRecord>(reader, "abc-record",
                                   [&](const records::Common& common, const types::AbcRecord& one) {
                                     facts[{common.occurred_at.unix_ms(), common.id}] = one.antecedent;
                                   });
    for (const auto& [order, antecedent] : facts) text += antecedent;
    return text;
  }

  std::string by_rollup(Rollups& rollups, const std::string& reader) {
    std::string text;
    for (int target = 0; target < 3; ++target)
      for (const auto& point :
           *run_task(rollups.success_points(dog_, *grant(dog_, reader), *Uuid::parse(id(900 + target)), {})))
        text += codec::encode_text(point);
    for (const auto& fact : *run_task(rollups.abc_facts(dog_, *grant(dog_, reader), {}))) text += fact.antecedent;
    return text;
  }

  void run(const Step& step) {
    switch (step.kind) {
      case Step::Kind::kSession:
        return put(step.record, session(step));
      case Step::Kind::kAbc:
        return put(100 + step.record, abc(step));
      case Step::Kind::kDelete:
        for (const int n : {step.record, 100 + step.record})
          std::ignore = run_task(records_.remove(dog_, id(n), actor(dog_, kTrainer), {}));
        return;
      case Step::Kind::kRestore:
        for (const int n : {step.record, 100 + step.record})
          std::ignore = run_task(records_.patch(dog_, id(n), actor(dog_, kTrainer), {{"deleted", false}}, {}));
        return;
      case Step::Kind::kRead:
      case Step::Kind::kLose:
        return;
    }
  }

  Task<void> read_record(std::vector<std::string>& ended) {
    auto record = co_await records_.get(dog_, id(1), *grant(dog_, kTrainer));
    EXPECT_TRUE(record.has_value());
    ended.emplace_back("record");
  }

  std::string dog_;
  records::Records records_{store, log, circle, clock};
};

rc::Gen<Step> any_step() {
  using rc::gen::inRange;
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, rc::gen::map(inRange(0, 12),
                                             [](int n) {
                                               // Writes are half of all.
                                               return n < 6 ? Step::Kind{n % 2} : Step::Kind{n % 6};
                                             })),
      rc::gen::set(&Step::record, inRange(0, 6)), rc::gen::set(&Step::target, inRange(0, 3)),
      rc::gen::set(&Step::day, inRange(1, 28)), rc::gen::set(&Step::hidden, rc::gen::arbitrary<bool>()),
      rc::gen::set(&Step::outcomes, rc::gen::container<std::vector<int>>(inRange(0, 4))));
}

// Random histories with edits, deletions, restorations and changes of audience.
TEST_F(RollupsTest, EqualTheDirectComputation) {
  const bool holds = rc::check("rollups equal the direct computation", [this] {
    begin();
    auto rollups = std::make_unique<Rollups>(store, log);
    for (const Step& step : *rc::gen::container<std::vector<Step>>(any_step())) {
      run(step);
      if (step.kind == Step::Kind::kLose) rollups = std::make_unique<Rollups>(store, log);
      if (step.kind != Step::Kind::kRead) continue;
      for (const std::string& reader : {kTrainer, kOwner}) RC_ASSERT(by_rollup(*rollups, reader) == directly(reader));
    }
    for (const std::string& reader : {kTrainer, kOwner}) RC_ASSERT(by_rollup(*rollups, reader) == directly(reader));
  });
  EXPECT_TRUE(holds);
}

// A view of a long history is made page by page; whoever asks for one record on the same loop goes first.
TEST_F(RollupsTest, LetOthersOfTheLoopGoFirst) {
  for (int n = 0; n < 130; ++n)
    put(n, abc({.kind = {}, .record = n, .target = 0, .day = 1, .hidden = false, .outcomes = {}}));
  Rollups rollups(store, log);
  boost::asio::io_context loop(1);
  std::vector<std::string> ended;
  std::size_t facts = 0;
  const auto viewer = *grant(dog_, kTrainer);
  boost::asio::co_spawn(loop, rollups.abc_facts(dog_, viewer, {}), [&](const std::exception_ptr&, const auto& found) {
    ended.emplace_back("chart");
    facts = found->size();
  });
  boost::asio::co_spawn(loop, read_record(ended), boost::asio::detached);
  loop.run();
  EXPECT_EQ(ended, (std::vector<std::string>{"record", "chart"}));
  EXPECT_EQ(facts, 130U);
}

TEST_F(RollupsTest, KeepToTheSpan) {
  for (const int day : {1, 2, 3})
    put(day, session({.kind = {}, .record = 0, .target = 0, .day = day, .hidden = false, .outcomes = {0}}));
  Rollups rollups(store, log);
  const Span span{.from = Timestamp::parse("2026-02-02T00:00:00Z")->unix_ms(),
                  .to = Timestamp::parse("2026-02-03T10:00:00Z")->unix_ms()};
  const auto points = *run_task(rollups.success_points(dog_, *grant(dog_, kTrainer), *Uuid::parse(id(900)), span));
  ASSERT_EQ(points.size(), 1u);
  EXPECT_EQ(points[0].session_id.text(), id(2));
}

TEST_F(RollupsTest, AreMadeAnewWhenTooManyDogsWereRead) {
  const std::string first = dog_;
  Rollups rollups(store, log, 1);
  put(1, session({.kind = {}, .record = 0, .target = 0, .day = 1, .hidden = false, .outcomes = {0, 1}}));
  const std::string before = by_rollup(rollups, kTrainer);
  EXPECT_FALSE(before.empty());
  begin();
  EXPECT_TRUE(by_rollup(rollups, kTrainer).empty());
  dog_ = first;
  EXPECT_EQ(by_rollup(rollups, kTrainer), before);
}

TEST_F(RollupsTest, NoDogNoRollup) {
  Rollups rollups(store, log);
  const auto none = run_task(rollups.success_points(id(1), *grant(dog_, kTrainer), *Uuid::parse(id(900)), {}));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Code::kNotFound);
}

class TornRollupsTest : public testing::TornWorld {
 protected:
  void session(int n) {
    const object trial{{"outcome", "correct"}};
    put(dog_, id(n), kTrainer,
        {{"type", "session"},
         {"occurredAt", "2026-02-01T10:00:00Z"},
         {"blocks", array{object{{"targetId", id(900)}, {"step", 0}, {"trials", array{trial}}}}}});
  }
  std::size_t points(Rollups& rollups) {
    return run_task(rollups.success_points(dog_, *grant(dog_, kTrainer), *Uuid::parse(id(900)), {}))->size();
  }

  const std::string dog_ = make_dog(kTrainer);
};

// Whatever part of a write is visible first, to a view that is there and to one that is made just then.
TEST_F(TornRollupsTest, HaveInTheEndWhatTheySawInPart) {
  put(dog_, id(900), kTrainer,
      {{"type", "target"}, {"occurredAt", "2026-01-01T10:00:00Z"}, {"name", "t"}, {"steps", array{object{}}}});
  Rollups old(torn, torn_log);
  std::size_t count = 0;
  for (const char* part : {"LOG#", "REC#", "HEAD"}) {
    Rollups made(torn, torn_log);
    session(static_cast<int>(++count));
    tear(part);
    static_cast<void>(points(old));
    static_cast<void>(points(made));
    mend();
    EXPECT_EQ(points(old), count) << part;
    EXPECT_EQ(points(made), count) << part;
  }
}

}  // namespace
}  // namespace doggy::views
