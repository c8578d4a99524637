// What the handlers work with; made by app/.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include "platform/async/keyed_limit.h"
#include "platform/async/runtime.h"
#include "platform/async/supervisor.h"
#include "platform/async/worker_pool.h"
#include "platform/time/timestamp.h"
#include "registry/accounts/accounts.h"
#include "registry/accounts/calendar_feeds.h"
#include "registry/audit/access_trail.h"
#include "registry/circle/circle.h"
#include "registry/dogs/dogs.h"
#include "registry/jobs/runner.h"
#include "registry/log/dog_log.h"
#include "registry/media/media.h"
#include "registry/notify/live.h"
#include "registry/notify/notices.h"
#include "registry/notify/post.h"
#include "registry/organizations/organizations.h"
#include "registry/push/pusher.h"
#include "registry/records/records.h"
#include "registry/sharing/share_links.h"
#include "registry/store/store.h"
#include "registry/views/rollups.h"
#include "registry/webhooks/webhooks.h"

// Of those that few handlers use, the few include the rest.
namespace doggy::accounts {
class Activity;
class Passkeys;
}  // namespace doggy::accounts
namespace doggy::erasure {
class Erasure;
}
namespace doggy::search {
class Search;
}

namespace doggy::api {

struct ServerStatus;

struct Services {
  store::Store& store;
  Runtime& runtime;
  Supervisor& background;         // For what is finished after the answer.
  WorkerPool& heavy;              // For what takes long: exports, imports, charts over long histories, large bodies.
  KeyedLimit& charts;             // How much of that an account may have under way: of charts and reports,
  KeyedLimit& syncs;              // of syncs,
  KeyedLimit& transfers;          // and of exports and imports.
  std::filesystem::path scratch;  // A folder for files that live as long as a request.
  accounts::Sessions& sessions;
  accounts::Accounts& accounts;
  accounts::Passkeys& passkeys;
  accounts::Activity& activity;
  accounts::CalendarFeeds& calendar_feeds;
  log::DogLog& log;
  organizations::Organizations& organizations;
  circle::Circle& circle;
  dogs::Dogs& dogs;
  records::Records& records;
  media::Media& media;
  views::Rollups& rollups;
  search::Search& search;
  audit::AccessTrail& access_trail;
  sharing::ShareLinks& share_links;
  erasure::Erasure& erasure;
  jobs::Runner& jobs;
  notify::Live& live;
  notify::Notices& notices;
  notify::Post& post;
  push::Subscriptions& push_subscriptions;
  push::Pusher& pusher;
  webhooks::Webhooks& webhooks;
  std::function<Timestamp()> clock;
  std::chrono::milliseconds look_again;  // How often what ends by itself is looked for on open connections.
  std::function<bool(const std::string& email)> is_admin;  // Whether somebody with that address runs the server.
  std::function<ServerStatus()> status;
  std::string public_url;  // "https://doggy.example", without a slash at the end.
  [[nodiscard]] bool secure_cookies() const { return public_url.starts_with("https://"); }
};

}  // namespace doggy::api
