// What became of a job on another thread.
#pragma once

#include <exception>
#include <memory>
#include <utility>

namespace doggy {

/// The value of a job, or the exception that ended it.
template <class T>
struct JobOutcome {
  std::exception_ptr error = {};
  std::unique_ptr<T> value = {};

  /// Runs `job`.
  template <class Job>
  static JobOutcome of(Job& job) {
    try {
      return {.value = std::make_unique<T>(job())};
    } catch (...) {
      return {.error = std::current_exception()};
    }
  }

  /// Throws the exception, if there is one. Once.
  T take() && {
    if (error) std::rethrow_exception(error);
    return std::move(*value);
  }
};

}  // namespace doggy
