#include "platform/http/body_budget.h"

namespace doggy::http {

bool BodyBudget::Share::grow(std::size_t bytes, const std::string& address) {
  const bool small = held_ + bytes <= kSmallBody;
  const std::size_t most = small ? budget_.limits_.all : budget_.limits_.all - budget_.limits_.all / 4;
  const std::size_t all = budget_.held_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  if (all > most || (!small && !count_large(held_ + bytes, address))) {
    budget_.held_.fetch_sub(bytes, std::memory_order_relaxed);
    return false;
  }
  held_ += bytes;
  return true;
}

bool BodyBudget::Share::count_large(std::size_t total, const std::string& address) {
  const std::size_t before = held_of_sender_;
  if (!count_for_sender(total)) return false;
  if (count_for_peer(total, address)) return true;
  budget_.senders_.remove(sender_, held_of_sender_ - before);
  held_of_sender_ = before;
  return false;
}

bool BodyBudget::Share::count_for_sender(std::size_t total) {
  if (sender_.empty()) return true;
  if (!budget_.senders_.add(sender_, total - held_of_sender_, budget_.limits_.of_sender)) return false;
  held_of_sender_ = total;
  return true;
}

bool BodyBudget::Share::count_for_peer(std::size_t total, const std::string& address) {
  if (held_of_peer_ == 0) {
    const bool exempt = !budget_.limits_.of_loopback && is_loopback(address);
    peer_ = exempt ? std::string() : peer_of(address);
  }
  if (peer_.empty()) return true;
  if (!budget_.peers_.add(peer_, total - held_of_peer_, budget_.limits_.of_peer)) return false;
  held_of_peer_ = total;
  return true;
}

void BodyBudget::Share::release() {
  budget_.held_.fetch_sub(held_, std::memory_order_relaxed);
  held_ = 0;
  if (held_of_peer_ > 0) budget_.peers_.remove(peer_, held_of_peer_);
  held_of_peer_ = 0;
  if (held_of_sender_ > 0) budget_.senders_.remove(sender_, held_of_sender_);
  held_of_sender_ = 0;
  sender_.clear();
}

}  // namespace doggy::http
