// What somebody who is connected is told at once: which of their dogs have news, which they no longer see, and how many
// notices they have not read. Not what the news is: they ask for that, as always, by sync or by the page they look at.
#pragma once

#include <boost/describe/class.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "platform/async/task.h"
#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "registry/accounts/sessions.h"
#include "registry/circle/circle.h"
#include "registry/log/dog_log.h"
#include "registry/notify/live.h"
#include "registry/notify/notices.h"
#include "registry/store/store.h"

namespace doggy::notify {

struct LiveMessage {
  std::optional<Uuid> dog_id;
  std::optional<std::uint64_t> seq;
  std::optional<bool> removed;
  std::optional<std::uint64_t> notifications;
};
BOOST_DESCRIBE_STRUCT(LiveMessage, (), (dog_id, seq, removed, notifications))

struct LiveFeed {
  store::Store& store;
  circle::Circle& circle;
  accounts::Sessions& sessions;
  Notices& notices;
  /// How often grants and the session are looked at even when nothing happened: they end by themselves as well.
  std::chrono::milliseconds look_again;
  std::shared_ptr<Listener> listener;
  std::string account_id;
  std::string token;
};

enum class Ending : std::uint8_t {
  kGone,       // `say` was false, or the listener ended.
  kSignedOut,  // The session is over.
};

/// A feed that knows where its dogs stand.
class Teller;

/// Reads where the account's dogs stand: whatever is committed after this returns will be told. What `feed` refers to
/// outlives the teller. Error: kUnavailable.
Task<Result<std::shared_ptr<Teller>>> begin(LiveFeed feed);

/// Says messages (JSON) until the feed ends.
Task<Ending> tell(std::shared_ptr<Teller> teller, std::function<Task<bool>(std::string)> say);

}  // namespace doggy::notify

template <>
struct doggy::codec::Schema<doggy::notify::LiveMessage> {
  static constexpr std::string_view kName = "LiveMessage";
  static constexpr std::string_view kDoc =
      "A message of the WebSocket: a dog has news, or is no longer to be seen, or the caller has other notifications.";
  static constexpr std::array kFields{
      Field{.member = "dog_id", .doc = "The dog.", .access = Access::kReadOnly},
      Field{.member = "seq", .doc = "Where its log stands now.", .access = Access::kReadOnly},
      Field{.member = "removed", .doc = "True: forget the dog.", .access = Access::kReadOnly},
      Field{.member = "notifications",
            .doc = "Without a dog: how many are unread now, at most 100.",
            .access = Access::kReadOnly},
  };
};
