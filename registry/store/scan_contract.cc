#include "registry/store/scan_contract.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "registry/store/store_contract.h"

namespace doggy::store {
namespace {

// In several partitions, with all fields somewhere, keys that are hard to tell apart among them.
std::vector<Item> many_items() {
  std::vector<Item> items{{.key = {.pk = "A", .sk = "BC"}, .version = 1, .body = "1"},
                          {.key = {.pk = "AB", .sk = "C"}, .version = 2, .body = "2"},
                          {.key = {.pk = "ABC", .sk = "1:A"}, .version = 3},
                          {.key = {.pk = "12:", .sk = "é"}, .version = 4, .body = std::string("\0\n", 2)},
                          {.key = {.pk = "DOG#1", .sk = "full"},
                           .version = 5,
                           .body = "{}",
                           .label = "label",
                           .time = "t",
                           .kind = "k",
                           .expires_at = 4'102'444'800}};
  for (int i = 0; i < 40; ++i)
    items.push_back({.key = {.pk = "DOG#" + std::to_string(i % 5), .sk = "REC#" + std::to_string(i)}, .version = 1});
  std::ranges::sort(items, {}, &Item::key);
  return items;
}

}  // namespace

void ScanContract::put(std::vector<Item> items) {
  for (Item& item : items)
    must(run_task(scanned_.store->commit(writes_of(Put{.item = std::move(item), .condition = Any{}}))));
}

void ScanContract::remove(Key key) {
  must(run_task(scanned_.store->commit(writes_of(Delete{.key = std::move(key), .condition = Any{}}))));
}

ScanPage ScanContract::page(std::string position, std::size_t limit) {
  return must(run_task(scanned_.scan->scan(std::move(position), limit)));
}

std::vector<Item> ScanContract::everything(std::size_t limit) {
  std::vector<Item> items;
  for (std::string position;;) {
    ScanPage found = page(std::move(position), limit);
    EXPECT_LE(found.items.size(), limit);
    std::ranges::move(found.items, std::back_inserter(items));
    position = std::move(found.next);
    if (position.empty()) break;
  }
  std::ranges::sort(items, {}, &Item::key);
  return items;
}

TEST_P(ScanContract, AnEmptyStoreHasNothing) {
  EXPECT_TRUE(everything(10).empty());
}

TEST_P(ScanContract, EveryItemComesOnceWhateverTheSizeOfAPage) {
  const std::vector<Item> items = many_items();
  put(items);
  for (const std::size_t limit : {std::size_t{1}, std::size_t{7}, items.size(), std::size_t{1000}})
    EXPECT_EQ(everything(limit), items) << limit;
}

TEST_P(ScanContract, GoesOnWhereTheItemsOfAPageHaveGone) {
  put(many_items());
  const ScanPage first = page("", 5);
  ASSERT_EQ(first.items.size(), 5U);
  for (const Item& item : first.items) remove(item.key);
  std::set<Key> seen;
  for (const Item& item : first.items) seen.insert(item.key);
  for (std::string position = first.next; !position.empty();) {
    ScanPage next = page(position, 5);
    for (const Item& item : next.items) EXPECT_TRUE(seen.insert(item.key).second) << item.key.sk;
    position = next.next;
  }
  EXPECT_EQ(seen.size(), many_items().size());
}

TEST_P(ScanContract, APositionServesAsOftenAsNeeded) {
  put(many_items());
  const std::string position = page("", 5).next;
  EXPECT_EQ(page(position, 5).items, page(position, 5).items);
}

TEST_P(ScanContract, RefusesWhatIsNoPosition) {
  put(many_items());
  for (const char* wrong : {"x", "1", "1:", ":ab", "0:ab", "9:ab", "2:ab", "-1:ab", "99999999999999999999:ab"}) {
    const auto done = run_task(scanned_.scan->scan(wrong, 5));
    ASSERT_FALSE(done.has_value()) << wrong;
    EXPECT_EQ(done.error().code, Code::kInvalid) << wrong;
  }
  EXPECT_THROW(std::ignore = run_task(scanned_.scan->scan("", 0)), std::logic_error);
  EXPECT_THROW(std::ignore = run_task(scanned_.scan->scan("", 1001)), std::logic_error);
}

}  // namespace doggy::store
