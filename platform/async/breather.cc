#include "platform/async/breather.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/query.hpp>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace doggy {
namespace {

// The coroutines of one event loop that wait in breathe(). One of them is resumed each time the loop has polled for
// events, so however many there are, whatever is ready waits for one step of one of them at most.
class BreathingQueue : public boost::asio::execution_context::service {
 public:
  inline static boost::asio::execution_context::id id;

  explicit BreathingQueue(boost::asio::execution_context& loop) : service(loop) {}

  void push(const boost::asio::any_io_executor& executor, std::move_only_function<void()> resume) {
    bool idle = false;
    {
      const std::lock_guard lock(mutex_);
      idle = !std::exchange(scheduled_, true);
      waiting_.push_back({.executor = executor, .resume = std::move(resume)});
    }
    if (idle) schedule(executor);
  }

 private:
  struct Waiting {
    boost::asio::any_io_executor executor;
    std::move_only_function<void()> resume;
  };

  void schedule(const boost::asio::any_io_executor& executor) {
    boost::asio::post(executor, [this] { resume_next(); });
  }

  void resume_next() {
    std::optional<Waiting> next;
    {
      const std::lock_guard lock(mutex_);
      if (!waiting_.empty()) {
        next = std::move(waiting_.front());
        waiting_.pop_front();
      }
      scheduled_ = !waiting_.empty();
      if (scheduled_) schedule(waiting_.front().executor);
    }
    if (next) boost::asio::dispatch(next->executor, std::move(next->resume));
  }

  void shutdown() override {
    // Destroying a coroutine may destroy others that wait here.
    std::deque<Waiting> destroyed;
    const std::lock_guard lock(mutex_);
    destroyed.swap(waiting_);
    scheduled_ = false;
  }

  std::mutex mutex_;
  std::deque<Waiting> waiting_;
  bool scheduled_ = false;
};

}  // namespace

Task<void> breathe() {
  const auto executor = co_await boost::asio::this_coro::executor;
  if (executor.target<boost::asio::io_context::executor_type>() == nullptr) {
    co_await boost::asio::post(executor, boost::asio::use_awaitable);
    co_return;
  }
  auto& queue = boost::asio::use_service<BreathingQueue>(boost::asio::query(executor, boost::asio::execution::context));
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void()>(
      [](auto handler, auto* waiting, const auto& resume_on) {
        waiting->push(resume_on, [handler = std::move(handler)]() mutable { std::move(handler)(); });
      },
      boost::asio::use_awaitable, &queue, executor);
}

Task<void> Breather::pause_if_due() {
  if (!is_due()) co_return;
  co_await breathe();
  began_ = now_();
}

}  // namespace doggy
