// How far a long command is: one line that is written over on a terminal, a line for each tenth elsewhere.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

namespace doggy::program {

/// Whether standard output is a terminal.
[[nodiscard]] bool is_terminal();

/// Used by one thread at a time.
class Progress {
 public:
  /// `what` says what is done, in a few words; `total` is how much there is, 0 when nobody knows. `out` outlives this.
  Progress(std::ostream& out, bool terminal, std::string what, std::uint64_t total);
  /// Ends the line.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` of the total so far; never less than before.
  void show(std::uint64_t done);

 private:
  std::ostream& out_;
  const bool terminal_;
  const std::string what_;
  const std::uint64_t total_;
  std::uint64_t shown_ = 0;  // Hundredths on a terminal, else tenths; without a total, steps of kUnknownStep.
  bool open_line_ = false;
};

}  // namespace doggy::program
