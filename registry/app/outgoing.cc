#include "registry/app/outgoing.h"

#include <utility>

#include "platform/http/egress.h"
#include "platform/push/vapid.h"
#include "platform/try.h"
#include "registry/jobs/runner.h"
#include "registry/notify/letters.h"

namespace doggy::app {
namespace {

http::Egress egress_of(const Settings& settings) {
  return {.loopback = settings.outgoing_loopback};
}

auto url_rule(const Settings& settings, const char* field) {
  return [egress = egress_of(settings), field](std::string_view url) { return http::check_egress(url, egress, field); };
}

// Whether a notice is still to be told: it is there, was not read, and what it is about may be seen.
Task<Result<bool>> is_news(notify::Notices& notices, std::string account_id, std::string notice_id) {
  CO_TRY(auto notice, co_await notices.get_visible(std::move(account_id), std::move(notice_id)));
  co_return notice && !notice->read_at;
}

}  // namespace

Outgoing::Outgoing(const Settings& settings, push::KeyPair key, Parts parts)
    : accounts_(parts.accounts),
      post_(parts.post),
      public_url_(parts.public_url),
      client_({.guard = egress_of(settings)}),
      push_figures_(parts.metrics),
      subscriptions_(parts.store, parts.sessions, url_rule(settings, "endpoint"), parts.clock),
      pusher_({.subscriptions = subscriptions_,
               .client = client_,
               .figures = push_figures_,
               .key = std::move(key),
               .contact = settings.push_contact.empty() ? "mailto:" + settings.mail_from : settings.push_contact,
               .clock = parts.clock,
               .may_see =
                   [&notices = parts.notices](std::string account_id, std::string notice_id) {
                     return is_news(notices, std::move(account_id), std::move(notice_id));
                   }}),
      webhook_figures_(parts.metrics),
      webhooks_(parts.store, url_rule(settings, "url"), parts.clock),
      courier_({.webhooks = webhooks_,
                .circle = parts.circle,
                .records = parts.records,
                .notices = parts.notices,
                .client = client_,
                .figures = webhook_figures_,
                .public_url = parts.public_url,
                .clock = parts.clock,
                .tell = [this](std::string account_id, webhooks::Webhook webhook) {
                  return tell_disabled(std::move(account_id), std::move(webhook));
                }}) {
  parts.runner.handle(
      std::string(push::kJobKind), [this](jobs::Job job) { return pusher_.deliver(std::move(job)); }, push::kEffort);
  parts.runner.handle(
      std::string(webhooks::kJobKind), [this](jobs::Job job) { return courier_.deliver(std::move(job)); },
      webhooks::kEffort);
}

Task<void> Outgoing::tell_disabled(std::string account_id, webhooks::Webhook webhook) {
  auto account = co_await accounts_.get(std::move(account_id));
  if (!account) co_return;
  const bool gone = webhook.disabled_because == webhooks::Disabled::kGone;
  co_await post_.send(notify::webhook_disabled_letter(*account, public_url_(), webhook.url, gone));
}

Result<push::KeyPair> push_key(const Settings& settings) {
  if (settings.push_key_file.empty()) return push::KeyPair::generate();
  return push::key_in_file(settings.push_key_file);
}

}  // namespace doggy::app
