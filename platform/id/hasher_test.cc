#include "platform/id/hasher.h"

#include <gtest/gtest.h>

namespace doggy {
namespace {

TEST(Sha256Hasher, HashesPiecesAsTheWhole) {
  Sha256Hasher hasher;
  hasher.add("a");
  hasher.add("");
  hasher.add("bc");
  EXPECT_EQ(hasher.finish_hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hasher().finish(), sha256(""));
}

}  // namespace
}  // namespace doggy
