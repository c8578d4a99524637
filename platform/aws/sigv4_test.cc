#include "platform/aws/sigv4.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "platform/id/secret.h"
#include "platform/json/codec.h"

namespace doggy::aws {
namespace {

using testing::HasSubstr;

// The credentials, scope and time of Amazon's test suite and documentation.
const Credentials kCredentials{.access_key_id = "AKIDEXAMPLE",
                               .secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"};
const Timestamp kAt = *Timestamp::parse("2015-08-30T12:36:00Z");
const Scope kScope{.region = "us-east-1", .service = "service"};

boost::json::array suite() {
  std::ifstream file(DOGGY_AWS_TESTDATA "/aws4_testsuite.json");
  return codec::parse(std::string(std::istreambuf_iterator<char>(file), {})).value().as_array();
}

std::string text(const boost::json::value& of, const char* name) {
  return std::string(of.at(name).as_string().c_str());
}

// A request as the suite writes it: request line, fields (a line that begins with a space continues one), body.
SignableRequest read_request(const std::string& written) {
  SignableRequest request;
  std::istringstream lines(written);
  std::string line;
  std::getline(lines, line);
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(" HTTP/");
  request.method = line.substr(0, first);
  std::string target = line.substr(first + 1, last - first - 1);
  const std::size_t question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string::npos) request.query = target.substr(question + 1);
  while (std::getline(lines, line) && !line.empty()) {
    if (line[0] == ' ' || line[0] == '\t') {
      request.headers.back().second += " " + line;
      continue;
    }
    const std::size_t colon = line.find(':');
    std::string name = line.substr(0, colon);
    if (name == "Host")
      request.host = line.substr(colon + 1);
    else
      request.headers.emplace_back(name, line.substr(colon + 1));
  }
  request.body = std::string(std::istreambuf_iterator<char>(lines), {});
  return request;
}

TEST(SigV4, SignsAsAmazonsTestSuiteDoes) {
  const auto cases = suite();
  ASSERT_EQ(cases.size(), 34U);
  for (const auto& one : cases) {
    const std::string name = text(one, "name");
    SignableRequest request = read_request(text(one, "request"));
    // Some requests get their token by being signed.
    constexpr std::string_view kToken = "x-amz-security-token:";
    const std::string wanted = text(one, "canonicalRequest");
    if (const std::size_t at = wanted.find(kToken);
        at != std::string::npos && text(one, "request").find("X-Amz-Security-Token") == std::string::npos)
      request.headers.emplace_back("X-Amz-Security-Token",
                                   wanted.substr(at + kToken.size(), wanted.find('\n', at) - at - kToken.size()));
    const std::string canonical = canonical_request(request, sha256_hex(request.body), {});
    EXPECT_EQ(canonical, text(one, "canonicalRequest")) << name;
    const std::string to_sign = string_to_sign(canonical, kScope, kAt);
    EXPECT_EQ(to_sign, text(one, "stringToSign")) << name;
    EXPECT_THAT(text(one, "authorization"), HasSubstr("Signature=" + signature(to_sign, kCredentials, kScope, kAt)))
        << name;
  }
}

// "get-vanilla" again, by the function that programs call.
TEST(SigV4, AddsTheFieldsToARequest) {
  const auto added = sign({.method = "GET", .host = "example.amazonaws.com"}, kCredentials, kScope, kAt);
  ASSERT_EQ(added.size(), 2U);
  EXPECT_EQ(added[0], std::pair(std::string("X-Amz-Date"), std::string("20150830T123600Z")));
  EXPECT_EQ(added[1].second,
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
            "SignedHeaders=host;x-amz-date, "
            "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

TEST(SigV4, SignsTheSessionToken) {
  Credentials temporary = kCredentials;
  temporary.session_token = "a token";
  const auto added = sign({.method = "GET", .host = "example.amazonaws.com"}, temporary, kScope, kAt);
  EXPECT_EQ(added[1], std::pair(std::string("X-Amz-Security-Token"), std::string("a token")));
  EXPECT_THAT(added[2].second, HasSubstr("SignedHeaders=host;x-amz-date;x-amz-security-token"));
}

// The example of "Authenticating Requests: Using Query Parameters" in the documentation of S3.
TEST(SigV4, PresignsAsTheDocumentationOfS3Does) {
  const Credentials credentials{.access_key_id = "AKIAIOSFODNN7EXAMPLE",
                                .secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
  const std::string query =
      presigned_query({.method = "GET", .host = "examplebucket.s3.amazonaws.com", .path = "/test.txt"}, credentials,
                      {.region = "us-east-1", .service = "s3"}, *Timestamp::parse("2013-05-24T00:00:00Z"),
                      std::chrono::seconds(86400), {.raw_path = true});
  EXPECT_EQ(query,
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2F"
            "aws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
            "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

}  // namespace
}  // namespace doggy::aws
