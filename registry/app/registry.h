// The registry put together: store, services, routes and listeners.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "platform/error.h"
#include "registry/app/settings.h"
#include "registry/store/store.h"

namespace doggy::app {

class Registry {
 public:
  /// Opens what the settings name. `clock` is the system's unless a test gives another. Errors: kInvalid for a setting
  /// that is wrong, kUnavailable for a store that cannot be opened.
  [[nodiscard]] static Result<std::unique_ptr<Registry>> open(const Settings& settings);

  /// The same on a store that is open already, which outlives it.
  [[nodiscard]] static Result<std::unique_ptr<Registry>> open(const Settings& settings, store::Store& store);

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
