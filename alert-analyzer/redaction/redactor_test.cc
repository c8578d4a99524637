#include "alert-analyzer/redaction/redactor.h"

#include <gmock/gmock.h>

#include "alert-analyzer/redaction/rules.h"

namespace doggy::analyzer {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string hidden(std::string_view text) {
  static const Redactor redactor;
  return redactor.redact(text);
}

TEST(Redactor, HidesTheSecretAndKeepsTheRest) {
  struct Case {
    std::string text;
    std::string expected;
  };
  for (const Case& one : {
           Case{"login failed for olga@example.org from 10.0.0.7", "login failed for [EMAIL-1] from 10.0.0.7"},
           Case{"key=AKIAIOSFODNN7EXAMPLE used", "key=[AWS-KEY-1] used"},
           Case{"Authorization: Bearer abc.def-123", "Authorization: Bearer [AUTHORIZATION-1]"},
           Case{"sent with bearer 9f8e7d6c5b", "sent with bearer [AUTHORIZATION-1]"},
           Case{"postgres://app:s3cr3t@db:5432/app", "postgres://app:[PASSWORD-1]@db:5432/app"},
           Case{"amqp://u:p@ss@host/v", "amqp://u:[PASSWORD-1]@host/v"},
           Case{R"({"password":"open sesame","user":"olga"})", R"({"password":"[PASSWORD-1]","user":"olga"})"},
           Case{R"(body={\"apiKey\":\"abc123def\"})", R"(body={\"apiKey\":\"[TOKEN-1]\"})"},
           Case{"DB_PASSWORD=123456 next=1", "DB_PASSWORD=[PASSWORD-1] next=1"},
           Case{"Cookie: sid=abc; theme=dark", "Cookie: [COOKIE-1]"},
           Case{"paid with 4111 1111 1111 1111 today", "paid with [CARD-1] today"},
           Case{"call +49 171 1234567 now", "call [PHONE-1] now"},
       }) {
    EXPECT_EQ(hidden(one.text), one.expected);
  }
}

// What an on-call person needs is not hidden.
TEST(Redactor, KeepsWhatIsNoSecret) {
  for (const char* text : {
           "request 550e8400-e29b-41d4-a716-446655440000 failed",
           "dog 01890a5d-ac96-774b-bcce-b302099a8057 has seq 4711",
           "commit 9fceb02d0ae598e95dc970b74767f19372d61af8 deployed",
           "2026-11-25T03:25:11.123456789+01:00 level=error msg=\"disk full\"",
           "10.0.0.7:8080 -> 192.168.100.200:443 timeout after 30000 ms",
           "max_tokens=4096 tokens: 128 token_count=12",
           "token expired",
           "password: invalid",
           "authentication token is missing",
           "Basic authentication failed",
           "error at /usr/lib/x86_64-linux-gnu/libfoo.so.1.2.3 line 42",
           "https://grafana.example.org:3000/d/abc/def?orgId=1&from=1764040000000&to=1764043600000",
           "order 1234567890123 shipped",
           "duration 1764040000123456789 ns",
           "std::vector<doggy::store::sqlite::StatementCache, std::allocator<Foo9>>::reserve",
           "registry_http_requests_total{method=\"GET\",route=\"/v1/dogs/{dogId}\"} 1027",
       })
    EXPECT_EQ(hidden(text), text);
}

TEST(Redactor, TheSameSecretHasTheSamePlaceholder) {
  const Redactor redactor;
  Vault vault;
  EXPECT_EQ(redactor.redact("from a@b.org to c@d.org and a@b.org", vault), "from [EMAIL-1] to [EMAIL-2] and [EMAIL-1]");
  EXPECT_EQ(redactor.redact("again c@d.org", vault), "again [EMAIL-2]");
}

TEST(Redactor, ShowsAgainOnlyWhatMayBeShown) {
  const Redactor redactor;
  Vault vault;
  const std::string text = redactor.redact("a@b.org password=hunter2 [EMAIL-7] [x", vault);
  EXPECT_EQ(vault.restore(text, {SecretKind::kEmail}), "a@b.org password=[PASSWORD-1] [EMAIL-7] [x");
  EXPECT_EQ(vault.restore(text, {}), text);
}

TEST(Redactor, KeepsTheLinesOfASecretOverSeveral) {
  const std::string key =
      "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAsomething\nmore\n-----END RSA PRIVATE KEY-----";
  EXPECT_EQ(hidden("before\n" + key + "\nafter"),
            "before\n[PRIVATE-KEY-1]\n[PRIVATE-KEY-1]\n[PRIVATE-KEY-1]\n[PRIVATE-KEY-1]\nafter");
  // The end is not among the lines.
  EXPECT_EQ(hidden("-----BEGIN PRIVATE KEY-----\nMIIE"), "[PRIVATE-KEY-1]\n[PRIVATE-KEY-1]");
}

TEST(Redactor, TwiceChangesNothingMore) {
  const std::string once =
      hidden("token=abcdef123456 Cookie: a=b; Authorization: Basic dXNlcjpwYXNz x@y.org password=z");
  EXPECT_EQ(hidden(once), once);
}

TEST(Redactor, MakesUtf8OfAnyBytes) {
  EXPECT_EQ(hidden("a\xff\xfe b@c.org"), "a\uFFFD\uFFFD [EMAIL-1]");
}

TEST(Redactor, CardsPassLuhn) {
  EXPECT_TRUE(passes_luhn("4111-1111-1111-1111"));
  EXPECT_FALSE(passes_luhn("4111-1111-1111-1112"));
  EXPECT_THAT(hidden("4111 1111 1111 1112"), Not(HasSubstr("CARD")));
}

// Inputs that make backtracking matchers take forever end here like any other.
TEST(Redactor, TakesHostileText) {
  constexpr std::size_t kBytes = 200'000;
  std::string nested;
  for (std::size_t i = 0; i < kBytes / 10; ++i) nested += "password=\\\"";
  for (const std::string& text :
       {std::string(kBytes, 'a'), std::string(kBytes, '@'), std::string(kBytes, '1'), std::string(kBytes, '-'), nested,
        std::string(kBytes, 'A') + "@", "-----BEGIN PRIVATE KEY-----" + std::string(kBytes, 'x')})
    EXPECT_FALSE(hidden(text).empty());
}

}  // namespace
}  // namespace doggy::analyzer
