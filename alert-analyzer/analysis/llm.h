// Somebody who answers a question in JSON. The port of the analysis.
#pragma once

#include <cstdint>
#include <string>

#include "platform/error.h"

namespace doggy::analyzer {

struct Question {
  std::string instructions;         // Ours.
  std::string material;             // Data that others wrote.
  std::uint64_t output_tokens = 0;  // At most.
};

struct Answer {
  std::string json;
  std::uint64_t input_tokens = 0;
  std::uint64_t output_tokens = 0;
};

/// Thread-safe. Blocks, for a bounded time.
class Llm {
 public:
  virtual ~Llm() = default;
  /// As people are told it: the model's name.
  [[nodiscard]] virtual const std::string& model() const = 0;
  /// Errors: kUnavailable, kThrottled with retry_after, kInvalid for a refusal or an answer that is none.
  [[nodiscard]] virtual Result<Answer> ask(const Question& question) = 0;
};

}  // namespace doggy::analyzer
