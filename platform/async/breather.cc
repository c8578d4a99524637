#include "platform/async/breather.h"

namespace doggy {

Task<void> breathe() {
  const auto executor = co_await boost::asio::this_coro::executor;
  co_await boost::asio::post(executor, boost::asio::use_awaitable);
}

Task<void> Breather::pause_if_due() {
  if (!is_due()) co_return;
  co_await breathe();
  began_ = now_();
}

}  // namespace doggy
