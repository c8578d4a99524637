#include "registry/api/live_api.h"

#include <utility>

#include "platform/http/web_socket.h"
#include "platform/try.h"
#include "registry/api/services.h"
#include "registry/notify/live_feed.h"

namespace doggy::api {
namespace {

// RFC 6455 leaves 4000 to 4999 to applications: 4000 and the HTTP status.
constexpr std::uint16_t kSessionOver = 4401;

Task<void> speak(std::shared_ptr<notify::Teller> teller, http::WebSocket& socket) {
  auto say = [&socket](std::string text) { return socket.send(std::move(text)); };
  const notify::Ending ending = co_await notify::tell(std::move(teller), std::move(say));
  if (ending == notify::Ending::kSignedOut) co_await socket.close(kSessionOver, "The session has ended.");
}

Task<Answer> live(Services& services, http::Request request, Caller caller) {
  auto executor = co_await boost::asio::this_coro::executor;
  auto listener = services.live.listen(caller.account_id, executor);
  if (!listener)
    co_return std::unexpected(Error{.code = Code::kThrottled,
                                    .detail = "This account is connected at too many places.",
                                    .retry_after = std::chrono::seconds(60)});
  notify::LiveFeed feed{.store = services.store,
                        .circle = services.circle,
                        .sessions = services.sessions,
                        .notices = services.notices,
                        .look_again = services.look_again,
                        .listener = listener,
                        .account_id = std::move(caller.account_id),
                        .token = std::move(caller.token)};
  // Before the answer: who is connected misses nothing.
  CO_TRY(auto begun, co_await notify::begin(std::move(feed)));
  const std::shared_ptr<notify::Teller> teller = std::move(begun);
  co_return http::open_web_socket(request,
                                  {.speech = [teller](http::WebSocket& socket) { return speak(teller, socket); },
                                   .gone = [listener] { listener->end(); }});
}

}  // namespace

std::vector<Endpoint> live_endpoints() {
  return {{.method = http::Method::kGet,
           .path = "/v1/live",
           .handle = live,
           .summary = "A WebSocket that tells which of the caller's dogs have news or are no longer to be seen, and of "
                      "unread notifications",
           .response = body_of<notify::LiveMessage>(),
           .status = 101,
           .same_site = true}};
}

}  // namespace doggy::api
