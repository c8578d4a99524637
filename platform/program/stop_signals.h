// Ending a service on SIGTERM or SIGINT.
#pragma once

#include <functional>
#include <memory>

namespace doggy::program {

/// Calls `stop` once when one of the signals comes, on a thread of its own, for as long as this lives.
class StopSignals {
 public:
  explicit StopSignals(std::function<void()> stop);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace doggy::program
