// Mail on its way: what is handed over is sent later, and nobody waits for it.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <memory>

#include "platform/mail/mail.h"

namespace doggy::notify {

/// Thread-safe.
class Post {
 public:
  /// `workers` outlives this; what it still has to send when it ends is lost.
  Post(std::unique_ptr<mail::Mailer> mailer, boost::asio::thread_pool& workers);

  /// Tries twice; a failure is logged without address and text.
  void send(mail::Message message);

 private:
  const std::shared_ptr<mail::Mailer> mailer_;
  boost::asio::thread_pool& workers_;
};

}  // namespace doggy::notify
