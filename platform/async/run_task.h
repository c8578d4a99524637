// Runs one coroutine to its end on a loop of its own: for programs that do one thing, and for tests.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "platform/async/task.h"

namespace doggy {

/// The coroutine's value; its exception is thrown here.
template <class T>
T run_task(Task<T> task) {
  boost::asio::io_context loop(1);
  std::optional<T> value;
  std::exception_ptr error;
  boost::asio::co_spawn(loop, std::move(task), [&](std::exception_ptr thrown, T result) {
    error = std::move(thrown);
    value = std::move(result);
  });
  loop.run();
  if (error) std::rethrow_exception(error);
  return std::move(*value);
}

}  // namespace doggy
