#include "registry/app/sweeper.h"

#include <chrono>

#include "platform/observe/log.h"

namespace doggy::app {
namespace {

constexpr std::chrono::minutes kFirst{10};
constexpr std::chrono::minutes kEvery{60};

Task<void> sweep_media(Supervisor& background, media::Media& media) {
  for (std::chrono::minutes wait = kFirst;; wait = kEvery) {
    const bool go_on = co_await background.sleep(wait);
    if (!go_on) co_return;
    const media::Swept swept = co_await media.sweep();
    if (swept.failed > 0)
      observe::log(observe::Level::kError, "media-sweep-failed", {{"what", swept.why}, {"failed", swept.failed}});
    if (swept.uploads + swept.orphans + swept.attachments + swept.rewritten > 0)
      observe::log(observe::Level::kInfo, "media-swept",
                   {{"uploads", swept.uploads},
                    {"orphans", swept.orphans},
                    {"attachments", swept.attachments},
                    {"rewritten", swept.rewritten}});
  }
}

Task<void> sweep_search(Supervisor& background, search::Search& search) {
  for (std::chrono::minutes wait = kFirst;; wait = kEvery) {
    const bool go_on = co_await background.sleep(wait);
    if (!go_on) co_return;
    const auto forgotten = co_await search.forget_gone();
    if (!forgotten)
      observe::log(observe::Level::kError, "search-sweep-failed", {{"what", forgotten.error().detail}});
    else if (*forgotten > 0)
      observe::log(observe::Level::kInfo, "search-swept", {{"dogs", *forgotten}});
  }
}

}  // namespace

void start_sweepers(Runtime& runtime, Supervisor& background, media::Media& media, search::Search& search) {
  const auto loop = runtime.loop(0).get_executor();
  background.spawn(loop, "media-sweep", [&background, &media] { return sweep_media(background, media); });
  background.spawn(loop, "search-sweep", [&background, &search] { return sweep_search(background, search); });
}

}  // namespace doggy::app
