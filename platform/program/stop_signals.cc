#include "platform/program/stop_signals.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <thread>
#include <utility>

namespace doggy::program {

struct StopSignals::State {
  boost::asio::io_context context;
  boost::asio::signal_set signals{context, SIGTERM, SIGINT};
  std::thread thread;
};

StopSignals::StopSignals(std::function<void()> stop) : state_(std::make_unique<State>()) {
  state_->signals.async_wait([stop = std::move(stop)](const boost::system::error_code& error, int) {
    if (!error) stop();
  });
  state_->thread = std::thread([state = state_.get()] { state->context.run(); });
}

StopSignals::~StopSignals() {
  state_->context.stop();
  state_->thread.join();
}

}  // namespace doggy::program
