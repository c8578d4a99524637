// What every implementation of Scan must do, as one suite of tests, beside store_contract.h:
//   INSTANTIATE_TEST_SUITE_P(Memory, ScanContract, ::testing::Values(ScanMaker([] {
//                              const auto store = std::make_shared<MemoryStore>();
//                              return Scanned{.store = store, .scan = store};
//                            })));
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "registry/store/scan.h"
#include "registry/store/store.h"

namespace doggy::store {

/// One store by both its faces.
struct Scanned {
  std::shared_ptr<Store> store;
  std::shared_ptr<Scan> scan;
};

/// Makes a store without items, as StoreMaker.
using ScanMaker = std::function<Scanned()>;

class ScanContract : public ::testing::TestWithParam<ScanMaker> {
 protected:
  void put(std::vector<Item> items);
  void remove(Key key);
  ScanPage page(std::string position, std::size_t limit);
  /// All pages, in the order of their keys.
  std::vector<Item> everything(std::size_t limit);

  const Scanned scanned_ = GetParam()();
};

}  // namespace doggy::store
