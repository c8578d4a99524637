#include "registry/store/memory/memory_store.h"

#include "registry/store/scan_contract.h"
#include "registry/store/store_contract.h"

namespace doggy::store {

INSTANTIATE_TEST_SUITE_P(Memory, StoreContract,
                         ::testing::Values(StoreMaker([] { return std::make_shared<MemoryStore>(); })));

INSTANTIATE_TEST_SUITE_P(Memory, ScanContract, ::testing::Values(ScanMaker([] {
                           const auto store = std::make_shared<MemoryStore>();
                           return Scanned{.store = store, .scan = store};
                         })));

}  // namespace doggy::store
