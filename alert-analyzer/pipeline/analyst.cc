#include "alert-analyzer/pipeline/analyst.h"

#include <fmt/format.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>

#include <algorithm>
#include <set>
#include <utility>

#include "alert-analyzer/analysis/prompt.h"
#include "alert-analyzer/analysis/quotes.h"
#include "alert-analyzer/pipeline/facts.h"
#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/observe/log.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

constexpr std::size_t kAlertsInQuestion = 30;

// Alerts as the LLM reads them.
std::string facts_text(const std::vector<Alert>& alerts) {
  std::string text;
  for (std::size_t i = 0; i < alerts.size() && i < kAlertsInQuestion; ++i) {
    const Alert& alert = alerts[i];
    text += fmt::format("alert {} since {}:", alert.name(), alert.starts_at.utc_text());
    for (const Label& label : alert.labels) text += fmt::format(" {}={:?}", label.name, label.value);
    for (const Label& annotation : alert.annotations)
      text += fmt::format(" {}={:?}", annotation.name, annotation.value);
    if (!alert.values.empty()) text += fmt::format(" measured={:?}", alert.values);
    text += '\n';
  }
  if (alerts.size() > kAlertsInQuestion) text += fmt::format("and {} more alerts\n", alerts.size() - kAlertsInQuestion);
  return text;
}

// The same incident: the same group with the same kinds of alerts.
std::string cache_key(const Incident& incident, const std::vector<Alert>& alerts, const std::string& model) {
  std::set<std::string> names;
  for (const Alert& alert : alerts) names.insert(std::string(alert.name()));
  std::string text = model + '\n' + incident.group;
  for (const std::string& name : names) text += '\n' + name;
  return sha256_hex(text);
}

std::string day_of(std::int64_t now_ms) {
  return Timestamp::from_unix_ms(now_ms).utc_text().substr(0, 10);
}

}  // namespace

// One incident in work.
struct Analyst::Case {
  std::int64_t now_ms = 0;
  Incident incident;
  std::vector<Alert> alerts;  // Those the report is about.
  Excerpt excerpt;
  std::string facts;  // Hidden secrets.
  Vault vault;
  Opinion opinion;
  AnalysisState state = AnalysisState::kFallback;
  std::uint64_t tokens = 0;
  std::string to_cache;  // JSON of a new analysis.
  std::string key;       // Of the cache.
  Spend today;
};

Analyst::Analyst(Ledger& ledger, Context& context, Llm* llm, const Mailroom& mailroom, const Redactor& redactor,
                 const Policy& policy, const Budget& budget, Figures& figures, std::function<Timestamp()> clock)
    : ledger_(ledger),
      context_(context),
      llm_(llm),
      mailroom_(mailroom),
      redactor_(redactor),
      policy_(policy),
      budget_(budget),
      figures_(figures),
      clock_(std::move(clock)) {}

Result<bool> Analyst::step() {
  Case open;
  open.now_ms = clock_().unix_ms();
  auto found = open_case(open);
  if (!found || !*found) return found;
  open.excerpt = context_.gather(open.alerts);
  hide_secrets(open);
  form_opinion(open);
  if (abandoned_) return false;
  CHECK_OK(plan_report(open));
  return true;
}

// False when there is nothing to report.
Result<bool> Analyst::open_case(Case& open) {
  bool found = false;
  CHECK_OK(ledger_.transact([&](Books& books) {
    auto due = books.report_due(open.now_ms);
    if (!due) return;
    open.incident = *std::move(due);
    for (KnownAlert& one : books.unreported(open.incident.id)) open.alerts.push_back(std::move(one.alert));
    found = !open.alerts.empty();
    if (!found) {
      open.incident.report_due_ms = 0;
      books.put(open.incident);
      return;
    }
    if (llm_ != nullptr) open.key = cache_key(open.incident, open.alerts, llm_->model());
    open.today = books.spend(day_of(open.now_ms));
    if (open.key.empty()) return;
    if (const auto cached = books.cached(open.key, open.now_ms - budget_.cache.count())) {
      auto analysis = codec::decode_text<Analysis>(*cached, codec::Source::kStored);
      if (!analysis) return;
      open.opinion.analysis = *std::move(analysis);
      open.state = AnalysisState::kCached;
    }
  }));
  return found;
}

void Analyst::hide_secrets(Case& open) const {
  // The lines as one text: a key that was logged line by line is found as a whole.
  std::string text;
  for (const LogLine& line : open.excerpt.lines) text.append(line.text).append(1, '\n');
  text = redactor_.redact(text, open.vault);
  std::size_t at = 0;
  for (LogLine& line : open.excerpt.lines) {
    const std::size_t end = text.find('\n', at);
    line.text = text.substr(at, end - at);
    line.stream = redactor_.redact(line.stream, open.vault);
    at = end + 1;
  }
  for (std::string& series : open.excerpt.series) series = redactor_.redact(series, open.vault);
  for (std::string& note : open.excerpt.notes) note = redactor_.redact(note, open.vault);
  open.facts = redactor_.redact(facts_text(open.alerts), open.vault);
}

void Analyst::form_opinion(Case& open) {
  std::vector<std::string> lines = lines_of(open.excerpt);
  open.opinion.suspected_injection = speaks_to_the_analyst(lines) || speaks_to_the_analyst({open.facts});
  figures_.llm_breaker->Set(breaker_.is_open(open.now_ms) ? 1 : 0);
  if (llm_ == nullptr) {
    open.opinion.why_none = "No LLM is set up.";
    return;
  }
  open.opinion.source = llm_->model();
  if (open.state == AnalysisState::kCached) {
    open.opinion.source += ", made for the same incident within the last hour; quotes are of then";
    return;
  }
  const std::uint64_t estimate =
      tokens_of(analyst_instructions().size() + open.facts.size() + strict_schema().size()) + budget_.output_tokens;
  const auto spent = open.today.input_tokens + open.today.output_tokens;
  if (breaker_.is_open(open.now_ms)) {
    open.opinion.why_none = "The LLM failed several times and is left alone for a while.";
  } else if (spent + estimate > budget_.tokens_a_day) {
    open.opinion.why_none = "Today's budget of tokens is used up.";
  } else if (open.incident.tokens + estimate > budget_.tokens_an_incident) {
    open.opinion.why_none = "This incident's budget of tokens is used up.";
  } else {
    const std::uint64_t left =
        std::min(budget_.tokens_a_day - spent, budget_.tokens_an_incident - open.incident.tokens);
    ask(open, left - estimate);
  }
}

// `for_lines`: how many tokens the lines may take.
void Analyst::ask(Case& open, std::uint64_t for_lines) {
  Excerpt sent = open.excerpt;
  std::size_t bytes = 0;
  std::size_t first = sent.lines.size();  // The last lines are nearest to what happened.
  while (first > 0 && tokens_of(bytes + sent.lines[first - 1].text.size() + 100) <= for_lines)
    bytes += sent.lines[--first].text.size() + 100;
  if (first > 0) {
    sent.lines.erase(sent.lines.begin(), sent.lines.begin() + static_cast<std::ptrdiff_t>(first));
    open.excerpt.notes.push_back(fmt::format("The LLM was not sent the first {} lines: its budget is small.", first));
    open.excerpt.lines = sent.lines;
  }
  const std::string marker = random_token().substr(0, 12);
  const auto answer = llm_->ask({.instructions = std::string(analyst_instructions()),
                                 .material = material(open.facts, sent, marker),
                                 .output_tokens = budget_.output_tokens});
  if (!answer) {
    figures_.llm_failures->Increment();
    breaker_.failed(clock_().unix_ms(), answer.error().retry_after);
    open.opinion.why_none = "The LLM could not be asked: " + redactor_.redact(answer.error().detail);
    observe::log(observe::Level::kWarn, "llm-failed",
                 {{"incident", open.incident.id}, {"reason", open.opinion.why_none}});
    return;
  }
  breaker_.succeeded();
  figures_.llm_calls->Increment();
  figures_.llm_input_tokens->Increment(static_cast<double>(answer->input_tokens));
  figures_.llm_output_tokens->Increment(static_cast<double>(answer->output_tokens));
  figures_.llm_cost->Increment((static_cast<double>(answer->input_tokens) * budget_.input_price +
                                static_cast<double>(answer->output_tokens) * budget_.output_price) /
                               1e6);
  open.tokens = answer->input_tokens + answer->output_tokens;
  ++open.today.calls;
  open.today.input_tokens += answer->input_tokens;
  open.today.output_tokens += answer->output_tokens;
  believe(open, answer->json);
}

// What of the answer goes into the mail.
void Analyst::believe(Case& open, const std::string& json) const {
  auto analysis = codec::decode_text<Analysis>(json, codec::Source::kStored);
  if (!analysis || analysis->summary.empty()) {
    open.opinion.why_none = "The LLM's answer could not be read.";
    return;
  }
  Checked checked = check_quotes(*std::move(analysis), lines_of(open.excerpt));
  checked.analysis = tamed(std::move(checked.analysis));
  open.opinion.unverified = checked.unverified;
  figures_.quotes_unverified->Increment(static_cast<double>(checked.unverified));
  open.opinion.suspected_injection = open.opinion.suspected_injection || checked.analysis.suspected_injection;
  checked.analysis.suspected_injection = open.opinion.suspected_injection;
  open.to_cache = codec::encode_text(checked.analysis, codec::Source::kStored);
  open.opinion.analysis = std::move(checked.analysis);
  open.state = AnalysisState::kDone;
}

Result<void> Analyst::plan_report(const Case& open) {
  auto written = ledger_.transact([&](Books& books) {
    // Others may have written to it meanwhile.
    Incident incident = books.incident(open.incident.id).value_or(open.incident);
    std::set<std::string> told;
    for (const Alert& alert : open.alerts) told.insert(alert.occurrence());
    bool more = false;
    for (KnownAlert& one : books.unreported(incident.id)) {
      if (!told.contains(one.alert.occurrence())) {
        more = true;
        continue;
      }
      one.reported = true;
      books.put(one);
    }
    Vault vault = open.vault;
    const Facts facts = facts_of(books, incident, open.alerts, policy_);
    mailroom_.plan(books, incident, DeliveryKind::kReport, report_letter(facts, open.excerpt, open.opinion), vault,
                   open.now_ms);
    incident.reported_ms = open.now_ms;
    incident.report_due_ms = more && incident.closed_ms == 0 ? open.now_ms + policy_.between_reports.count() : 0;
    incident.analysis_state = open.state;
    incident.analysis_note = open.opinion.why_none;
    if (open.opinion.analysis) incident.analysis = codec::encode_text(*open.opinion.analysis, codec::Source::kStored);
    incident.context_note =
        fmt::format("{} log lines, {} series.", open.excerpt.lines.size(), open.excerpt.series.size());
    for (const std::string& note : open.excerpt.notes) incident.context_note += " " + note;
    incident.tokens += open.tokens;
    books.put(incident);
    if (open.tokens > 0) books.put(day_of(open.now_ms), open.today);
    if (!open.to_cache.empty()) books.cache(open.key, open.to_cache, open.now_ms);
  });
  if (!written) return written;
  switch (open.state) {
    case AnalysisState::kDone:
      figures_.analyses_done->Increment();
      break;
    case AnalysisState::kCached:
      figures_.analyses_cached->Increment();
      break;
    case AnalysisState::kNone:
    case AnalysisState::kFallback:
      figures_.analyses_fallback->Increment();
      break;
  }
  if (open.opinion.suspected_injection) figures_.injections->Increment();
  return {};
}

}  // namespace doggy::analyzer
