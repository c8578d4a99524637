#include "platform/program/address.h"

#include <gtest/gtest.h>

namespace doggy::program {
namespace {

TEST(Address, ReadsHostAndPort) {
  EXPECT_EQ(parse_address("127.0.0.1:8080", "listen")->host, "127.0.0.1");
  EXPECT_EQ(parse_address("[::1]:9", "listen")->host, "::1");
  EXPECT_EQ(parse_address("[::1]:9", "listen")->port, 9);
  for (const char* text : {"", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", ":80", "host:80x"}) {
    const auto wrong = parse_address(text, "listen");
    ASSERT_FALSE(wrong) << text;
    EXPECT_EQ(wrong.error().fields.at(0).field, "listen");
  }
}

TEST(Address, IsWrittenAsAUrl) {
  EXPECT_EQ(url_of({.host = "127.0.0.1", .port = 80}), "http://127.0.0.1:80");
  EXPECT_EQ(url_of({.host = "::1", .port = 80}), "http://[::1]:80");
}

TEST(Address, KnowsWhatOnlyThisMachineReaches) {
  for (const char* host : {"127.0.0.1", "127.1.2.3", "::1", "localhost"}) EXPECT_TRUE(is_loopback({.host = host}));
  for (const char* host : {"0.0.0.0", "::", "10.0.0.1", "example.org", "127.0.0.1.example.org"})
    EXPECT_FALSE(is_loopback({.host = host}));
}

}  // namespace
}  // namespace doggy::program
