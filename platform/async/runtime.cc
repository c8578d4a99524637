#include "platform/async/runtime.h"

#include <algorithm>
#include <thread>

#include "platform/async/priority.h"

namespace doggy {
namespace {

// A coroutine is destroyed through its own loop, and may own one of another loop: so often, at most, in a row.
constexpr int kLongestChain = 8;

}  // namespace

// Both can destroy what waits in them before they are destroyed themselves, while timers and sockets still refer to
// them.
class Runtime::Loop : public boost::asio::io_context {
 public:
  Loop() : io_context(1) {}
  void destroy_pending() { shutdown(); }
};

class Runtime::Workers : public boost::asio::thread_pool {
 public:
  explicit Workers(unsigned threads) : thread_pool(threads) {}
  void destroy_pending() { shutdown(); }
};

Runtime::Runtime(unsigned loops, unsigned workers) : workers_(std::make_unique<Workers>(std::max(1U, workers))) {
  // Threads have the priority of the thread that starts them.
  std::jthread([&] {
    lower_thread_priority();
    background_ = std::make_unique<Workers>(std::max(1U, workers));
  }).join();
  for (unsigned i = 0; i < std::max(1U, loops); ++i) loops_.push_back(std::make_unique<Loop>());
}

Runtime::~Runtime() {
  stop();
  stop_workers();
}

boost::asio::io_context& Runtime::loop(std::size_t i) {
  return *loops_[i];
}

boost::asio::thread_pool& Runtime::workers() {
  return *workers_;
}

boost::asio::thread_pool& Runtime::background() {
  return *background_;
}

void Runtime::run() {
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < loops_.size(); ++i) threads.emplace_back([this, i] { loops_[i]->run(); });
  loops_[0]->run();
}

void Runtime::stop() {
  for (auto& loop : loops_) loop->stop();
}

void Runtime::stop_workers() {
  for (auto* pool : {workers_.get(), background_.get()}) {
    pool->stop();
    pool->join();
  }
}

void Runtime::destroy_coroutines() {
  workers_->destroy_pending();
  background_->destroy_pending();
  for (int i = 0; i < kLongestChain; ++i)
    for (auto& loop : loops_) loop->destroy_pending();
}

}  // namespace doggy
