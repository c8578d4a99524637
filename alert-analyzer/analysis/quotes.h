// Whether an analysis says what the logs say, and whether the logs speak to the analyst.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "alert-analyzer/analysis/analysis.h"

namespace doggy::analyzer {

struct Checked {
  Analysis analysis;           // Only evidence whose quote is in the lines that were sent; a wrong ref is corrected.
  std::size_t unverified = 0;  // How many quotes were left out.
};

/// `lines` are those that were sent, L1 first. Spaces are not compared, nor is the case of letters.
[[nodiscard]] Checked check_quotes(Analysis analysis, const std::vector<std::string>& lines);

/// True when a line tells its reader what to do, as instructions to an LLM do ("ignore previous instructions"). Errs on
/// the side of saying so: nothing but a warning depends on it.
[[nodiscard]] bool speaks_to_the_analyst(const std::vector<std::string>& lines);

/// The analysis with every text cut to a sane length and on the lines it should be on, control characters gone, and
/// links made unclickable: what an LLM was talked into must not be a link that a tired person follows.
[[nodiscard]] Analysis tamed(Analysis analysis);

}  // namespace doggy::analyzer
