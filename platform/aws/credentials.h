// Who we are to AWS: found where AWS' own tools look, in their order, and found anew before it expires.
//
//   1. AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (AWS_SESSION_TOKEN)
//   2. the profile AWS_PROFILE ("default") of the file AWS_SHARED_CREDENTIALS_FILE (~/.aws/credentials)
//   3. AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN: a role by the token of a Kubernetes service account (STS)
//   4. AWS_CONTAINER_CREDENTIALS_FULL_URI or …_RELATIVE_URI: EKS Pod Identity and ECS
//   5. the instance's metadata service, by its second version (IMDSv2); not if AWS_EC2_METADATA_DISABLED is true
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "platform/async/task.h"
#include "platform/aws/sigv4.h"
#include "platform/error.h"
#include "platform/http/client.h"
#include "platform/time/timestamp.h"

namespace doggy::aws {

/// The variables of the process, or a test's.
using Environment = std::function<std::string(const char* name)>;
[[nodiscard]] std::string process_environment(const char* name);

/// Where the chain looks beside the environment; tests put servers of their own there.
struct CredentialsOptions {
  Environment environment = process_environment;
  std::string region = "us-east-1";  // Of STS.
  std::string sts_url = {};          // Empty: https://sts.REGION.amazonaws.com
  std::string metadata_url = "http://169.254.169.254";
  std::string container_url = "http://169.254.170.2";  // What a relative URI is relative to.
  std::function<Timestamp()> clock = Timestamp::now;
};

/// Thread-safe.
class CredentialsProvider {
 public:
  /// `client` outlives this.
  CredentialsProvider(CredentialsOptions options, http::Client& client);
  ~CredentialsProvider();
  CredentialsProvider(const CredentialsProvider&) = delete;
  CredentialsProvider& operator=(const CredentialsProvider&) = delete;

  /// Good for five more minutes at least, where they expire at all; older ones that are still good, while no newer can
  /// be had. Error: kUnavailable with what was tried.
  Task<Result<Credentials>> get();

  /// Looks again at the next get(): AWS says that these, which get() gave, are no longer good. Does nothing when others
  /// have been found since.
  void refused(const Credentials& credentials);

 private:
  struct State;
  const std::shared_ptr<State> state_;
};

/// The keys of a section of an INI file as AWS' tools write it.
[[nodiscard]] std::map<std::string, std::string> read_profile(const std::string& ini, const std::string& profile);

}  // namespace doggy::aws
