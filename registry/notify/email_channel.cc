#include "registry/notify/email_channel.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "platform/try.h"
#include "registry/notify/unsubscribe.h"

namespace doggy::notify {
namespace {

class EmailChannel final : public Channel {
 public:
  EmailChannel(store::Store& store, Post& post, jobs::Runner& runner, const std::string& public_url)
      : store_(store), post_(post), runner_(runner), public_url_(public_url) {}

  Task<Result<void>> deliver(Delivery delivery) override {
    if (!delivery.to.email_verified) co_return Result<void>{};
    const std::string account_id = delivery.to.id.text();
    CO_TRY(auto token, co_await unsubscribe_token(store_, account_id, delivery.notice.kind, ChannelKind::kEmail));
    std::string text = fmt::format(
        "{}\n\n{}\n\n{}{}\n\nYou are told of this because of your settings at {}/settings/notifications\n"
        "No more mails of this kind: {}/unsubscribe#{}\n",
        greeting(delivery.to), delivery.summary, public_url_, delivery.path, public_url_, public_url_, token);
    Letter letter{.message = {.to = std::move(delivery.to.email),
                              .subject = std::move(delivery.title),
                              .text = std::move(text),
                              .headers = unsubscribe_headers(public_url_, token)}};
    // The notice's id and time make it one letter, however often this is called.
    std::vector<store::Write> writes;
    writes.push_back(post_.write(std::move(letter), delivery.notice.id.text(), delivery.notice.at));
    auto done = co_await store_.commit(std::move(writes));
    if (done) runner_.wake();
    co_return done;
  }

 private:
  store::Store& store_;
  Post& post_;
  jobs::Runner& runner_;
  const std::string& public_url_;
};

}  // namespace

std::shared_ptr<Channel> email_channel(store::Store& store, Post& post, jobs::Runner& runner,
                                       const std::string& public_url) {
  return std::make_shared<EmailChannel>(store, post, runner, public_url);
}

}  // namespace doggy::notify
