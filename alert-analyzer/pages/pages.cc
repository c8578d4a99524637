#include "alert-analyzer/pages/pages.h"

#include <boost/json/array.hpp>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "alert-analyzer/pages/views.h"
#include "platform/async/runtime.h"
#include "platform/http/problem.h"
#include "platform/json/codec.h"
#include "platform/time/timestamp.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t kUsual = 50;
constexpr std::size_t kMost = 200;

struct Range {
  std::int64_t before_ms = std::numeric_limits<std::int64_t>::max();
  std::size_t limit = kUsual;
};

Result<Range> range_of(const http::Request& request) {
  Range range;
  if (const auto before = request.query_param("before")) {
    const auto at = Timestamp::parse(*before);
    if (!at) return fail_field("before", "format", "before is an RFC 3339 time.");
    range.before_ms = at->unix_ms();
  }
  if (const auto limit = request.query_param("limit")) {
    const char* const end = limit->data() + limit->size();
    const auto [stop, error] = std::from_chars(limit->data(), end, range.limit);
    if (error != std::errc() || stop != end || range.limit < 1 || range.limit > kMost)
      return fail_field("limit", "maximum", "limit is a number from 1 to 200.");
  }
  return range;
}

Result<array> list(PageSources sources, Range range) {
  array incidents;
  CHECK_OK(sources.ledger.read([&](Books& books) {
    for (const Incident& incident : books.recent(range.before_ms, range.limit))
      incidents.push_back(hidden(brief_json(incident), sources.redactor));
  }));
  return incidents;
}

Result<object> one(PageSources sources, const std::string& id) {
  std::optional<IncidentRecord> record;
  CHECK_OK(sources.ledger.read([&](Books& books) {
    auto incident = books.incident(id);
    if (!incident) return;
    record = IncidentRecord{
        .incident = *std::move(incident), .alerts = books.alerts(id), .deliveries = books.deliveries(id)};
  }));
  if (!record) return fail(Code::kNotFound, "There is no such incident.");
  return hidden(full_json(*record), sources.redactor).as_object();
}

Result<object> status(PageSources sources) {
  TRY(auto queue, sources.queue.figures());
  Books::DeliveryFigures deliveries;
  array heartbeats;
  Spend spend;
  const std::int64_t now_ms = Timestamp::now().unix_ms();
  CHECK_OK(sources.ledger.read([&](Books& books) {
    deliveries = books.delivery_figures();
    spend = books.spend(Timestamp::now().utc_text().substr(0, 10));
    for (const Heartbeat& heartbeat : books.heartbeats())
      heartbeats.push_back(object{{"name", heartbeat.name},
                                  {"lastAt", Timestamp::from_unix_ms(heartbeat.last_ms).text()},
                                  {"missed", heartbeat.missed}});
  }));
  return object{
      {"queue", object{{"waiting", queue.waiting},
                       {"leased", queue.leased},
                       {"dead", queue.dead},
                       {"oldestSeconds", queue.oldest_ms / 1000}}},
      {"deliveries", object{{"waiting", deliveries.waiting},
                            {"dead", deliveries.dead},
                            {"oldestSeconds", deliveries.oldest_ms == 0 ? 0 : (now_ms - deliveries.oldest_ms) / 1000}}},
      {"heartbeats", std::move(heartbeats)},
      {"spentToday", codec::encode(spend)}};
}

http::Response html(std::string body) {
  http::Response response{.content_type = "text/html; charset=utf-8", .body = std::move(body)};
  response.headers.add("Content-Security-Policy",
                       "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'");
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Referrer-Policy", "no-referrer");
  return response;
}

http::Response json(const object& body) {
  http::Response response = http::Response::json(codec::to_text(body));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

// Reads and redacts on a blocking thread, then makes the answer of what was found.
template <class Read, class Show>
Task<http::Response> answer(PageSources sources, http::Request request, const char* challenge, Read read, Show show) {
  if (!sources.gate.admits(request)) co_return Gate::refusal(request, challenge);
  auto found = co_await offload(sources.workers, [read, sources, request] { return read(sources, request); });
  if (!found) co_return http::problem(found.error(), request.request_id);
  co_return show(*found);
}

template <class Read, class Show>
void add(http::Router& router, PageSources sources, const char* path, const char* challenge, Read read, Show show) {
  router.add({.method = http::Method::kGet, .path = path, .handler = [=](http::Request request) {
                return answer(sources, std::move(request), challenge, read, show);
              }});
}

}  // namespace

void add_pages(http::Router& router, PageSources sources) {
  const auto read_list = [](PageSources from, const http::Request& request) -> Result<array> {
    TRY(auto range, range_of(request));
    return list(from, range);
  };
  const auto read_one = [](PageSources from, const http::Request& request) {
    return one(from, request.param("incidentId"));
  };
  const auto read_status = [](PageSources from, const http::Request&) { return status(from); };
  add(router, sources, "/v1/incidents", "Bearer", read_list,
      [](array& incidents) { return json({{"items", std::move(incidents)}}); });
  add(router, sources, "/v1/incidents/{incidentId}", "Bearer", read_one,
      [](object& incident) { return json(incident); });
  add(router, sources, "/v1/status", "Bearer", read_status, [](object& figures) { return json(figures); });
  add(router, sources, "/", "Basic", read_list, [](array& incidents) { return html(list_html(incidents)); });
  add(router, sources, "/incidents/{incidentId}", "Basic", read_one,
      [](object& incident) { return html(incident_html(incident)); });
  router.add({.method = http::Method::kGet, .path = "/style.css", .handler = [](const http::Request&) {
                return []() -> Task<http::Response> {
                  co_return http::Response{.content_type = "text/css", .body = std::string(style_css())};
                }();
              }});
}

}  // namespace doggy::analyzer
