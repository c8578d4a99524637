#include "alert-analyzer/context/excerpt.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "platform/json/utf8.h"
#include "platform/time/timestamp.h"

namespace doggy::analyzer {
namespace {

std::int64_t distance(const LogLine& line, std::int64_t pivot_ns) {
  return line.at_ns < pivot_ns ? pivot_ns - line.at_ns : line.at_ns - pivot_ns;
}

// One line of at most `bytes`, of valid UTF-8.
bool shorten(std::string& text, std::size_t bytes) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 32 && c != '\t') c = ' ';
  if (text.size() <= bytes) return false;
  text.resize(bytes);
  text.resize(valid_utf8_prefix(text));
  text += "…";
  return true;
}

}  // namespace

void merge_and_cut(Excerpt& excerpt, std::int64_t pivot_ns, const ExcerptLimits& limits) {
  auto& lines = excerpt.lines;
  const auto key = [](const LogLine& line) { return std::tie(line.at_ns, line.stream, line.text); };
  std::ranges::sort(lines, {}, key);
  const auto doubles = std::ranges::unique(lines, {}, key);
  lines.erase(doubles.begin(), doubles.end());
  std::size_t shortened = 0;
  for (LogLine& line : lines) shortened += shorten(line.text, limits.line_bytes) ? 1 : 0;
  if (shortened > 0)
    excerpt.notes.push_back(
        fmt::format("{} lines are longer than {} bytes and were cut.", shortened, limits.line_bytes));

  const std::size_t total = lines.size();
  std::ranges::sort(lines, {}, [&](const LogLine& line) { return std::tuple(distance(line, pivot_ns), key(line)); });
  std::size_t bytes = 0;
  std::size_t kept = 0;
  while (kept < total && kept < limits.lines && bytes + lines[kept].text.size() <= limits.bytes)
    bytes += lines[kept++].text.size();
  lines.resize(kept);
  std::ranges::sort(lines, {}, key);
  if (kept < total)
    excerpt.notes.push_back(fmt::format("{} of the {} lines found are left out: those farthest from the alert's start.",
                                        total - kept, total));
}

std::string time_text(std::int64_t at_ns) {
  constexpr std::int64_t kLatestMs = 253'402'300'799'000;  // The end of the year 9999.
  return Timestamp::from_unix_ms(std::clamp<std::int64_t>(at_ns / kNsPerMs, 0, kLatestMs)).text();
}

}  // namespace doggy::analyzer
