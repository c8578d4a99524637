#include "platform/aws/credentials.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "platform/async/run_task.h"
#include "platform/http/test_client.h"
#include "platform/id/uuid.h"

namespace doggy::aws {
namespace {

using testing::HasSubstr;

// Stands for STS, the container's endpoint and the instance's metadata service.
class FakeAws {
 public:
  FakeAws() {
    add(http::Method::kPost, "/", [](const http::Request& request) {
      EXPECT_THAT(request.body, HasSubstr("WebIdentityToken=the%20token"));
      return "<R><Credentials><AccessKeyId>STS</AccessKeyId><SecretAccessKey>s&amp;s</SecretAccessKey>"
             "<SessionToken>t</SessionToken><Expiration>2026-11-25T05:00:00Z</Expiration></Credentials></R>";
    });
    add(http::Method::kGet, "/v1/credentials", [this](const http::Request& request) {
      EXPECT_EQ(request.headers.get("Authorization"), "pod token");
      ++asked;
      return R"({"AccessKeyId":"POD","SecretAccessKey":"s","Token":"t","Expiration":")" + expiration + "\"}";
    });
    add(http::Method::kPut, "/latest/api/token", [](const http::Request& request) {
      EXPECT_FALSE(request.headers.get("X-aws-ec2-metadata-token-ttl-seconds").empty());
      return std::string("v2");
    });
    add(http::Method::kGet, "/latest/meta-data/iam/security-credentials/",
        [](const http::Request&) { return std::string("role\n"); });
    add(http::Method::kGet, "/latest/meta-data/iam/security-credentials/role", [](const http::Request& request) {
      EXPECT_EQ(request.headers.get("X-aws-ec2-metadata-token"), "v2");
      return R"({"AccessKeyId":"EC2","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-25T05:00:00Z"})";
    });
    server_.emplace(router_);
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

  std::string expiration = "2026-11-25T05:00:00Z";
  unsigned status = 200;
  int asked = 0;

 private:
  void add(http::Method method, const char* path, std::function<std::string(const http::Request&)> answer) {
    router_.add({.method = method,
                 .path = path,
                 .handler =
                     [this, answer](http::Request request) {
                       return [](unsigned code, std::string body) -> Task<http::Response> {
                         co_return http::Response{
                             .status = code, .content_type = "text/plain", .body = std::move(body)};
                       }(status, answer(request));
                     },
                 .accepts_body = true,
                 .body_type = "application/x-www-form-urlencoded"});
  }

  http::Router router_;
  std::optional<http::TestServer> server_;
};

class CredentialsTest : public testing::Test {
 protected:
  CredentialsTest() { std::filesystem::create_directories(folder_); }
  ~CredentialsTest() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  CredentialsOptions options() {
    return {.environment =
                [this](const char* name) {
                  const auto found = variables_.find(name);
                  return found == variables_.end() ? std::string() : found->second;
                },
            .sts_url = aws_.url(),
            .metadata_url = aws_.url(),
            .container_url = aws_.url(),
            .clock = [this] { return now_; }};
  }
  Result<Credentials> found() {
    CredentialsProvider provider(options(), client_);
    return run_task(provider.get());
  }

  FakeAws aws_;
  http::Client client_;
  std::map<std::string, std::string> variables_ = {{"AWS_EC2_METADATA_DISABLED", "true"}};
  Timestamp now_ = *Timestamp::parse("2026-11-25T04:00:00Z");
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("aws-" + Uuid::v7().text());
};

TEST_F(CredentialsTest, AreOfTheFirstSourceThatIsSetUp) {
  EXPECT_EQ(found().error().code, Code::kUnavailable);
  variables_.erase("AWS_EC2_METADATA_DISABLED");
  EXPECT_EQ(found()->access_key_id, "EC2");
  variables_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = aws_.url() + "/v1/credentials";
  variables_["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = write("pod", "pod token\n");
  EXPECT_EQ(found()->access_key_id, "POD");
  variables_["AWS_WEB_IDENTITY_TOKEN_FILE"] = write("web", "the token\n");
  variables_["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/r";
  EXPECT_EQ(found()->access_key_id, "STS");
  EXPECT_EQ(found()->secret_access_key, "s&s");
  variables_["AWS_SHARED_CREDENTIALS_FILE"] =
      write("profiles",
            "[default]\naws_access_key_id = FILE\naws_secret_access_key=s\n[b]\naws_access_key_id=B\n"
            "aws_secret_access_key=s\naws_session_token=t\n");
  EXPECT_EQ(found()->access_key_id, "FILE");
  variables_["AWS_PROFILE"] = "b";
  EXPECT_EQ(found()->session_token, "t");
  variables_["AWS_ACCESS_KEY_ID"] = "ENV";
  variables_["AWS_SECRET_ACCESS_KEY"] = "s";
  EXPECT_EQ(found()->access_key_id, "ENV");
  EXPECT_FALSE(found()->expires_at.has_value());
}

TEST_F(CredentialsTest, AreRenewedBeforeTheyExpireAndUsedAsLongAsTheyAreGood) {
  variables_["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v1/credentials";
  variables_["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "pod token";
  CredentialsProvider provider(options(), client_);
  ASSERT_TRUE(run_task(provider.get()));
  ASSERT_TRUE(run_task(provider.get()));
  EXPECT_EQ(aws_.asked, 1);
  now_ = *Timestamp::parse("2026-11-25T04:55:01Z");
  aws_.status = 500;
  EXPECT_EQ(run_task(provider.get())->access_key_id, "POD");
  EXPECT_EQ(aws_.asked, 2);
  now_ = *Timestamp::parse("2026-11-25T05:00:01Z");
  EXPECT_FALSE(run_task(provider.get()));
  aws_.status = 200;
  aws_.expiration = "2026-11-25T06:00:00Z";
  EXPECT_EQ(run_task(provider.get())->expires_at->text(), "2026-11-25T06:00:00Z");
}

}  // namespace
}  // namespace doggy::aws
