#include "registry/log/entry.h"

#include <gtest/gtest.h>

#include "platform/id/secret.h"

namespace doggy::log {
namespace {

const std::string kEntry = R"({"seq":1,"by":{"name":"Tina"},"prev":""})";

TEST(Entry, StandsForItselfByItsHash) {
  EXPECT_EQ(entry_hash(kEntry), sha256_hex(kEntry));
  EXPECT_FALSE(hash_before_erasure(kEntry).has_value());
}

TEST(Entry, KeepsItsHashWhenSomethingIsErased) {
  const std::string erased = erased_entry(R"({"seq":1,"by":{"name":"x"},"prev":""})", entry_hash(kEntry));
  EXPECT_EQ(entry_hash(erased), sha256_hex(kEntry));
  EXPECT_EQ(hash_before_erasure(erased), sha256_hex(kEntry));
}

TEST(Entry, IsNotErasedByWhatSomebodyWrote) {
  const std::string hash(64, 'a');
  const std::string quoted = R"({"text":"x\",\"erased\":\")" + hash + R"(\"}"})";
  EXPECT_FALSE(hash_before_erasure(quoted).has_value());
  EXPECT_FALSE(hash_before_erasure(R"({"a":1,"erased":")" + std::string(64, 'Z') + "\"}").has_value());
  EXPECT_FALSE(hash_before_erasure("").has_value());
}

}  // namespace
}  // namespace doggy::log
