#include "registry/log/dog_log_history.h"

#include <filesystem>

#include "platform/id/uuid.h"
#include "registry/store/memory/memory_store.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::log {
namespace {

namespace fs = std::filesystem;

struct StoreInFolder {
  StoreInFolder() : store(store::SqliteStore::open(folder).value()) {}
  ~StoreInFolder() {
    store.reset();
    fs::remove_all(folder);
  }
  StoreInFolder(const StoreInFolder&) = delete;
  StoreInFolder& operator=(const StoreInFolder&) = delete;

  const fs::path folder = fs::temp_directory_path() / ("dog-log-test-" + Uuid::v7().text());
  std::unique_ptr<store::SqliteStore> store;
};

INSTANTIATE_TEST_SUITE_P(Memory, DogLogHistory, ::testing::Values(ReplicasMaker([] {
                           const auto store = std::make_shared<store::MemoryStore>();
                           return Replicas{.one = store, .other = store};
                         })));

INSTANTIATE_TEST_SUITE_P(Sqlite, DogLogHistory, ::testing::Values(ReplicasMaker([] {
                           const auto both = std::make_shared<StoreInFolder>();
                           const std::shared_ptr<store::Store> store(both, both->store.get());
                           return Replicas{.one = store, .other = store};
                         })));

}  // namespace
}  // namespace doggy::log
