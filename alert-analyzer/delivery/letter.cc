#include "alert-analyzer/delivery/letter.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "alert-analyzer/delivery/text_cut.h"
#include "platform/json/codec.h"

namespace doggy::analyzer {
namespace {

constexpr std::size_t kInFull = 10;            // Alerts that are told with everything known of them.
constexpr std::size_t kListedBytes = 150'000;  // Of the others, a line each.
constexpr std::size_t kTextBytes = 1500;       // Of one annotation.
constexpr std::size_t kLabelBytes = 200;
constexpr std::size_t kLogLines = 40;

using Out = std::back_insert_iterator<std::string>;

std::string when(const Timestamp& at) {
  return at.utc_text().substr(0, 10) + " " + at.utc_text().substr(11, 8) + " UTC";
}

// {pod="a", job="b"}: but for what is said elsewhere.
std::string labels_of(const Alert& alert) {
  std::string text;
  for (const Label& label : alert.labels) {
    if (label.name == "alertname" || label.name == "severity") continue;
    text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ", ", one_line(label.name, kLabelBytes),
                        one_line(label.value, kLabelBytes));
  }
  return text;
}

void add_line(std::string& text, std::string_view name, std::string_view value) {
  if (!value.empty()) fmt::format_to(Out(text), "  {}: {}\n", name, one_line(value, kTextBytes));
}

bool is_told_by_name(const Label& annotation, const Facts& facts) {
  return annotation.name == "summary" || annotation.name == "description" || annotation.name == "runbook_url" ||
         std::ranges::find(facts.deployment_annotations, annotation.name) != facts.deployment_annotations.end();
}

void add_alert(std::string& text, const Alert& alert, const Facts& facts) {
  const std::string_view severity = alert.label("severity");
  fmt::format_to(Out(text), "{}{}\n", one_line(alert.name(), kLabelBytes),
                 severity.empty() ? "" : fmt::format(" ({})", one_line(severity, kLabelBytes)));
  add_line(text, alert.status == AlertStatus::kFiring ? "firing since" : "fired at", when(alert.starts_at));
  if (alert.status == AlertStatus::kResolved && alert.ends_at) add_line(text, "resolved at", when(*alert.ends_at));
  add_line(text, "summary", alert.annotation("summary"));
  add_line(text, "description", alert.annotation("description"));
  add_line(text, "measured", alert.values);
  add_line(text, "labels", labels_of(alert));
  for (const std::string& name : facts.deployment_annotations) add_line(text, name, alert.annotation(name));
  for (const Label& annotation : alert.annotations)
    if (!is_told_by_name(annotation, facts)) add_line(text, one_line(annotation.name, kLabelBytes), annotation.value);
  add_line(text, "runbook", alert.annotation("runbook_url"));
  add_line(text, "rule", alert.generator_url);
  add_line(text, "dashboard", alert.dashboard_url);
  add_line(text, "silence", alert.silence_url);
  add_line(text, "Alertmanager", alert.alertmanager_url);
  for (const std::string& remark : alert.remarks) add_line(text, "remark", remark);
}

void add_alerts(std::string& text, const Facts& facts) {
  const std::size_t in_full = std::min(facts.alerts.size(), kInFull);
  for (std::size_t i = 0; i < in_full; ++i) {
    add_alert(text, facts.alerts[i], facts);
    text += '\n';
  }
  if (in_full == facts.alerts.size()) return;
  text += "And:\n";
  std::size_t bytes = 0;
  for (std::size_t i = in_full; i < facts.alerts.size(); ++i) {
    const std::string line = fmt::format("  {} {{{}}}\n", one_line(facts.alerts[i].name(), kLabelBytes),
                                         one_line(labels_of(facts.alerts[i]), kLabelBytes));
    bytes += line.size();
    if (bytes > kListedBytes) {
      fmt::format_to(Out(text), "  … and {} more, which are on the incident's page.\n", facts.alerts.size() - i);
      break;
    }
    text += line;
  }
  text += '\n';
}

void add_page(std::string& text, const Facts& facts) {
  if (!facts.page_url.empty()) fmt::format_to(Out(text), "This incident: {}\n", facts.page_url);
}

std::string counted(const Facts& facts) {
  if (facts.total <= 1) return "";
  return fmt::format(" ({} of {} alerts firing)", facts.firing, facts.total);
}

void add_analysis(std::string& text, const Opinion& opinion) {
  if (opinion.suspected_injection)
    text +=
        "WARNING: the logs or labels of this incident hold text that reads like instructions to an AI. Somebody may be "
        "trying to mislead the analysis. Trust the facts and the log lines, not the analysis.\n\n";
  if (!opinion.analysis) {
    fmt::format_to(Out(text), "ANALYSIS: none (analysis=fallback). {}\n\n", opinion.why_none);
    return;
  }
  const Analysis& analysis = *opinion.analysis;
  fmt::format_to(Out(text), "ANALYSIS BY AN LLM ({}), NOT CHECKED BY A PERSON\n", opinion.source);
  fmt::format_to(Out(text), "Summary: {}\nProbable cause: {}\nConfidence: {}\n", analysis.summary,
                 analysis.probable_cause, codec::enum_name(analysis.confidence));
  if (!analysis.evidence.empty()) text += "Evidence, as it is in the logs:\n";
  for (const Evidence& evidence : analysis.evidence)
    fmt::format_to(Out(text), "  {}: \"{}\"\n", evidence.ref, evidence.quote);
  if (opinion.unverified > 0)
    fmt::format_to(Out(text), "  {} quote(s) of the analysis are in no log line and were left out.\n",
                   opinion.unverified);
  if (!analysis.actions.empty()) text += "What to do next:\n";
  std::size_t number = 0;
  for (const Action& action : analysis.actions)
    fmt::format_to(Out(text), "  {}. {} (risk: {})\n", ++number, action.step, codec::enum_name(action.risk));
  text += '\n';
}

void add_logs(std::string& text, const Excerpt& excerpt, const Opinion& opinion) {
  if (!excerpt.series.empty()) text += "MEASURED\n";
  for (const std::string& series : excerpt.series) fmt::format_to(Out(text), "  {}\n", series);
  if (!excerpt.series.empty()) text += '\n';
  if (!excerpt.lines.empty()) text += "LOGS AROUND IT\n";
  // The lines that are quoted, and of the others the last.
  std::vector<bool> shown(excerpt.lines.size(), false);
  if (opinion.analysis)
    for (const Evidence& evidence : opinion.analysis->evidence)
      for (std::size_t i = 0; i < shown.size(); ++i)
        if (evidence.ref == "L" + std::to_string(i + 1)) shown[i] = true;
  std::size_t count = static_cast<std::size_t>(std::ranges::count(shown, true));
  for (std::size_t i = shown.size(); i-- > 0 && count < kLogLines;) {
    count += shown[i] ? 0 : 1;
    shown[i] = true;
  }
  for (std::size_t i = 0; i < shown.size(); ++i)
    if (shown[i])
      fmt::format_to(Out(text), "  L{} {} {}  {}\n", i + 1, time_text(excerpt.lines[i].at_ns), excerpt.lines[i].stream,
                     one_line(excerpt.lines[i].text, kTextBytes));
  if (count < shown.size()) fmt::format_to(Out(text), "  ({} more lines were read.)\n", shown.size() - count);
  for (const std::string& note : excerpt.notes) fmt::format_to(Out(text), "  Note: {}\n", note);
  if (!excerpt.lines.empty() || !excerpt.notes.empty()) text += '\n';
}

}  // namespace

Letter notice_letter(const Facts& facts) {
  Letter letter{.subject = fmt::format("[CRITICAL] {}{}", facts.title, counted(facts))};
  letter.text = "These alerts fire. An analysis follows in this thread.\n\n";
  add_alerts(letter.text, facts);
  add_page(letter.text, facts);
  return letter;
}

Letter report_letter(const Facts& facts, const Excerpt& excerpt, const Opinion& opinion) {
  Letter letter{.subject =
                    fmt::format("[{}] {}{}", facts.critical ? "CRITICAL" : "ALERT", facts.title, counted(facts))};
  if (facts.storm)
    letter.text =
        "Many groups of alerts fire at once. The first were told of one by one; these are all the others.\n\n";
  add_alerts(letter.text, facts);
  add_analysis(letter.text, opinion);
  add_logs(letter.text, excerpt, opinion);
  add_page(letter.text, facts);
  return letter;
}

Letter resolved_letter(const Facts& facts, bool reported) {
  Letter letter{.subject = fmt::format("[RESOLVED] {}{}", facts.title,
                                       facts.total > 1 ? fmt::format(" ({} alerts)", facts.total) : "")};
  letter.text = reported ? "All alerts of this incident are resolved.\n\n"
                         : "These alerts fired and were resolved before a report was due.\n\n";
  add_alerts(letter.text, facts);
  add_page(letter.text, facts);
  return letter;
}

Letter heartbeat_letter(const std::string& name, std::int64_t silent_ms, bool is_back) {
  const std::int64_t minutes = silent_ms / 60'000;
  if (is_back)
    return {.subject = fmt::format("[RESOLVED] {} is heard again", name),
            .text = fmt::format("The alert {} comes again: alerts reach the analyzer.\n", name)};
  return {.subject = fmt::format("[CRITICAL] No {} for {} minutes: alerting may be broken", name, minutes),
          .text = fmt::format("The alert {}, which always fires, has not come for {} minutes. Prometheus, Alertmanager "
                              "or the way from there to the analyzer does not work, and other alerts may not arrive "
                              "either.\n",
                              name, minutes)};
}

}  // namespace doggy::analyzer
