// From settings to the parts.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "alert-analyzer/analysis/llm.h"
#include "alert-analyzer/app/settings.h"
#include "alert-analyzer/context/fetched_context.h"
#include "alert-analyzer/delivery/channel.h"
#include "alert-analyzer/pipeline/analyst.h"
#include "alert-analyzer/pipeline/policy.h"
#include "platform/aws/service.h"
#include "platform/error.h"
#include "platform/http/client.h"

namespace doggy::analyzer {

/// "a, b" → {"a", "b"}.
[[nodiscard]] std::vector<std::string> listed(const std::string& text);

/// Error: kInvalid for a setting that is wrong; likewise below.
[[nodiscard]] Result<Policy> policy_of(const Settings& settings);
[[nodiscard]] Result<ContextOptions> context_of(const Settings& settings);
[[nodiscard]] Budget budget_of(const Settings& settings);

/// What talks to other servers, in the order in which it is taken apart.
struct Neighbors {
  std::unique_ptr<http::Client> client;
  std::unique_ptr<aws::CredentialsProvider> credentials;
  std::unique_ptr<aws::Service> sns;
  std::unique_ptr<aws::Service> sqs;  // Null: alerts wait in a file.
  std::unique_ptr<Llm> llm;           // Null: none is set up.
  std::vector<std::unique_ptr<Channel>> channels;
};
/// With a client and credentials alone.
[[nodiscard]] Neighbors connected(const Settings& settings);
/// The LLM that the settings name, or null; a part of `all`, which has its client already.
[[nodiscard]] Result<std::unique_ptr<Llm>> llm_of(const Settings& settings, const Neighbors& all);
/// Asks Secrets Manager where a setting says so. Error: also kUnavailable when that does not answer.
[[nodiscard]] Result<Neighbors> neighbors_of(const Settings& settings);

}  // namespace doggy::analyzer
