#include "platform/http/egress.h"

#include <gtest/gtest.h>

#include <utility>

namespace doggy::http {
namespace {

constexpr Egress kStrict{};
constexpr Egress kWithLoopback{.loopback = true};

std::string rule_of(std::string_view url, Egress egress = kStrict) {
  const Result<void> checked = check_egress(url, egress, "url");
  if (checked) return "";
  EXPECT_EQ(checked.error().code, Code::kInvalid);
  EXPECT_EQ(checked.error().fields.at(0).field, "url");
  return checked.error().fields.at(0).rule;
}

bool connects(const char* address, std::uint16_t port = 443, bool encrypted = true, Egress egress = kStrict) {
  return may_connect(boost::asio::ip::make_address(address), port, encrypted, egress);
}

TEST(IsPublic, OnlyWhatIsGloballyReachable) {
  for (const char* address : {"1.1.1.1", "9.255.255.255", "11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.0",
                              "172.15.255.255", "172.32.0.0", "192.167.255.255", "198.20.0.0", "223.255.255.255",
                              "2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "2003::1"})
    EXPECT_TRUE(is_public(boost::asio::ip::make_address(address))) << address;
  for (const char* address :
       {"0.0.0.0",         "0.1.2.3",       "10.0.0.1",       "100.64.0.1",     "127.0.0.1",   "127.255.255.254",
        "169.254.169.254", "169.254.170.2", "172.16.0.1",     "172.31.255.255", "192.0.0.8",   "192.0.2.1",
        "192.88.99.1",     "192.168.1.1",   "198.18.0.1",     "198.51.100.7",   "203.0.113.9", "224.0.0.1",
        "239.255.255.255", "240.0.0.1",     "255.255.255.255"})
    EXPECT_FALSE(is_public(boost::asio::ip::make_address(address))) << address;
  for (const char* address : {"::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:93.184.216.34", "64:ff9b::a00:1",
                              "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1",
                              "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1"})
    EXPECT_FALSE(is_public(boost::asio::ip::make_address(address))) << address;
}

TEST(MayConnect, ByHttpsToThePortsOfTheWeb) {
  EXPECT_TRUE(connects("93.184.216.34"));
  EXPECT_TRUE(connects("93.184.216.34", 8443));
  EXPECT_FALSE(connects("93.184.216.34", 443, false));
  EXPECT_FALSE(connects("93.184.216.34", 22));
  EXPECT_FALSE(connects("127.0.0.1"));
  EXPECT_FALSE(connects("::ffff:127.0.0.1", 443, true, kWithLoopback));
}

TEST(MayConnect, ToThisMachineWhenItIsAllowed) {
  EXPECT_TRUE(connects("127.0.0.1", 12345, false, kWithLoopback));
  EXPECT_TRUE(connects("::1", 12345, true, kWithLoopback));
  EXPECT_FALSE(connects("10.0.0.1", 12345, false, kWithLoopback));
  EXPECT_FALSE(connects("93.184.216.34", 443, false, kWithLoopback));
}

TEST(CheckEgress, TakesPublicHttps) {
  for (const char* url : {"https://example.org", "https://example.org/hook?team=balu", "HTTPS://Example.ORG:8443/a",
                          "https://93.184.216.34/", "https://notlocalhost/", "https://[2606:4700:4700::1111]/"})
    EXPECT_EQ(rule_of(url), "") << url;
}

TEST(CheckEgress, NamesWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"http://example.org/", "scheme"},
      {"ftp://example.org/", "scheme"},
      {"gopher://example.org:443/", "scheme"},
      {"file:///etc/passwd", "format"},
      {"javascript:alert(1)", "format"},
      {"https://", "format"},
      {"", "format"},
      {"https://user@example.org/", "format"},
      {"https://user:password@example.org/", "format"},
      {"https://example.org/#part", "format"},
      {"https://example.org/a b", "format"},
      {"https://example.org/\r\nHost: other", "format"},
      {"https://ex\xc3\xa4mple.org/", "format"},
      {"https://example.org:22/", "port"},
      {"https://example.org:99999/", "format"},
      {"https://localhost/", "address"},
      {"https://LOCALHOST/", "address"},
      {"https://a.localhost/", "address"},
      {"https://localhost./", "address"},
      {"https://127.0.0.1/", "address"},
      {"https://127.1/", "address"},
      {"https://0x7f000001/", "address"},
      {"https://2130706433/", "address"},
      {"https://0177.0.0.1/", "address"},
      {"https://169.254.169.254/latest/meta-data/", "address"},
      {"https://[::1]/", "address"},
      {"https://[::ffff:169.254.169.254]/", "address"},
      {"https://[fd00:ec2::254]/", "address"},
      {"https://[fe80::1%25eth0]/", "address"},
  };
  for (const auto& [url, rule] : cases) EXPECT_EQ(rule_of(url), rule) << url;
  EXPECT_EQ(rule_of("https://example.org/" + std::string(2000, 'a')), "maxLength");
}

// Each is read as an address by inet_aton(), browsers or some other client; which one, they do not agree on.
TEST(CheckEgress, TakesNoAddressThatIsWrittenInAnyOtherWayThanThePlainOne) {
  for (const std::string host : {"00000127.0.0.1", "0127.0.0.1",  "127.0.0.01",     "127.0.0.1.",  "0x7f.0.0.1",
                                 "0X7F.1",         "127.0.0.0x1", "127.0.1",        "1",           "017700000001",
                                 "0x7f000001.",    "127.0.0.1..", "093.184.216.34", "93.184.8738", "93.184.216.34.",
                                 "1.2.3.4.5",      "999.1.1.1",   "example.0x",     "example.1",   "%31%32%37.0.0.1",
                                 "127%2e0.0.1"}) {
    const std::string rule = rule_of("https://" + host + "/hook");
    EXPECT_TRUE(rule == "address" || rule == "format") << host << ": " << rule;
    EXPECT_NE(rule_of("https://" + host, kWithLoopback), "") << host;
    EXPECT_NE(rule_of("https://" + host + ":8443?a=b"), "") << host;
  }
  for (const std::string host : {"93.184.216.34", "example.org", "example.org.", "1.example.org", "0x7f.example.org",
                                 "example.x1", "a-b_c.example"})
    EXPECT_EQ(rule_of("https://" + host + "/hook"), "") << host;
}

TEST(CheckEgress, AllowsThisMachineWhereItIsSet) {
  EXPECT_EQ(rule_of("http://127.0.0.1:9000/hook", kWithLoopback), "");
  EXPECT_EQ(rule_of("http://localhost:9000/hook", kWithLoopback), "");
  EXPECT_EQ(rule_of("http://[::1]:9000/hook", kWithLoopback), "");
  EXPECT_EQ(rule_of("http://192.168.1.1/", kWithLoopback), "scheme");
  EXPECT_EQ(rule_of("https://192.168.1.1/", kWithLoopback), "address");
  EXPECT_EQ(rule_of("http://user@127.0.0.1:9000/hook", kWithLoopback), "format");
}

}  // namespace
}  // namespace doggy::http
