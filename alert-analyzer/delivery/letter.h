// The messages: what an on-call person reads. Facts come first and are made from the alerts alone; what the LLM says
// stands below them, labeled, and nothing it says changes the facts, the subject or whether the message is sent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alert-analyzer/alerts/alert.h"
#include "alert-analyzer/analysis/analysis.h"
#include "alert-analyzer/context/excerpt.h"

namespace doggy::analyzer {

struct Letter {
  std::string subject;
  std::string text;
};

/// What every message of an incident says of it.
struct Facts {
  std::string title;
  bool critical = false;
  bool storm = false;
  std::vector<Alert> alerts;                        // Those this message is about.
  std::size_t firing = 0;                           // Of the incident.
  std::size_t total = 0;                            // Likewise, resolved ones too.
  std::string page_url;                             // Of the incident; empty: none.
  std::vector<std::string> deployment_annotations;  // Names of annotations that tell of the last deployment.
};

/// The analysis and where it comes from, or why there is none.
struct Opinion {
  std::optional<Analysis> analysis;
  std::string source;          // "gpt-x", or "gpt-x, of 03:14 UTC".
  std::string why_none;        // A sentence.
  std::size_t unverified = 0;  // Quotes that are in no line.
  bool suspected_injection = false;
};

/// A critical alert, at once.
[[nodiscard]] Letter notice_letter(const Facts& facts);
/// The report with logs and analysis.
[[nodiscard]] Letter report_letter(const Facts& facts, const Excerpt& excerpt, const Opinion& opinion);
/// The last alert is resolved. `reported`: whether a message about the incident went out before.
[[nodiscard]] Letter resolved_letter(const Facts& facts, bool reported);
/// An alert that always fires has not come for so long, or comes again.
[[nodiscard]] Letter heartbeat_letter(const std::string& name, std::int64_t silent_ms, bool is_back);

}  // namespace doggy::analyzer
