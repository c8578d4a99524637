#include "platform/async/runtime.h"

#include <algorithm>
#include <thread>

namespace doggy {

Runtime::Runtime(unsigned loops, unsigned workers) : workers_(std::max(1U, workers)) {
  for (unsigned i = 0; i < std::max(1U, loops); ++i) loops_.push_back(std::make_unique<boost::asio::io_context>(1));
}

Runtime::~Runtime() {
  stop();
  workers_.join();
}

void Runtime::run() {
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < loops_.size(); ++i) threads.emplace_back([this, i] { loops_[i]->run(); });
  loops_[0]->run();
}

void Runtime::stop() {
  for (auto& loop : loops_) loop->stop();
}

}  // namespace doggy
