#include "registry/notify/live.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace doggy::notify {
namespace {

void forget(std::map<std::string, std::set<Listener*>>& listeners, const std::string& id, Listener* one) {
  const auto found = listeners.find(id);
  if (found == listeners.end()) return;
  found->second.erase(one);
  if (found->second.empty()) listeners.erase(found);
}

// Moves a listener from what it watched to what it watches.
void move_to(std::map<std::string, std::set<Listener*>>& listeners, std::set<std::string>& watched,
             const std::set<std::string>& wanted, Listener* one) {
  for (const std::string& id : watched)
    if (!wanted.contains(id)) forget(listeners, id, one);
  for (const std::string& id : wanted) listeners[id].insert(one);
  watched = wanted;
}

}  // namespace

// Lives as long as somebody may still ring it.
struct Listener::Bell {
  explicit Bell(const boost::asio::any_io_executor& executor) : timer(executor) {}
  boost::asio::steady_timer timer;
};

std::shared_ptr<Listener> Live::listen(const std::string& account_id, const boost::asio::any_io_executor& executor) {
  const std::lock_guard lock(mutex_);
  auto& listeners = by_account_[account_id];
  if (listeners.size() >= kMostListeners) return nullptr;
  auto listener = std::make_shared<Listener>(*this, account_id, executor);
  listeners.insert(listener.get());
  return listener;
}

void Live::dog_changed(const std::string& dog_id) {
  tell(Subject::kDog, dog_id);
}

void Live::account_changed(const std::string& account_id) {
  tell(Subject::kAccount, account_id);
}

void Live::notices_changed(const std::string& account_id) {
  tell(Subject::kNotices, account_id);
}

void Live::organization_changed(const std::string& organization_id) {
  tell(Subject::kOrganization, organization_id);
}

void Live::tell(Subject subject, const std::string& id) {
  hear(subject, id);
  if (announce_) announce_(subject, id);
}

void Live::hear(Subject subject, const std::string& id) {
  const std::lock_guard lock(mutex_);
  const Listeners& listeners = listeners_of(subject);
  const auto found = listeners.find(id);
  if (found == listeners.end()) return;
  for (Listener* listener : found->second) {
    Listener::News& news = listener->news_;
    if (subject == Subject::kDog) news.dogs.insert(id);
    if (subject == Subject::kNotices) news.notices = true;
    if (subject == Subject::kAccount || subject == Subject::kOrganization) news.account = true;
    listener->ring();
  }
}

const Live::Listeners& Live::listeners_of(Subject subject) const {
  if (subject == Subject::kDog) return by_dog_;
  return subject == Subject::kOrganization ? by_organization_ : by_account_;
}

Listener::Listener(Live& live, std::string account_id, const boost::asio::any_io_executor& executor)
    : live_(live), account_id_(std::move(account_id)), bell_(std::make_shared<Bell>(executor)) {}

Listener::~Listener() {
  const std::lock_guard lock(live_.mutex_);
  move_to(live_.by_dog_, watched_, {}, this);
  move_to(live_.by_organization_, watched_organizations_, {}, this);
  forget(live_.by_account_, account_id_, this);
}

void Listener::watch(const std::set<std::string>& dog_ids) {
  const std::lock_guard lock(live_.mutex_);
  move_to(live_.by_dog_, watched_, dog_ids, this);
}

void Listener::watch_organizations(const std::set<std::string>& organization_ids) {
  const std::lock_guard lock(live_.mutex_);
  move_to(live_.by_organization_, watched_organizations_, organization_ids, this);
}

Task<Listener::News> Listener::next(std::chrono::steady_clock::duration at_most) {
  const std::shared_ptr<Bell> bell = bell_;
  const auto take = [this] {
    const std::lock_guard lock(live_.mutex_);
    News taken = news_;
    news_.dogs.clear();
    news_.account = false;
    news_.notices = false;
    return taken;
  };
  News news = take();
  if (news.ended || news.account || news.notices || !news.dogs.empty()) co_return news;
  // What rings from here on is handled by the loop after the wait has begun: both happen on it.
  bell->timer.expires_after(at_most);
  co_await bell->timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  co_return take();
}

void Listener::end() {
  const std::lock_guard lock(live_.mutex_);
  news_.ended = true;
  ring();
}

// With live_.mutex_ held.
void Listener::ring() {
  boost::asio::post(bell_->timer.get_executor(), [bell = bell_] { bell->timer.cancel(); });
}

}  // namespace doggy::notify
