#include "alert-analyzer/app/analyzer.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "alert-analyzer/app/wiring.h"
#include "alert-analyzer/context/fetched_context.h"
#include "alert-analyzer/incidents/ledger.h"
#include "alert-analyzer/pages/pages.h"
#include "alert-analyzer/pipeline/analyst.h"
#include "alert-analyzer/pipeline/figures.h"
#include "alert-analyzer/pipeline/intake.h"
#include "alert-analyzer/pipeline/loop.h"
#include "alert-analyzer/pipeline/mailroom.h"
#include "alert-analyzer/pipeline/sender.h"
#include "alert-analyzer/queue/sqlite_queue.h"
#include "alert-analyzer/queue/sqs_queue.h"
#include "alert-analyzer/redaction/redactor.h"
#include "alert-analyzer/webhook/endpoint.h"
#include "alert-analyzer/webhook/gate.h"
#include "platform/async/runtime.h"
#include "platform/http/problem.h"
#include "platform/http/server.h"
#include "platform/observe/background.h"
#include "platform/observe/metrics.h"
#include "platform/program/address.h"
#include "platform/program/secret_file.h"
#include "platform/sqlite/folder_lock.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

// For what no wake() tells: a message that is to be tried again, a replayed one.
constexpr std::chrono::milliseconds kPoll(1000);
constexpr std::chrono::seconds kMeasure(5);  // Between two looks at depths and ages.
constexpr auto kHousekeeping = std::chrono::hours(1);

class NoContext final : public Context {
 public:
  Excerpt gather(const std::vector<Alert>&) override { return {.notes = {"No logs were read: no Loki is set up."}}; }
};

struct Parts {
  program::Address address;
  std::optional<program::Address> metrics_address;
  std::string token;
  Policy policy;
  ContextOptions context;
  Neighbors neighbors;
};

Result<Parts> parts_of(const Settings& settings) {
  Parts parts;
  auto address = program::parse_address(settings.listen, "listen");
  if (!address) return std::unexpected(std::move(address.error()));
  parts.address = *std::move(address);
  if (!settings.metrics_listen.empty()) {
    auto metrics = program::parse_address(settings.metrics_listen, "metrics-listen");
    if (!metrics) return std::unexpected(std::move(metrics.error()));
    parts.metrics_address = *std::move(metrics);
  }
  auto token = program::read_secret(settings.token_file, "token-file");
  if (!token) return std::unexpected(std::move(token.error()));
  if (token->empty() && !program::is_loopback(parts.address))
    return fail_field("token-file", "required", "Whoever listens beyond loopback needs a token: token-file.");
  parts.token = *std::move(token);
  auto policy = policy_of(settings);
  if (!policy) return std::unexpected(std::move(policy.error()));
  parts.policy = *std::move(policy);
  auto context = context_of(settings);
  if (!context) return std::unexpected(std::move(context.error()));
  parts.context = *std::move(context);
  auto neighbors = neighbors_of(settings);
  if (!neighbors) return std::unexpected(std::move(neighbors.error()));
  parts.neighbors = *std::move(neighbors);
  return parts;
}

Task<http::Response> answer_ok(http::Request) {
  co_return http::Response{.content_type = "text/plain; charset=utf-8", .body = "ok\n"};
}

}  // namespace

struct Analyzer::State {
  State(const Settings& chosen, Parts made, sql::FolderLock taken, std::unique_ptr<Queue> opened_queue,
        std::unique_ptr<Ledger> opened_ledger)
      : settings(chosen),
        parts(std::move(made)),
        lock(std::move(taken)),
        queue(std::move(opened_queue)),
        ledger(std::move(opened_ledger)),
        runtime(std::max(1U, chosen.threads), 2),
        gate(parts.token),
        mailroom(parts.neighbors.channels, redactor, parts.policy),
        intake(*queue, *ledger, mailroom, parts.policy, figures, clock),
        context(
            parts.context, *parts.neighbors.client, [this] { figures.context_failures->Increment(); }, clock),
        budget(budget_of(chosen)),
        analyst(*ledger, context, parts.neighbors.llm.get(), mailroom, redactor, parts.policy, budget, figures, clock),
        events{
            .accepted =
                [this](std::size_t alerts) {
                  figures.received->Increment(static_cast<double>(alerts));
                  if (intake_loop) intake_loop->wake();
                },
            .refused = [this](std::size_t alerts) { figures.refused->Increment(static_cast<double>(alerts)); },
            .truncated = [this](std::uint64_t alerts) { figures.truncated->Increment(static_cast<double>(alerts)); }} {
    for (const auto& channel : parts.neighbors.channels)
      senders.push_back(std::make_unique<Sender>(
          *channel, *ledger, figures, std::chrono::hours(std::max<std::uint64_t>(settings.give_up_hours, 1)), clock));
    add_webhook_routes(router, gate, *queue, runtime.workers(), events, clock);
    add_pages(router,
              {.gate = gate, .ledger = *ledger, .queue = *queue, .redactor = redactor, .workers = runtime.workers()});
    router.add({.method = http::Method::kGet, .path = "/healthz", .handler = answer_ok});
    router.add({.method = http::Method::kGet, .path = "/readyz", .handler = [this](http::Request request) {
                  return ready(*this, std::move(request));
                }});
  }

  // Requests that did not end in time are still suspended, and refer to what is below.
  ~State() {
    measure_loop.reset();
    intake_loop.reset();
    analyst_loop.reset();
    sender_loops.clear();
    metrics_server.reset();
    server.reset();
    runtime.stop_workers();
    runtime.destroy_coroutines();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  static Task<http::Response> ready(State& state, http::Request request) {
    auto able = co_await offload(state.runtime.workers(), [&state] { return state.writable(); });
    if (state.draining)
      able = std::unexpected(Error{.code = Code::kUnavailable, .detail = "The analyzer is shutting down."});
    if (!able) co_return http::problem(able.error(), request.request_id);
    co_return co_await answer_ok(std::move(request));
  }

  // An alert is accepted when it is in the queue, and handled when what was decided is in the ledger.
  Result<void> writable() {
    auto able = queue->ready();
    if (able) able = ledger->ready();
    figures.storage_writable->Set(able ? 1 : 0);
    return able;
  }

  // Depths and ages, and now and then the end of what is old.
  Result<bool> measure() {
    figures.storage_writable->Set(writable() ? 1 : 0);
    TRY(auto waiting, queue->figures());
    figures.queue_waiting->Set(static_cast<double>(waiting.waiting + waiting.leased));
    figures.queue_dead->Set(static_cast<double>(waiting.dead));
    figures.queue_age->Set(static_cast<double>(waiting.oldest_ms) / 1000);
    const std::int64_t now_ms = clock().unix_ms();
    CHECK_OK(ledger->read([&](Books& books) {
      const auto deliveries = books.delivery_figures();
      figures.deliveries_waiting->Set(static_cast<double>(deliveries.waiting));
      figures.deliveries_dead->Set(static_cast<double>(deliveries.dead));
      const std::int64_t age_ms = deliveries.oldest_ms == 0 ? 0 : now_ms - deliveries.oldest_ms;
      figures.delivery_age->Set(static_cast<double>(age_ms) / 1000);
    }));
    if (now_ms < purge_due_ms) return false;
    purge_due_ms = now_ms + std::chrono::milliseconds(kHousekeeping).count();
    CHECK_OK(ledger->transact([&](Books& books) { books.purge(now_ms - parts.policy.keep.count()); }));
    return false;
  }

  void start_loops() {
    const Loop::OnFailure failed = observe::background_failures(metrics);
    for (auto& sender : senders)
      sender_loops.push_back(std::make_unique<Loop>("sender", [&sender] { return sender->step(); }, kPoll, failed));
    analyst_loop = std::make_unique<Loop>("analyst", [this] { return wake_senders(analyst.step()); }, kPoll, failed);
    intake_loop = std::make_unique<Loop>("intake", [this] { return wake_senders(intake.step()); }, kPoll, failed);
    measure_loop = std::make_unique<Loop>("measure", [this] { return measure(); }, kMeasure, failed);
  }

  Result<bool> wake_senders(Result<bool> done) {
    if (done && *done)
      for (auto& loop : sender_loops) loop->wake();
    return done;
  }

  Result<void> start_metrics() {
    if (!parts.metrics_address) return {};
    metrics_router.add({.method = http::Method::kGet, .path = "/metrics", .handler = [this](const http::Request&) {
                          return [](std::string text) -> Task<http::Response> {
                            co_return http::Response{.content_type = "text/plain; version=0.0.4; charset=utf-8",
                                                     .body = std::move(text)};
                          }(metrics.text());
                        }});
    http::ServerOptions options{.address = parts.metrics_address->host, .port = parts.metrics_address->port};
    options.access_log = false;
    metrics_server = std::make_unique<http::Server>(options, metrics_router, runtime, metrics);
    return metrics_server->start();
  }

  const Settings settings;
  const Parts parts;
  const sql::FolderLock lock;
  const std::function<Timestamp()> clock = Timestamp::now;
  std::atomic<bool> draining = false;
  std::int64_t purge_due_ms = 0;  // Of the measuring loop alone.
  observe::Metrics metrics;
  Figures figures{metrics};
  const Redactor redactor;
  const std::unique_ptr<Queue> queue;
  const std::unique_ptr<Ledger> ledger;
  Runtime runtime;
  const Gate gate;
  Mailroom mailroom;
  Intake intake;
  FetchedContext context;
  const Budget budget;
  Analyst analyst;
  std::vector<std::unique_ptr<Sender>> senders;
  const WebhookEvents events;
  http::Router router;
  http::Router metrics_router;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<http::Server> metrics_server;
  // Their threads end before what they use.
  std::vector<std::unique_ptr<Loop>> sender_loops;
  std::unique_ptr<Loop> analyst_loop;
  std::unique_ptr<Loop> intake_loop;
  std::unique_ptr<Loop> measure_loop;
};

Analyzer::Analyzer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Analyzer::~Analyzer() = default;

Result<std::unique_ptr<Analyzer>> Analyzer::open(const Settings& settings) {
  // A wrong setting leaves no folder behind.
  auto parts = parts_of(settings);
  if (!parts) return std::unexpected(std::move(parts.error()));
  const std::filesystem::path folder = settings.data;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(Code::kUnavailable, "Cannot make " + folder.string() + ": " + error.message());
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  auto lock = sql::FolderLock::take(folder);
  if (!lock) return std::unexpected(std::move(lock.error()));
  auto local = open_sqlite_queue(folder / "queue.sqlite", true);
  if (!local) return std::unexpected(std::move(local.error()));
  auto queue = parts->neighbors.sqs ? sqs_queue(*parts->neighbors.sqs, settings.sqs_queue, *std::move(local))
                                    : *std::move(local);
  auto ledger = Ledger::open(folder / "incidents.sqlite", true);
  if (!ledger) return std::unexpected(std::move(ledger.error()));
  return std::unique_ptr<Analyzer>(new Analyzer(
      std::make_unique<State>(settings, *std::move(parts), *std::move(lock), std::move(queue), *std::move(ledger))));
}

Result<void> Analyzer::start() {
  State& state = *state_;
  const http::ServerOptions options{.address = state.parts.address.host, .port = state.parts.address.port};
  state.server = std::make_unique<http::Server>(options, state.router, state.runtime, state.metrics);
  auto started = state.server->start();
  if (!started) return started;
  auto measured = state.start_metrics();
  if (!measured) return measured;
  state.start_loops();
  return {};
}

std::string Analyzer::url() const {
  return program::url_of({.host = state_->parts.address.host, .port = state_->server->port()});
}

std::uint16_t Analyzer::metrics_port() const {
  return state_->metrics_server ? state_->metrics_server->port() : 0;
}

void Analyzer::run() {
  state_->runtime.run();
}

void Analyzer::stop() {
  state_->draining = true;
  // Whoever waits for Loki or the LLM is told at once; the report is made when it starts again.
  state_->analyst.abandon();
  state_->parts.neighbors.client->stop();
  State* const state = state_.get();
  state->server->shutdown([state] {
    if (!state->metrics_server) return state->runtime.stop();
    state->metrics_server->shutdown([state] { state->runtime.stop(); });
  });
}

}  // namespace doggy::analyzer
