#include "registry/accounts/network.h"

#include <gtest/gtest.h>

namespace doggy::accounts {
namespace {

TEST(NetworkTest, CutsIpv6WhereACustomerBegins) {
  EXPECT_EQ(network_of("2001:db8:1:2:aaaa:bbbb:cccc:dddd"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("2001:db8:1:2::1"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("2001:db8:1:3::1"), "2001:db8:1:3::/64");
  EXPECT_EQ(network_of("fe80::1%1"), network_of("fe80::2%2"));
}

TEST(NetworkTest, TakesIpv4AsItIsHoweverItIsWritten) {
  EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("::ffff:c000:207"), "192.0.2.7");
  EXPECT_NE(network_of("192.0.2.7"), network_of("192.0.2.8"));
}

TEST(NetworkTest, LeavesWhatIsNoAddress) {
  EXPECT_EQ(network_of("unknown"), "unknown");
  EXPECT_EQ(network_of(""), "");
}

}  // namespace
}  // namespace doggy::accounts
