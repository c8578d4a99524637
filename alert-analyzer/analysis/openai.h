// An LLM behind OpenAI's HTTP API, which many others speak too: the Responses API first, chat completions where a
// server does not know that.
#pragma once

#include <atomic>
#include <boost/describe/enum.hpp>
#include <chrono>
#include <cstdint>
#include <string>

#include "alert-analyzer/analysis/llm.h"
#include "platform/http/client.h"

namespace doggy::analyzer {

enum class LlmApi : std::uint8_t { kAuto, kResponses, kChat };
BOOST_DESCRIBE_ENUM(LlmApi, kAuto, kResponses, kChat)

struct OpenAiOptions {
  std::string url;  // "https://api.openai.com/v1"
  std::string model;
  std::string key;
  LlmApi api = LlmApi::kAuto;
  std::chrono::milliseconds timeout = std::chrono::seconds(60);
};

/// Nothing is stored at the server (`store: false`), and the answer is bound to `schema`, a JSON Schema named `name`.
class OpenAi final : public Llm {
 public:
  /// `client` outlives this.
  OpenAi(OpenAiOptions options, std::string name, std::string schema, http::Client& client);

  const std::string& model() const override { return options_.model; }
  Result<Answer> ask(const Question& question) override;

 private:
  struct Reply {
    unsigned status = 0;
    std::string body;
    std::string retry_after;
  };
  [[nodiscard]] Result<Reply> post(const std::string& path, const std::string& body) const;
  [[nodiscard]] Result<Answer> ask_responses(const Question& question, bool& unknown) const;
  [[nodiscard]] Result<Answer> ask_chat(const Question& question) const;

  const OpenAiOptions options_;
  const std::string name_;
  const std::string schema_;
  http::Client& client_;
  std::atomic<bool> only_chat_;  // The server does not know the Responses API.
};

}  // namespace doggy::analyzer
