#include "registry/store/pages.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <string>
#include <vector>

#include "platform/async/run_task.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::store {
namespace {

class PagesTest : public ::testing::Test {
 protected:
  void fill(int count, std::size_t bytes) {
    for (int i = 0; i < count; ++i) {
      const std::string name = fmt::format("{:04}", i);
      Item item{.key = {.pk = "P", .sk = name}, .version = 1, .body = std::string(bytes, 'x')};
      item.time = "t" + name;
      item.kind = "k" + name;
      std::vector<Write> writes;
      writes.emplace_back(Put{.item = std::move(item), .condition = Absent{}});
      ASSERT_TRUE(run_task(store_.commit(std::move(writes))));
    }
  }
  // The sizes of the pages.
  std::vector<std::size_t> pages_of(Query query) {
    std::vector<std::size_t> sizes;
    auto note = [&sizes](const std::vector<Item>& items) { sizes.push_back(items.size()); };
    EXPECT_TRUE(run_task(for_each_page(store_, std::move(query), note)));
    return sizes;
  }

  MemoryStore store_;
};

TEST_F(PagesTest, ReadsEveryItemOnceInEachIndexAndDirection) {
  fill(25, 10);
  for (const Index index : {Index::kPrimary, Index::kTime, Index::kKind}) {
    for (const bool backward : {false, true}) {
      std::vector<std::string> seen;
      Query query{.pk = "P", .index = index, .limit = 10};
      query.backward = backward;
      auto note = [&seen](const std::vector<Item>& items) {
        for (const Item& item : items) seen.push_back(item.key.sk);
      };
      ASSERT_TRUE(run_task(for_each_page(store_, std::move(query), note)));
      ASSERT_EQ(seen.size(), 25u);
      EXPECT_EQ(seen.front(), backward ? "0024" : "0000");
      EXPECT_EQ(seen.back(), backward ? "0000" : "0024");
    }
  }
}

TEST_F(PagesTest, ReadsFewerAtOnceWhereItemsAreLarge) {
  fill(130, 200'000);
  const std::vector<std::size_t> sizes = pages_of({.pk = "P", .limit = 500});
  EXPECT_EQ(sizes.front(), PageSize::kFirst);
  for (std::size_t i = 1; i < sizes.size(); ++i) EXPECT_LE(sizes[i], 5u);
}

TEST_F(PagesTest, ReadsMoreAtOnceWhereItemsAreSmall) {
  fill(450, 10);
  EXPECT_EQ(pages_of({.pk = "P", .limit = 200}), (std::vector<std::size_t>{16, 64, 200, 170}));
}

Task<void> read_all(Store& store, std::vector<std::string>& story) {
  auto note = [&story](const std::vector<Item>&) { story.emplace_back("page"); };
  auto done = co_await for_each_page(store, {.pk = "P", .limit = 10}, note);
  story.emplace_back(done ? "end" : "error");
}
Task<void> read_one(Store& store, std::vector<std::string>& story) {
  auto item = co_await store.get({.pk = "P", .sk = "0000"});
  story.emplace_back(item ? "other" : "error");
}

// Nothing else on the loop waits for the end of a long read.
TEST_F(PagesTest, LetsOthersReadBetweenPages) {
  fill(35, 10);
  boost::asio::io_context loop(1);
  std::vector<std::string> story;
  boost::asio::co_spawn(loop, read_all(store_, story), boost::asio::detached);
  boost::asio::co_spawn(loop, read_one(store_, story), boost::asio::detached);
  loop.run();
  EXPECT_THAT(story, ::testing::ElementsAre("page", "other", "page", "page", "page", "end"));
}

}  // namespace
}  // namespace doggy::store
