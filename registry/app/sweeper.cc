#include "registry/app/sweeper.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "platform/observe/log.h"

namespace doggy::app {
namespace {

Task<void> sweep_now_and_then(media::Media& media, search::Search& search) {
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
    if (swept.uploads + swept.orphans + swept.attachments + swept.rewritten > 0)
      observe::log(observe::Level::kInfo, "media-swept",
                   {{"uploads", swept.uploads},
                    {"orphans", swept.orphans},
                    {"attachments", swept.attachments},
                    {"rewritten", swept.rewritten}});
    const auto forgotten = co_await search.forget_gone();
    if (!forgotten)
      observe::log(observe::Level::kError, "search-sweep-failed", {{"what", forgotten.error().detail}});
    else if (*forgotten > 0)
      observe::log(observe::Level::kInfo, "search-swept", {{"dogs", *forgotten}});
  }
}

}  // namespace

void start_sweeper(Runtime& runtime, media::Media& media, search::Search& search) {
  boost::asio::co_spawn(runtime.loop(0), sweep_now_and_then(media, search), boost::asio::detached);
}

}  // namespace doggy::app
