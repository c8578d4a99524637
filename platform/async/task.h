// The coroutine type of the whole program, and the one way to wait for something that another thread completes.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <utility>

namespace doggy {

/// Rules for coroutines here: parameters by value; one co_await per statement; nothing captured by reference outlives
/// a suspension.
template <class T>
using Task = boost::asio::awaitable<T>;

/// Called once, from any thread, to resume the coroutine that waits in `suspend`.
template <class T>
using Resume = std::move_only_function<void(T)>;

/// Suspends the calling coroutine, hands `start` a function that resumes it, and resumes on the coroutine's own
/// executor. `start` is called before suspend returns control to the loop and must not throw.
template <class T, class Start>
Task<T> suspend(Start start) {
  auto executor = co_await boost::asio::this_coro::executor;
  co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void(T)>(
      [](auto handler, const auto& resume_on, auto begin) {
        begin(Resume<T>(
            [handler = std::move(handler), resume_on, work = boost::asio::make_work_guard(resume_on)](T value) mutable {
              boost::asio::post(resume_on, [handler = std::move(handler), value = std::move(value)]() mutable {
                std::move(handler)(std::move(value));
              });
              work.reset();
            }));
      },
      boost::asio::use_awaitable, executor, std::move(start));
}

}  // namespace doggy
