// Reports: gathers context for an incident, has the LLM explain it, and plans the mail, with or without an explanation.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "alert-analyzer/analysis/breaker.h"
#include "alert-analyzer/analysis/llm.h"
#include "alert-analyzer/context/context.h"
#include "alert-analyzer/incidents/ledger.h"
#include "alert-analyzer/pipeline/figures.h"
#include "alert-analyzer/pipeline/mailroom.h"
#include "alert-analyzer/pipeline/policy.h"
#include "alert-analyzer/redaction/redactor.h"
#include "platform/time/timestamp.h"

namespace doggy::analyzer {

struct Budget {
  std::uint64_t tokens_a_day = 500'000;
  std::uint64_t tokens_an_incident = 60'000;
  std::uint64_t output_tokens = 2'000;  // Of one answer.
  double input_price = 0;               // Of a million tokens.
  double output_price = 0;
  std::chrono::milliseconds cache = std::chrono::hours(1);
};

class Analyst {
 public:
  /// All of them outlive this; `llm` may be null: then no report has an analysis.
  Analyst(Ledger& ledger, Context& context, Llm* llm, const Mailroom& mailroom, const Redactor& redactor,
          const Policy& policy, const Budget& budget, Figures& figures, std::function<Timestamp()> clock);

  /// Makes the report that is due, if one is; whether it did. Error: kUnavailable, of the ledger: it will be made
  /// again.
  [[nodiscard]] Result<bool> step();

  /// From now on no report is planned, not even the one in work: it stays due. Thread-safe.
  void abandon() { abandoned_ = true; }

 private:
  struct Case;
  [[nodiscard]] Result<bool> open_case(Case& open);
  void hide_secrets(Case& open) const;
  void form_opinion(Case& open);
  void ask(Case& open, std::uint64_t estimate);
  void believe(Case& open, const std::string& json) const;
  [[nodiscard]] Result<void> plan_report(const Case& open);

  Ledger& ledger_;
  Context& context_;
  Llm* const llm_;
  const Mailroom& mailroom_;
  const Redactor& redactor_;
  const Policy& policy_;
  const Budget& budget_;
  Figures& figures_;
  const std::function<Timestamp()> clock_;
  Breaker breaker_;
  std::atomic<bool> abandoned_ = false;
};

}  // namespace doggy::analyzer
