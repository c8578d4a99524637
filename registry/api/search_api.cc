#include "registry/api/search_api.h"

#include <fmt/format.h>

#include <utility>

#include "platform/try.h"
#include "registry/api/audit_api.h"
#include "registry/api/input.h"
#include "registry/api/record_schemas.h"
#include "registry/api/services.h"
#include "registry/search/search.h"

namespace doggy::api {

/// For its description; answers are spliced together.
struct SearchHit {
  boost::json::object record;
  std::vector<search::Piece> snippet;
};
BOOST_DESCRIBE_STRUCT(SearchHit, (), (record, snippet))

}  // namespace doggy::api

template <>
struct doggy::codec::Schema<doggy::api::SearchHit> {
  static constexpr std::string_view kName = "SearchHit";
  static constexpr std::string_view kDoc = "A record that was found.";
  static constexpr std::array kFields{
      Field{.member = "record", .doc = "The record.", .access = Access::kReadOnly},
      Field{.member = "snippet",
            .doc = "Where in its texts, in pieces: what was looked for and what stands around it.",
            .access = Access::kReadOnly},
  };
};

namespace doggy::api {
namespace {

constexpr std::size_t kMostDogs = 100;

boost::json::object hit_schema() {
  auto schema = codec::json_schema<SearchHit>();
  schema["properties"].as_object()["record"] = boost::json::object{{"$ref", "#/components/schemas/Record"}};
  return schema;
}

// One error for each value that is wrong.
Result<search::Request> read_search(const http::Request& request, const Caller& caller) {
  search::Request wanted{.text = request.query_param("q").value_or(""),
                         .cursor = request.query_param("cursor").value_or("")};
  codec::Errors errors;
  for (const auto& [name, value] : request.query_params()) {
    if (name != "dog") continue;
    const auto id = Uuid::parse(value);
    if (id)
      wanted.dog_ids.push_back(id->text());
    else
      errors.push_back({"dog", "format", "dog is a dog's id."});
  }
  if (wanted.dog_ids.size() > kMostDogs)
    errors.push_back({"dog", "maxItems", fmt::format("At most {} dogs may be named.", kMostDogs)});
  const auto sort = request.query_param("sort").value_or("relevance");
  if (sort != "relevance" && sort != "newest")
    errors.push_back({"sort", "enum", "sort is \"relevance\" or \"newest\"."});
  wanted.newest_first = sort == "newest";
  auto filter = read_filter(request, caller);
  if (!filter) errors.insert(errors.end(), filter.error().fields.begin(), filter.error().fields.end());
  auto limit = read_limit(request, 20, 50);
  if (!limit) errors.insert(errors.end(), limit.error().fields.begin(), limit.error().fields.end());
  if (!errors.empty()) return std::unexpected(codec::invalid(std::move(errors)));
  wanted.filter = std::move(*filter);
  wanted.limit = *limit;
  return wanted;
}

std::string text_of(const search::Hit& hit) {
  std::string snippet;
  for (const search::Piece& piece : hit.snippet)
    snippet.append(snippet.empty() ? "" : ",").append(codec::encode_text(piece));
  return fmt::format(R"({{"record":{},"snippet":[{}]}})", hit.record, snippet);
}

Task<Answer> search_records(Services& services, http::Request request, Caller caller) {
  CO_CHECK_OK(check_query(request, {"q", "dog", "type", "author", "from", "to", "sort", "limit", "cursor"}));
  CO_TRY(auto wanted, read_search(request, caller));
  CO_TRY(auto page, co_await services.search.find(std::move(caller.account_id), std::move(wanted)));
  for (auto& [dog_id, grant] : page.seen) co_await note_view(services, dog_id, std::move(grant));
  std::vector<std::string> items;
  items.reserve(page.hits.size());
  for (const search::Hit& hit : page.hits) items.push_back(text_of(hit));
  co_return page_response(items, page.next);
}

}  // namespace

std::vector<Endpoint> search_endpoints() {
  return {
      {.method = http::Method::kGet,
       .path = "/v1/search",
       .handle = search_records,
       .summary = "Records of the caller's dogs by their words: what the caller may see of them",
       .response = {.name = "SearchHit", .schema = hit_schema},
       .query = {{"q",
                  "Words that must all be in it, each also as the beginning of a longer one; \"several words\" in "
                  "quotes as they stand; -word must not be. Without regard to case and accents. At most 200 "
                  "characters and 16 words.",
                  R"({"type":"string","minLength":1,"maxLength":200})"},
                 {"dog", "Only this dog's; may be repeated.",
                  R"({"type":"array","items":{"type":"string","format":"uuid"},"maxItems":100})"},
                 {"type", "Only this record type; may be repeated.", R"({"type":"array","items":{"type":"string"}})"},
                 {"author", "Only this account's records; \"me\" for the caller's."},
                 {"from", "Not before this date (whole UTC days) or RFC 3339 date-time."},
                 {"to", "A date, that day included, or a date-time, excluded."},
                 {"sort", "The best first, or the newest.", R"({"type":"string","enum":["relevance","newest"]})"},
                 {"limit", "At most so many, 1 to 50; 20 by default.",
                  R"({"type":"integer","minimum":1,"maximum":50})"},
                 {"cursor", "The `next` of the page before."}},
       .list = true}};
}

}  // namespace doggy::api
