#include "registry/notify/post.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "platform/observe/log.h"

namespace doggy::notify {

Post::Post(std::unique_ptr<mail::Mailer> mailer, boost::asio::thread_pool& workers)
    : mailer_(std::move(mailer)), workers_(workers) {}

void Post::send(mail::Message message) {
  boost::asio::post(workers_, [mailer = mailer_, message = std::move(message)] {
    Result<void> sent = mailer->send(message);
    if (!sent && sent.error().code == Code::kUnavailable) sent = mailer->send(message);
    if (!sent) observe::log(observe::Level::kError, "mail-failed", {{"reason", sent.error().detail}});
  });
}

}  // namespace doggy::notify
