// What was found around an alert: lines of logs and measured values, with what was left out said.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace doggy::analyzer {

inline constexpr std::int64_t kNsPerMs = 1'000'000;

struct LogLine {
  std::int64_t at_ns = 0;  // Since 1970.
  std::string stream;      // Which stream it is of, in a few words: "registry/pod-1".
  std::string text;
};

struct Excerpt {
  std::vector<LogLine> lines;       // In order of time.
  std::vector<std::string> series;  // One line of text each: name and values.
  std::vector<std::string> notes;   // What is missing or was cut, each a sentence.
};

struct ExcerptLimits {
  std::size_t lines = 200;
  std::size_t bytes = 48 * 1024;
  std::size_t line_bytes = 2048;
};

/// Merges the lines of several streams by time, drops what two queries both found, and keeps those nearest to
/// `pivot_ns` within the limits. What is cut is said in the notes.
void merge_and_cut(Excerpt& excerpt, std::int64_t pivot_ns, const ExcerptLimits& limits);

/// "2026-11-25T03:25:11.123Z".
[[nodiscard]] std::string time_text(std::int64_t at_ns);

}  // namespace doggy::analyzer
