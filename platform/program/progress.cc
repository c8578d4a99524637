#include "platform/program/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ostream>
#include <utility>

namespace doggy::program {
namespace {

constexpr std::uint64_t kUnknownStep = 10'000;
constexpr std::size_t kBarWidth = 30;

}  // namespace

bool is_terminal() {
  return ::isatty(STDOUT_FILENO) == 1;
}

Progress::Progress(std::ostream& out, bool terminal, std::string what, std::uint64_t total)
    : out_(out), terminal_(terminal), what_(std::move(what)), total_(total) {}

Progress::~Progress() {
  if (open_line_) out_ << std::endl;
}

void Progress::show(std::uint64_t done) {
  const std::uint64_t steps = terminal_ ? 100 : 10;
  // In floating point: a total of bytes times a hundred may be too large.
  const double part = total_ == 0 ? 0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total_));
  const auto reached =
      total_ == 0 ? done / kUnknownStep : static_cast<std::uint64_t>(part * static_cast<double>(steps));
  if (reached <= shown_ && (open_line_ || !terminal_)) return;
  shown_ = reached;
  const std::string text = total_ == 0 ? fmt::format("{}", done) : fmt::format("{:3.0f} %", part * 100);
  if (!terminal_) {
    out_ << what_ << ": " << text << std::endl;
    return;
  }
  const auto filled = static_cast<std::size_t>(part * kBarWidth);
  out_ << '\r' << what_ << ' ';
  if (total_ != 0) out_ << '[' << std::string(filled, '=') << std::string(kBarWidth - filled, ' ') << "] ";
  out_ << text << std::flush;
  open_line_ = true;
}

}  // namespace doggy::program
