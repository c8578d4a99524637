// More than 500 planted secrets, made anew with every run of a fixed seed: each kind, in each place where logs have
// them.
#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "alert-analyzer/redaction/redactor.h"
#include "alert-analyzer/redaction/rules.h"

namespace doggy::analyzer {
namespace {

constexpr std::string_view kAlnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

class Corpus {
 public:
  std::string chars(std::string_view from, std::size_t count) {
    std::string text;
    while (text.size() < count) text += from[std::uniform_int_distribution<std::size_t>(0, from.size() - 1)(random_)];
    return text;
  }
  std::string alnum(std::size_t count) { return chars(kAlnum, count); }
  std::string digits(std::size_t count) { return chars("0123456789", count); }
  std::string base64(std::size_t count) {
    return chars("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", count);
  }
  std::string password() { return chars("abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789!#$%*+-_", 14); }

  std::string card(std::string_view prefix) {
    std::string number(prefix);
    number += digits(15 - number.size());
    for (char check = '0'; check <= '9'; ++check)
      if (passes_luhn(number + check)) return number + check;
    return number;
  }

 private:
  std::mt19937 random_{20261125};  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same corpus every time.
};

struct Planted {
  std::string line;
  std::string secret;  // No byte of this may be left.
};

std::vector<Planted> plant() {
  Corpus corpus;
  std::vector<Planted> planted;
  const auto put = [&](const std::string& before, const std::string& secret, const std::string& after) {
    planted.push_back({before + secret + after, secret});
  };
  for (int i = 0; i < 12; ++i) {
    const std::string key = "AKIA" + corpus.chars("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
    put("aws: using ", key, " in eu-central-1");
    put("AWS_SECRET_ACCESS_KEY=", corpus.base64(40), "");
    put("secret=", corpus.base64(40), ", retry");
    put("leaked ", corpus.alnum(44), " by accident");
    const std::string jwt = "eyJhbGciOiJIUzI1NiJ9.eyJ" + corpus.alnum(30) + "." + corpus.alnum(43);
    put("user token ", jwt, " rejected");
    put(R"({"jwt":")", jwt, R"("})");
    put("Authorization: Bearer ", corpus.alnum(32), "");
    put(R"(headers={"authorization":"Bearer )", corpus.alnum(32), R"("})");
    put("curl -H 'Authorization: Basic ", corpus.base64(24), "' https://api.example.org");
    put("authorization=Token ", corpus.alnum(20), "");
    put("postgresql://registry:", corpus.password(), "@db.internal:5432/dogs?sslmode=require");
    put("redis://:", corpus.alnum(16), "@cache:6379/0");
    put("Server=db;User Id=sa;Password=", corpus.alnum(12), ";Encrypt=true");
    put("DefaultEndpointsProtocol=https;AccountKey=", corpus.base64(86) + "==", ";EndpointSuffix=core.windows.net");
    put("https://", corpus.alnum(30), "@github.com/doggy/app.git");
    put("mail to ", corpus.chars("abcdefghijklmnop", 8) + "." + corpus.chars("abcdefgh", 6) + "@mail.kennel-one.org",
        " bounced");
    put("user=", corpus.chars("abcdefghijklmnop", 8) + "+dogs@kennel-two.co.uk", "");
    put("to=", corpus.chars("abcdefghijklmnop", 8) + "%40kennel-three.org", "&x=1");
    put("caller +49 151 ", corpus.digits(4) + " " + corpus.digits(4), " hung up");
    put("phone=0171 ", corpus.digits(7), " not verified");
    put("sms to (415) 5", corpus.chars("23456789", 2) + "-" + corpus.digits(4), " failed");
    put("paid by ", corpus.card("4"), ".");
    const std::string card = corpus.card("55");
    put("card ", card.substr(0, 4) + " " + card.substr(4, 4) + " " + card.substr(8, 4) + " " + card.substr(12),
        " declined");
    put("Cookie: session=", corpus.alnum(26), "; theme=dark");
    put(R"("set-cookie":"doggy=)", corpus.alnum(43), R"(; HttpOnly")");
    put("JSESSIONID=", corpus.chars("0123456789ABCDEF", 32), "");
    put("password=", corpus.password(), "");
    put("db.password: \"", corpus.alnum(6) + " " + corpus.alnum(5), "\"");
    put(R"({"user":"olga","passwd":")", corpus.password(), R"("})");
    put(R"(payload={\"client_secret\":\")", corpus.alnum(24), R"(\"})");
    put("GET /reset?token=", corpus.alnum(43), "&next=/ 200");
    put("x-api-key: ", corpus.alnum(20), "");
    put("run --password ", corpus.alnum(10), " --verbose");
    put("the password for olga is ", corpus.alnum(9), "");
    put("remote: ghp_", corpus.alnum(36), " is not valid");
    put("slack xoxb-", corpus.digits(11) + "-" + corpus.alnum(24), " revoked");
    put("openai sk-", corpus.alnum(48), " has no quota");
    put("stripe sk_live_", corpus.alnum(24), "");
    put("google AIza", corpus.alnum(35), "");
    put("-----BEGIN EC PRIVATE KEY-----\\n", corpus.base64(64) + "\\n" + corpus.base64(32),
        "\\n-----END EC PRIVATE KEY-----");
    put("", corpus.base64(64), "");
    put("s3 url ?X-Amz-Credential=x&X-Amz-Signature=", corpus.chars("0123456789abcdef", 64), "&z=1");
    put("api_key=", "550e8400-e29b-41d4-a716-" + corpus.digits(12), "");
  }
  return planted;
}

// Half of a secret is a secret too: no eight characters in a row of it are left.
bool any_part_left(const std::string& secret, const std::string& text) {
  constexpr std::size_t kPart = 8;
  if (secret.size() <= kPart) return text.find(secret) != std::string::npos;
  for (std::size_t i = 0; i + kPart <= secret.size(); ++i)
    if (text.find(secret.substr(i, kPart)) != std::string::npos) return true;
  return false;
}

TEST(RedactionCorpus, NoPlantedSecretIsLeft) {
  const Redactor redactor;
  const std::vector<Planted> planted = plant();
  ASSERT_GE(planted.size(), 500U);
  std::size_t left = 0;
  for (const Planted& one : planted) {
    const std::string text = redactor.redact(one.line);
    if (!any_part_left(one.secret, text)) continue;
    ++left;
    ADD_FAILURE() << one.line << "\n  became " << text;
  }
  EXPECT_EQ(left, 0U) << "of " << planted.size();
}

// All lines as one document, as a log excerpt is.
TEST(RedactionCorpus, NoneIsLeftAmongOthers) {
  const Redactor redactor;
  const std::vector<Planted> planted = plant();
  std::string document;
  for (const Planted& one : planted) document += one.line + "\n";
  Vault vault;
  const std::string text = redactor.redact(document, vault);
  for (const Planted& one : planted) EXPECT_FALSE(any_part_left(one.secret, text)) << one.line;
  EXPECT_EQ(std::ranges::count(text, '\n'), std::ranges::count(document, '\n'));
}

}  // namespace
}  // namespace doggy::analyzer
