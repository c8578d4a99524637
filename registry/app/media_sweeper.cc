#include "registry/app/media_sweeper.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "platform/observe/log.h"

namespace doggy::app {
namespace {

Task<void> sweep_now_and_then(media::Media& media) {
  auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::steady_timer timer(executor);
  std::chrono::minutes wait{10};
  for (;;) {
    timer.expires_after(wait);
    co_await timer.async_wait(boost::asio::use_awaitable);
    wait = std::chrono::minutes(60);
    const media::Swept swept = co_await media.sweep();
    if (swept.failed > 0)
      observe::log(observe::Level::kError, "media-sweep-failed", {{"what", swept.why}, {"failed", swept.failed}});
    if (swept.uploads + swept.orphans + swept.attachments > 0)
      observe::log(observe::Level::kInfo, "media-swept",
                   {{"uploads", swept.uploads}, {"orphans", swept.orphans}, {"attachments", swept.attachments}});
  }
}

}  // namespace

void start_media_sweeper(Runtime& runtime, media::Media& media) {
  boost::asio::co_spawn(runtime.loop(0), sweep_now_and_then(media), boost::asio::detached);
}

}  // namespace doggy::app
