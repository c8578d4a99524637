// Sends what is planned for one channel, again and again until it is taken.
//
// At least once: a message is marked as sent after the channel took it. Between the two, a crash makes it go out again,
// with the same id and the same bytes; nothing else does.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "alert-analyzer/delivery/channel.h"
#include "alert-analyzer/incidents/ledger.h"
#include "alert-analyzer/pipeline/figures.h"
#include "platform/time/backoff.h"
#include "platform/time/timestamp.h"

namespace doggy::analyzer {

class Sender {
 public:
  /// All of them outlive this. What was not taken for `give_up` becomes a dead letter.
  Sender(Channel& channel, Ledger& ledger, Figures& figures, std::chrono::milliseconds give_up,
         std::function<Timestamp()> clock);

  /// Tries what is due. Whether there may be more at once. Error: kUnavailable, of the ledger.
  [[nodiscard]] Result<bool> step();

 private:
  [[nodiscard]] Result<void> mark(Delivery delivery);
  void try_to_send(Delivery& delivery, std::int64_t now_ms);

  Channel& channel_;
  Ledger& ledger_;
  Figures& figures_;
  const std::chrono::milliseconds give_up_;
  const std::function<Timestamp()> clock_;
  std::set<std::string> taken_;  // Sent, and could not be marked so yet.
  Backoff backoff_{std::chrono::seconds(1), std::chrono::minutes(5)};
};

}  // namespace doggy::analyzer
