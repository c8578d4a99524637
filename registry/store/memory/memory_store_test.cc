#include "registry/store/memory/memory_store.h"

#include "registry/store/store_contract.h"

namespace doggy::store {

INSTANTIATE_TEST_SUITE_P(Memory, StoreContract,
                         ::testing::Values(StoreMaker([] { return std::make_shared<MemoryStore>(); })));

}  // namespace doggy::store
