#include "platform/http/peers.h"

#include <gtest/gtest.h>

namespace doggy::http {
namespace {

TEST(PeerOf, IsAnAddressOrTheNetworkOfOne) {
  EXPECT_EQ(peer_of("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(peer_of("::ffff:203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(peer_of("2001:db8:1:2::3"), peer_of("2001:db8:1:2:ffff::4"));
  EXPECT_NE(peer_of("2001:db8:1:2::3"), peer_of("2001:db8:1:3::3"));
  EXPECT_EQ(peer_of("nobody"), "");
}

TEST(IsLoopback, KnowsThisMachineInBothFamilies) {
  for (const char* address : {"127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(is_loopback(address)) << address;
  for (const char* address : {"203.0.113.7", "2001:db8::1", "nobody", ""})
    EXPECT_FALSE(is_loopback(address)) << address;
}

TEST(PeerCounts, CountsEachPeerByItself) {
  PeerCounts counts;
  EXPECT_EQ(counts.add("a", 3, 5), 3U);
  EXPECT_EQ(counts.add("a", 3, 5), std::nullopt);
  EXPECT_EQ(counts.add("a", 2, 5), 5U);
  EXPECT_EQ(counts.add("b", 5, 5), 5U);
  counts.remove("a", 4);
  EXPECT_EQ(counts.add("a", 4, 5), 5U);
  counts.remove("b", 5);
  EXPECT_EQ(counts.add("b", 5, 5), 5U);
}

}  // namespace
}  // namespace doggy::http
