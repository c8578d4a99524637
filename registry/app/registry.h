// The registry put together: store, services, routes and listeners.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "platform/error.h"
#include "platform/observe/metrics.h"
#include "platform/time/timestamp.h"
#include "registry/app/settings.h"
#include "registry/store/store.h"

namespace doggy::app {

class Registry {
 public:
  /// Opens what the settings name. Errors: kInvalid for a setting that is wrong, kUnavailable for a store that cannot
  /// be opened, kConflict for one whose data is of a newer format.
  [[nodiscard]] static Result<std::unique_ptr<Registry>> open(const Settings& settings);

  /// The same on a store that is open already, and with a clock that need not be the system's. The store is given away
  /// because its threads hand results to the event loops: they must end first. `metrics` may have the store's figures.
  [[nodiscard]] static Result<std::unique_ptr<Registry>> open(
      const Settings& settings, std::unique_ptr<store::Store> store, std::function<Timestamp()> clock,
      std::shared_ptr<observe::Metrics> metrics = std::make_shared<observe::Metrics>());

  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  /// Binds and begins to answer as soon as run() is called. Error: kUnavailable.
  [[nodiscard]] Result<void> start();

  /// "http://127.0.0.1:8080": where it answers, after start().
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::uint16_t metrics_port() const;  // 0: none.

  /// Serves until stop() was called and all requests under way are answered.
  void run();

  /// Begins to end run(). Thread-safe.
  void stop();

 private:
  struct State;
  explicit Registry(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace doggy::app
