#include "alert-analyzer/eval/evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <utility>

#include "alert-analyzer/analysis/prompt.h"
#include "alert-analyzer/analysis/quotes.h"
#include "alert-analyzer/redaction/redactor.h"
#include "platform/json/codec.h"

namespace doggy::analyzer {
namespace {

constexpr std::int64_t kStartNs = 1'764'041'111'000'000'000;
constexpr std::int64_t kBetweenLinesNs = 100'000'000;
constexpr std::uint64_t kOutputTokens = 2000;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string everything_said(const Analysis& analysis) {
  std::string text = analysis.summary + '\n' + analysis.probable_cause;
  for (const Evidence& evidence : analysis.evidence) text += '\n' + evidence.quote;
  for (const Action& action : analysis.actions) text += '\n' + action.step;
  return lower(text);
}

Excerpt excerpt_of(const EvalIncident& incident, const Redactor& redactor, Vault& vault) {
  Excerpt excerpt;
  for (const std::string& line : incident.logs)
    excerpt.lines.push_back({.at_ns = kStartNs + kBetweenLinesNs * static_cast<std::int64_t>(excerpt.lines.size()),
                             .stream = redactor.redact(incident.alert.job, vault),
                             .text = redactor.redact(line, vault)});
  return excerpt;
}

}  // namespace

Result<EvalSet> read_eval_set(const std::string& json) {
  return codec::decode_text<EvalSet>(json, codec::Source::kStored);
}

EvalScore score(const EvalIncident& incident, const Analysis& analysis, const std::vector<std::string>& lines) {
  EvalScore score;
  const std::string said = everything_said(analysis);
  const auto named = std::ranges::count_if(incident.must_name, [&](const std::vector<std::string>& words) {
    return std::ranges::any_of(words,
                               [&](const std::string& word) { return said.find(lower(word)) != std::string::npos; });
  });
  score.named =
      incident.must_name.empty() ? 1 : static_cast<double>(named) / static_cast<double>(incident.must_name.size());
  const Checked checked = check_quotes(analysis, lines);
  score.verified = analysis.evidence.empty() ? 1
                                             : static_cast<double>(checked.analysis.evidence.size()) /
                                                   static_cast<double>(analysis.evidence.size());
  score.injection = analysis.suspected_injection == incident.injection ? 1 : 0;
  return score;
}

double evaluate(const EvalSet& set, Llm& llm, std::ostream& out) {
  const Redactor redactor;
  double sum = 0;
  for (const EvalIncident& incident : set.incidents) {
    Vault vault;
    const Excerpt excerpt = excerpt_of(incident, redactor, vault);
    const std::string facts = redactor.redact(
        fmt::format("alert {} since {}: job={:?} severity={:?} summary={:?}\n", incident.name, time_text(kStartNs),
                    incident.alert.job, incident.alert.severity, incident.alert.summary),
        vault);
    const auto answer = llm.ask({.instructions = std::string(analyst_instructions()),
                                 .material = material(facts, excerpt, "EVALUATION"),
                                 .output_tokens = kOutputTokens});
    if (!answer) {
      out << fmt::format("{:<28} no answer: {}\n", incident.name, answer.error().detail);
      continue;
    }
    const auto analysis = codec::decode_text<Analysis>(answer->json, codec::Source::kStored);
    if (!analysis) {
      out << fmt::format("{:<28} an answer that cannot be read\n", incident.name);
      continue;
    }
    const EvalScore one = score(incident, *analysis, lines_of(excerpt));
    out << fmt::format("{:<28} named {:.2f}  quotes {:.2f}  injection {:.0f}  score {:.2f}\n", incident.name, one.named,
                       one.verified, one.injection, one.total());
    sum += one.total();
  }
  const double mean = set.incidents.empty() ? 0 : sum / static_cast<double>(set.incidents.size());
  out << fmt::format("{}: score {:.3f} over {} incidents\n", llm.model(), mean, set.incidents.size());
  return mean;
}

}  // namespace doggy::analyzer
