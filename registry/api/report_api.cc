#include "registry/api/report_api.h"

#include <boost/json/array.hpp>
#include <charconv>
#include <string>
#include <utility>

#include "platform/try.h"
#include "registry/api/chart_data.h"
#include "registry/api/report_data.h"
#include "registry/api/services.h"

namespace doggy::api {
namespace {

boost::json::array items_of(std::string_view list) {
  boost::json::array items;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    items.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return items;
}

// The query as the body of a link would say it, so that both are checked by the same table.
Result<report::Request> read_request(const http::Request& request) {
  CHECK_OK(check_query(request, {"from", "to", "lastDays", "as", "include", "notes"}));
  boost::json::object body;
  for (const char* name : {"from", "to", "as"})
    if (const auto text = request.query_param(name)) body[name] = *text;
  if (const auto text = request.query_param("lastDays")) {
    int days = 0;
    const auto [stop, error] = std::from_chars(text->data(), text->data() + text->size(), days);
    if (error != std::errc() || stop != text->data() + text->size())
      return fail_field("lastDays", "type", "Must be a whole number.");
    body["lastDays"] = days;
  }
  for (const char* name : {"include", "notes"})
    if (const auto text = request.query_param(name)) body[name] = items_of(*text);
  auto read = codec::decode<report::Request>(body, codec::Source::kClient);
  if (!read) return std::unexpected(codec::invalid(std::move(read.error())));
  return std::move(*read);
}

Task<Answer> read_report(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto wanted, read_request(request));
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  report::Maker maker{.name = std::move(actor.name), .role = actor.grant.places.front().role};
  auto narrowed = circle::seen_as(std::move(actor.grant), wanted.as);
  CO_TRY(auto report, co_await make_report(services, request.param("dogId"), std::move(narrowed), std::move(wanted),
                                           std::move(maker)));
  co_return chart_answer(report);
}

}  // namespace

std::vector<Endpoint> report_endpoints() {
  return {
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/report",
       .handle = read_report,
       .summary = "A progress report of a period, holding what the caller and the role it is for may both see",
       .response = body_of<report::Report>(),
       .query = {{"from", "Its first day, at the dog's place."},
                 {"to", "Its last day; today unless told."},
                 {"lastDays", "In place of from and to: so many days up to today. 90 unless told.",
                  R"({"type":"integer","minimum":1,"maximum":3660})"},
                 {"as", "Whom it is for: owner (the default), trainer, walker or carer.",
                  R"({"type":"string","enum":["owner","trainer","walker","carer"]})"},
                 {"include",
                  "Its parts, separated by commas; all unless told: training, behavior, triggers, homework, health, "
                  "incidents, visits, notes, events."},
                 {"notes", "The ids of notes to quote, separated by commas."}},
       .load = Load::kChart},
  };
}

}  // namespace doggy::api
