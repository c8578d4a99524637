// The analyzer put together: queue, record, loops and listeners.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "alert-analyzer/app/settings.h"
#include "platform/error.h"

namespace doggy::analyzer {

class Analyzer {
 public:
  /// Opens what the settings name. Errors: kInvalid for a setting that is wrong, kUnavailable for a data folder that
  /// cannot be used.
  [[nodiscard]] static Result<std::unique_ptr<Analyzer>> open(const Settings& settings);
  ~Analyzer();
  Analyzer(const Analyzer&) = delete;
  Analyzer& operator=(const Analyzer&) = delete;

  /// Binds, begins to handle what waits, and to answer as soon as run() is called. Error: kUnavailable.
  [[nodiscard]] Result<void> start();
  /// Where it answers, after start().
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::uint16_t metrics_port() const;  // 0: none.

  /// Serves until stop() was called and all requests under way are answered.
  void run();
  /// Begins to end run(). Thread-safe.
  void stop();

 private:
  struct State;
  explicit Analyzer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace doggy::analyzer
