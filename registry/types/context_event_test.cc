#include "registry/types/context_event.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(ContextEvent, KeepsWhatHappened) {
  EXPECT_EQ(canonical("context-event", R"({"kind":"move","description":"New flat"})"),
            R"({"kind":"move","description":"New flat"})");
  EXPECT_EQ(canonical("context-event", R"({"kind":"party"})"), "kind enum; description required");
}

}  // namespace
}  // namespace doggy::types
