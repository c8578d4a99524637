#include "alert-analyzer/context/fetched_context.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "alert-analyzer/context/loki.h"
#include "alert-analyzer/context/prometheus.h"

namespace doggy::analyzer {
namespace {

constexpr std::size_t kMostSelectors = 4;  // Of one incident: its alerts are of few programs, or of too many to read.
constexpr std::size_t kMostExpressions = 3;

}  // namespace

FetchedContext::FetchedContext(ContextOptions options, http::Client& client, std::function<void()> failed,
                               std::function<Timestamp()> clock)
    : options_(std::move(options)), client_(client), failed_(std::move(failed)), clock_(std::move(clock)) {}

Excerpt FetchedContext::gather(const std::vector<Alert>& alerts) {
  Excerpt excerpt;
  // Where several fire, the first is nearest to the cause.
  const auto first = std::ranges::min_element(alerts, {}, &Alert::starts_at);
  add_logs(excerpt, alerts, first->starts_at.unix_ms());
  if (!options_.prometheus.url.empty()) add_series(excerpt, alerts);
  return excerpt;
}

void FetchedContext::add_logs(Excerpt& excerpt, const std::vector<Alert>& alerts, std::int64_t pivot_ms) {
  if (options_.loki.url.empty()) {
    excerpt.notes.emplace_back("No logs were read: no Loki is set up.");
    return;
  }
  std::vector<std::string> selectors;
  std::size_t more = 0;
  for (const Alert& alert : alerts) {
    const auto selector = selector_of(alert, options_.mapping);
    if (!selector || std::ranges::find(selectors, *selector) != selectors.end()) continue;
    if (selectors.size() < kMostSelectors)
      selectors.push_back(*selector);
    else
      ++more;
  }
  if (selectors.empty())
    excerpt.notes.emplace_back("No logs were read: the alert has none of the labels that lead to them.");
  if (more > 0)
    excerpt.notes.push_back(fmt::format("The logs of {} alerts were not read: they are of other programs.", more));
  for (const std::string& selector : selectors) add_lines(excerpt, selector, pivot_ms, options_.limits.lines);
  merge_and_cut(excerpt, pivot_ms * kNsPerMs, options_.limits);
}

void FetchedContext::add_lines(Excerpt& excerpt, const std::string& selector, std::int64_t pivot_ms,
                               std::size_t limit) {
  const std::int64_t now_ns = clock_().unix_ms() * kNsPerMs;
  const std::int64_t pivot_ns = pivot_ms * kNsPerMs;
  const LogQuery before{.selector = selector,
                        .from_ns = pivot_ns - options_.before.count() * kNsPerMs,
                        .to_ns = pivot_ns,
                        .limit = limit,
                        .newest = true};
  const LogQuery after{.selector = selector,
                       .from_ns = pivot_ns,
                       .to_ns = std::min(now_ns, pivot_ns + options_.after.count() * kNsPerMs) + 1,
                       .limit = limit,
                       .newest = false};
  for (const LogQuery& query : {before, after}) {
    if (query.to_ns <= query.from_ns) continue;
    auto lines = query_loki(client_, options_.loki, query);
    if (!lines) {
      failed_();
      excerpt.notes.push_back(fmt::format("The logs of {} could not be read: {}.", selector, lines.error().detail));
      return;  // The other half would wait as long.
    }
    if (lines->size() >= limit)
      excerpt.notes.push_back(fmt::format("There are more lines of {} {} the alert's start than the {} that were read.",
                                          selector, query.newest ? "before" : "after", limit));
    std::ranges::move(*lines, std::back_inserter(excerpt.lines));
  }
}

void FetchedContext::add_series(Excerpt& excerpt, const std::vector<Alert>& alerts) {
  std::set<std::string> asked;
  for (const Alert& alert : alerts) {
    const std::string expression = measured_side(expression_of(alert.generator_url));
    if (expression.empty() || asked.size() == kMostExpressions || !asked.insert(expression).second) continue;
    const std::int64_t start_ms = alert.starts_at.unix_ms();
    auto series = query_prometheus(client_, options_.prometheus,
                                   {.expression = expression,
                                    .from_ms = start_ms - options_.before.count(),
                                    .to_ms = std::min(clock_().unix_ms(), start_ms + options_.after.count())});
    if (!series) {
      failed_();
      excerpt.notes.push_back("The measured values could not be read: " + series.error().detail + ".");
      return;
    }
    excerpt.series.push_back("of " + expression);
    std::ranges::move(*series, std::back_inserter(excerpt.series));
  }
}

}  // namespace doggy::analyzer
