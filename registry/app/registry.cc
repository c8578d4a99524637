#include "registry/app/registry.h"

#include <fmt/format.h>

#include <atomic>
#include <filesystem>
#include <optional>
#include <thread>
#include <utility>

#include "platform/async/keyed_limit.h"
#include "platform/async/run_task.h"
#include "platform/async/runtime.h"
#include "platform/async/supervisor.h"
#include "platform/async/worker_pool.h"
#include "platform/http/problem.h"
#include "platform/http/router.h"
#include "platform/http/server.h"
#include "platform/http/static_files.h"
#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/mail/mail.h"
#include "platform/observe/background.h"
#include "platform/observe/log.h"
#include "platform/observe/metrics.h"
#include "platform/program/address.h"
#include "platform/program/secret_file.h"
#include "platform/try.h"
#include "registry/accounts/accounts.h"
#include "registry/accounts/activity.h"
#include "registry/accounts/passkeys/passkeys.h"
#include "registry/api/endpoint.h"
#include "registry/api/recovery_api.h"
#include "registry/api/services.h"
#include "registry/app/dynamodb_settings.h"
#include "registry/app/load_figures.h"
#include "registry/app/media_settings.h"
#include "registry/app/outgoing.h"
#include "registry/app/search_settings.h"
#include "registry/app/server_status.h"
#include "registry/app/sweeper.h"
#include "registry/erasure/erasure.h"
#include "registry/notify/bulletin.h"
#include "registry/notify/digest.h"
#include "registry/notify/email_channel.h"
#include "registry/notify/events.h"
#include "registry/push/push_channel.h"
#include "registry/search/search.h"
#include "registry/store/format.h"
#include "registry/store/sqlite/sqlite_store.h"
#include "registry/webhooks/webhook_channel.h"

namespace doggy::app {
namespace {

using program::Address;
using program::parse_address;

// What a job that is under way has left when the server ends; one that takes longer is done again.
constexpr std::chrono::seconds kJobGrace(10);
// The same of other background work, most of which is done in milliseconds.
constexpr std::chrono::seconds kBackgroundGrace(5);

// Jobs that may wait for a thread. At 50 to 100 ms a password check, the last in line waits for a few seconds.
constexpr std::size_t kHashingQueue = 64;
constexpr std::size_t kHeavyQueue = 32;
// A mail server that does not answer blocks a thread for a minute: these do nothing else. The jobs that send mails are
// fewer at a time than this queue is long.
constexpr unsigned kMailThreads = 4;
constexpr std::size_t kMailQueue = 64;

// A page with all charts asks for them at once, so those wait; nobody needs more than two exports or imports at a time.
constexpr std::size_t kChartsAtOnce = 2;
constexpr std::size_t kChartsWaiting = 32;
constexpr std::size_t kTransfersAtOnce = 2;
// Somebody's devices that come back into a network together wait for each other.
constexpr std::size_t kSyncsAtOnce = 2;
constexpr std::size_t kSyncsWaiting = 32;

Task<http::Response> answer_ok(http::Request) {
  co_return http::Response{.content_type = "text/plain; charset=utf-8", .body = "ok\n"};
}

// The folder of the built frontend, or an empty path.
std::filesystem::path find_frontend(const std::string& setting) {
  if (!setting.empty()) return setting;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  for (const auto& folder : {program.parent_path() / "frontend", program.parent_path() / "../../../frontend/dist"})
    if (std::filesystem::exists(folder / "index.html", error)) return std::filesystem::weakly_canonical(folder, error);
  return {};
}

unsigned loop_count(unsigned setting) {
  return setting != 0 ? setting : std::max(1U, std::thread::hardware_concurrency());
}

// For files that live as long as a request. What a crash left is removed.
std::filesystem::path scratch_folder(const Settings& settings) {
  std::filesystem::path folder = std::filesystem::path(settings.data) / "scratch";
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return folder;
}

std::unique_ptr<mail::Mailer> mailer_of(const Settings& settings) {
  if (!settings.smtp_url.empty())
    return mail::smtp({.url = settings.smtp_url,
                       .user = settings.smtp_user,
                       .password = program::read_secret(settings.smtp_password_file, "smtp-password-file").value_or(""),
                       .require_tls = settings.smtp_require_tls},
                      settings.mail_from);
  std::filesystem::path folder = settings.mail_outbox;
  if (folder.empty()) folder = std::filesystem::path(settings.data) / "outbox";
  return mail::outbox(std::move(folder), settings.mail_from);
}

// Made once: it is the same for every registry of a process, and tests open hundreds.
std::shared_ptr<const std::string> description() {
  static const auto text = std::make_shared<const std::string>(codec::to_text(api::openapi(api::all_endpoints())));
  return text;
}

void add_all_routes(http::Router& router, api::Services& services, const std::atomic<bool>& draining) {
  api::add_routes(router, api::all_endpoints(), services);

  const auto document = description();
  const std::string etag = "\"" + sha256_hex(*document).substr(0, 16) + "\"";
  router.add({.method = http::Method::kGet, .path = "/openapi.json", .handler = [document, etag](const http::Request&) {
                return [](std::shared_ptr<const std::string> text, std::string tag) -> Task<http::Response> {
                  co_return http::Response{
                      .content_type = "application/json", .shared_body = std::move(text), .etag = std::move(tag)};
                }(document, etag);
              }});
  router.add({.method = http::Method::kGet, .path = "/healthz", .handler = answer_ok});
  router.add(
      {.method = http::Method::kGet, .path = "/readyz", .handler = [&services, &draining](http::Request request) {
         return [](api::Services& all, bool leaving, http::Request asked) -> Task<http::Response> {
           auto up = co_await all.store.ping();
           if (leaving)
             up = std::unexpected(Error{.code = Code::kUnavailable, .detail = "The server is shutting down."});
           if (!up) co_return http::problem(up.error(), asked.request_id);
           co_return co_await answer_ok(std::move(asked));
         }(services, draining.load(), std::move(request));
       }});
}

}  // namespace

struct Registry::State {
  State(const Settings& chosen, Address main, std::optional<Address> metrics_at,
        std::shared_ptr<observe::Metrics> figures, std::unique_ptr<store::Store> opened,
        std::unique_ptr<media::BlobStore> blobs, std::function<Timestamp()> now, push::KeyPair key)
      : settings(chosen),
        address(std::move(main)),
        metrics_address(std::move(metrics_at)),
        shared_metrics(std::move(figures)),
        runtime(loop_count(chosen.threads), std::max(2U, loop_count(chosen.threads))),
        // Strangers who guess passwords take half the cores at most, and who is known finds a thread free.
        hashing({.name = "password checks",
                 .threads = loop_count(chosen.threads),
                 .queue_limit = kHashingQueue,
                 .normal_threads = std::max(1U, loop_count(chosen.threads) / 2)}),
        heavy({.name = "exports, imports and charts",
               .threads = loop_count(chosen.threads),
               .queue_limit = kHeavyQueue,
               .background = true}),
        mailing({.name = "mails", .threads = kMailThreads, .queue_limit = kMailQueue}),
        charts({.name = "charts and reports", .at_once = kChartsAtOnce, .waiting = kChartsWaiting}),
        syncs({.name = "syncs", .at_once = kSyncsAtOnce, .waiting = kSyncsWaiting}),
        transfers({.name = "exports and imports", .at_once = kTransfersAtOnce}),
        load_figures(metrics, {hashing, heavy, mailing}, {charts, syncs, transfers}),
        store(std::move(opened)),
        clock(std::move(now)),
        sessions(*store, clock),
        accounts(*store, sessions, hashing, clock),
        passkeys(*store, clock),
        activity(*store, clock),
        calendar_feeds(*store, clock),
        jobs(*store, clock, metrics),
        post(mailer_of(chosen), jobs, mailing, clock),
        log(
            *store, [this](const log::Committed& done) { tell(done); }, observe::background_failures(metrics)),
        organizations(*store, clock, [this](const std::string& account_id) { live.account_changed(account_id); }),
        circle(*store, log, clock),
        dogs(*store, log, circle, clock),
        records(*store, log, circle, clock),
        media(*store, records, std::move(blobs), media_options(chosen), clock),
        rollups(*store, log),
        search(*store, circle, records, runtime.workers(), search_folder(chosen)),
        share_links(*store, log, circle, records, clock),
        erasure(*store, log, circle, organizations, accounts, sessions, clock,
                [this](std::string dog_id) { return forget_dog(std::move(dog_id)); }),
        notices(*store, circle, clock),
        notifier(*store, accounts, notices, live, jobs, clock),
        outgoing(chosen, std::move(key),
                 {.store = *store,
                  .sessions = sessions,
                  .accounts = accounts,
                  .circle = circle,
                  .records = records,
                  .notices = notices,
                  .post = post,
                  .runner = jobs,
                  .metrics = metrics,
                  .clock = clock,
                  .public_url = [this] { return services.public_url; }}),
        access_trail(*store, clock, std::chrono::days(std::max(chosen.access_trail_days, 1U))),
        services{.store = *store,
                 .runtime = runtime,
                 .background = background,
                 .heavy = heavy,
                 .charts = charts,
                 .syncs = syncs,
                 .transfers = transfers,
                 .scratch = scratch_folder(chosen),
                 .sessions = sessions,
                 .accounts = accounts,
                 .passkeys = passkeys,
                 .activity = activity,
                 .calendar_feeds = calendar_feeds,
                 .log = log,
                 .organizations = organizations,
                 .circle = circle,
                 .dogs = dogs,
                 .records = records,
                 .media = media,
                 .rollups = rollups,
                 .search = search,
                 .access_trail = access_trail,
                 .share_links = share_links,
                 .erasure = erasure,
                 .jobs = jobs,
                 .live = live,
                 .notices = notices,
                 .post = post,
                 .push_subscriptions = outgoing.subscriptions(),
                 .pusher = outgoing.pusher(),
                 .webhooks = outgoing.webhooks(),
                 .clock = clock,
                 .look_again = std::chrono::milliseconds(std::max<std::uint64_t>(chosen.look_again_ms, 50)),
                 .is_admin = admins_of(chosen),
                 .status = [this] { return status_of(settings, started_at, services.public_url); },
                 .public_url = chosen.public_url} {
    if (chosen.store != "sqlite") bulletin.emplace(*store, live, clock);
    erasure.do_jobs(jobs);
    api::do_password_resets(services);
    add_all_routes(router, services, draining);
    add_notices();
  }

  // What did not end in time is still suspended, and refers to services. First nothing may go on any more: threads
  // end, and the store with its own. Then the coroutines go, and after them the services.
  ~State() {
    runtime.stop();
    metrics_server.reset();
    server.reset();
    runtime.stop_workers();
    hashing.stop();
    heavy.stop();
    mailing.stop();
    store.reset();
    runtime.destroy_coroutines();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  const Settings settings;
  const Address address;
  const std::optional<Address> metrics_address;
  std::atomic<bool> draining = false;
  const std::shared_ptr<observe::Metrics> shared_metrics;  // With the store.
  observe::Metrics& metrics = *shared_metrics;
  Supervisor background{observe::background_failures(metrics)};
  Runtime runtime;
  WorkerPool hashing;
  WorkerPool heavy;
  WorkerPool mailing;
  KeyedLimit charts;
  KeyedLimit syncs;
  KeyedLimit transfers;
  LoadFigures load_figures;
  std::unique_ptr<store::Store> store;  // After the runtime: its threads end before the loops they resume on.
  const std::function<Timestamp()> clock;
  const Timestamp started_at = clock();
  accounts::Sessions sessions;
  accounts::Accounts accounts;
  accounts::Passkeys passkeys;
  accounts::Activity activity;
  accounts::CalendarFeeds calendar_feeds;
  notify::Live live;                         // Before what tells it.
  std::optional<notify::Bulletin> bulletin;  // Where other servers may be on the same store.
  jobs::Runner jobs;
  notify::Post post;
  log::DogLog log;
  organizations::Organizations organizations;
  circle::Circle circle;
  dogs::Dogs dogs;
  records::Records records;
  media::Media media;
  views::Rollups rollups;
  search::Search search;
  sharing::ShareLinks share_links;
  erasure::Erasure erasure;
  notify::Notices notices;
  notify::Notifier notifier;
  Outgoing outgoing;
  audit::AccessTrail access_trail;
  api::Services services;
  http::Router router;
  http::Router metrics_router;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<http::Server> metrics_server;

  // What is kept of a dog outside of its partition.
  Task<Result<void>> forget_dog(std::string dog_id) {
    auto done = co_await media.erase_dog(dog_id);
    if (!done) co_return done;
    co_return co_await search.forget(std::move(dog_id));
  }

  // Which events are told of, and by what; a channel is one line.
  void add_notices() {
    notify::handle_events({.store = *store,
                           .circle = circle,
                           .records = records,
                           .accounts = accounts,
                           .organizations = organizations,
                           .notices = notices,
                           .notifier = notifier,
                           .live = live,
                           .runner = jobs,
                           .clock = clock});
    notify::handle_digests({.store = *store,
                            .accounts = accounts,
                            .notices = notices,
                            .post = post,
                            .runner = jobs,
                            .public_url = services.public_url});
    notifier.add(notify::ChannelKind::kEmail, notify::email_channel(*store, post, jobs, services.public_url));
    notifier.add(notify::ChannelKind::kPush, push::push_channel(outgoing.pusher(), jobs));
    notifier.add(notify::ChannelKind::kWebhook, webhooks::webhook_channel(outgoing.webhooks(), jobs, clock));
  }

  void tell(const log::Committed& done) {
    live.dog_changed(done.dog_id);
    for (const std::string& account_id : done.account_ids) live.account_changed(account_id);
    for (const std::string& id : done.organization_ids) live.organization_changed(id);
    jobs.wake();  // The change may have enqueued one.
  }

  Result<void> start_metrics() {
    if (!metrics_address) return {};
    metrics_router.add({.method = http::Method::kGet, .path = "/metrics", .handler = [this](const http::Request&) {
                          load_figures.measure();
                          return [](std::string text) -> Task<http::Response> {
                            co_return http::Response{.content_type = "text/plain; version=0.0.4; charset=utf-8",
                                                     .body = std::move(text)};
                          }(metrics.text());
                        }});
    http::ServerOptions options{.address = metrics_address->host, .port = metrics_address->port};
    options.access_log = false;
    metrics_server = std::make_unique<http::Server>(options, metrics_router, runtime, metrics);
    auto started = metrics_server->start();
    // Two registries on one machine both find the usual port; only a port that somebody chose is worth failing for.
    if (!started && settings.metrics_listen == Settings{}.metrics_listen) {
      options.port = 0;
      metrics_server = std::make_unique<http::Server>(options, metrics_router, runtime, metrics);
      started = metrics_server->start();
    }
    return started;
  }
};

Registry::Registry(std::unique_ptr<State> state) : state_(std::move(state)) {}
Registry::~Registry() = default;

namespace {

struct Addresses {
  Address main;
  std::optional<Address> metrics;
};

Result<Addresses> addresses_of(const Settings& settings) {
  Addresses addresses;
  TRY(auto main, parse_address(settings.listen, "listen"));
  addresses.main = std::move(main);
  if (!settings.metrics_listen.empty()) {
    TRY(auto metrics, parse_address(settings.metrics_listen, "metrics-listen"));
    addresses.metrics = std::move(metrics);
  }
  return addresses;
}

// The store that the settings name.
Result<std::unique_ptr<store::Store>> open_store(const Settings& settings, std::shared_ptr<observe::Metrics> metrics) {
  if (settings.store == "sqlite") return store::SqliteStore::open(settings.data, {.metrics = std::move(metrics)});
  auto opened = store::DynamodbStore::open(
      dynamodb_options(settings.dynamodb_table, settings.dynamodb_endpoint, settings.aws_region), std::move(metrics));
  if (!opened) return std::unexpected(std::move(opened.error()));
  // The rest of what is kept beside the records: the search's indexes, the key of push messages.
  std::error_code error;
  std::filesystem::create_directories(settings.data, error);
  if (error) return fail_field("data", "folder", "Cannot make " + settings.data + ": " + error.message());
  return opened;
}

}  // namespace

Result<std::unique_ptr<Registry>> Registry::open(const Settings& settings) {
  if (settings.store != "sqlite" && settings.store != "dynamodb")
    return fail_field("store", "enum", "store is sqlite or dynamodb.");
  // A wrong setting leaves no folder behind.
  CHECK_OK(addresses_of(settings));
  CHECK_OK(open_media_store(settings));
  const auto metrics = std::make_shared<observe::Metrics>();
  TRY(auto opened, open_store(settings, metrics));
  if (auto known = run_task(store::check_format(*opened)); !known) {
    // What a client is told names no file; whoever starts the server needs it.
    if (settings.store == "sqlite" && known.error().code == Code::kUnavailable)
      known.error().detail = (std::filesystem::path(settings.data) / store::kDatabaseFile).string() + ": " +
                             std::move(known.error().detail);
    return std::unexpected(std::move(known.error()));
  }
  Settings with_key = settings;
  if (with_key.push_key_file.empty())
    with_key.push_key_file = (std::filesystem::path(settings.data) / "push-key.pem").string();
  return open(with_key, std::move(opened), Timestamp::now, metrics);
}

Result<std::unique_ptr<Registry>> Registry::open(const Settings& settings, std::unique_ptr<store::Store> store,
                                                 std::function<Timestamp()> clock,
                                                 std::shared_ptr<observe::Metrics> metrics) {
  TRY(auto addresses, addresses_of(settings));
  CHECK_OK(program::read_secret(settings.smtp_password_file, "smtp-password-file"));
  TRY(auto blobs, open_media_store(settings));
  TRY(auto key, push_key(settings));
  return std::unique_ptr<Registry>(new Registry(
      std::make_unique<State>(settings, std::move(addresses.main), std::move(addresses.metrics), std::move(metrics),
                              std::move(store), std::move(blobs), std::move(clock), std::move(key))));
}

Result<void> Registry::start() {
  State& state = *state_;
  const auto frontend = find_frontend(state.settings.frontend);
  if (!frontend.empty()) {
    TRY(auto files, http::static_files(frontend, media_origin(state.settings)));
    state.router.set_fallback(std::move(files));
  }
  http::ServerOptions options{.address = state.address.host, .port = state.address.port};
  options.connection_limit = state.settings.max_connections;
  options.peer_connection_limit = state.settings.max_connections_per_peer;
  options.trust_forwarded = state.settings.trust_forwarded;
  options.leave_timeout = std::chrono::milliseconds(state.settings.leave_ms);
  state.server = std::make_unique<http::Server>(options, state.router, state.runtime, state.metrics);
  auto started = state.server->start();
  if (!started) return started;
  if (state.services.public_url.empty()) state.services.public_url = url();
  state.jobs.start(state.runtime);
  start_sweepers(state.runtime, state.background, state.media, state.search);
  if (state.bulletin) state.bulletin->start(state.runtime, state.background);
  return state.start_metrics();
}

std::string Registry::url() const {
  return program::url_of({.host = state_->address.host, .port = port()});
}

std::uint16_t Registry::port() const {
  return state_->server->port();
}

std::uint16_t Registry::metrics_port() const {
  return state_->metrics_server ? state_->metrics_server->port() : 0;
}

void Registry::run() {
  state_->runtime.run();
}

void Registry::stop() {
  state_->draining = true;
  State* const state = state_.get();
  state->server->shutdown([state] {
    state->outgoing.stop();
    state->jobs.drain(kJobGrace, [state] {
      state->background.stop(state->runtime.loop(0).get_executor(), kBackgroundGrace, [state] {
        if (!state->metrics_server) return state->runtime.stop();
        state->metrics_server->shutdown([state] { state->runtime.stop(); });
      });
    });
  });
}

}  // namespace doggy::app
