#include "registry/api/input.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "platform/try.h"
#include "registry/accounts/throttle.h"
#include "registry/api/large_body.h"
#include "registry/types/catalog.h"

namespace doggy::api {
namespace {

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The instant in UTC text; of a date its beginning, or with `end_of_day` the beginning of the next. After the last day
// there is none; its own beginning does as well, for nothing that happened is so far ahead.
std::optional<std::string> instant(const std::string& text, bool end_of_day) {
  static const std::int64_t last_day = Date::parse("9999-12-31")->days();
  if (const auto date = Date::parse(text)) {
    const std::int64_t days = std::min(date->days() + (end_of_day ? 1 : 0), last_day);
    return Timestamp::from_unix_ms(days * kDayMs).utc_text();
  }
  if (const auto time = Timestamp::parse(text)) return time->utc_text();
  return std::nullopt;
}

}  // namespace

Result<void> check_small(const http::Request& request) {
  if (request.body.size() <= http::kSmallBody) return {};
  return fail(Code::kTooLarge, "The body may have at most " + std::to_string(http::kSmallBody) + " bytes.");
}

Result<boost::json::object> read_object(const http::Request& request) {
  CHECK_OK(check_small(request));
  return parse_object(request.body);
}

Result<std::optional<std::uint64_t>> read_if_match(const http::Request& request) {
  std::string_view text = request.headers.get("If-Match");
  if (text.empty() || text == "*") return std::optional<std::uint64_t>{};
  if (text.size() > 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  const auto version = whole_number(text);
  if (!version) return fail_field("If-Match", "format", "If-Match is a version in quotes, as ETag gave it.");
  return version;
}

Result<void> check_query(const http::Request& request, std::initializer_list<std::string_view> known) {
  codec::Errors errors;
  for (const auto& [name, value] : request.query_params())
    if (std::ranges::find(known, name) == known.end())
      errors.push_back({name, "unknown", "There is no such query parameter."});
  if (!errors.empty()) return std::unexpected(codec::invalid(std::move(errors)));
  return {};
}

Result<std::size_t> read_limit(const http::Request& request, std::size_t usual, std::size_t most) {
  const auto text = request.query_param("limit");
  if (!text) return usual;
  const auto number = whole_number(*text);
  if (!number || *number < 1 || *number > most)
    return fail_field("limit", "range", "limit is a whole number from 1 to " + std::to_string(most) + ".");
  return static_cast<std::size_t>(*number);
}

Result<TimeRange> read_time_range(const http::Request& request) {
  TimeRange range;
  codec::Errors errors;
  for (const auto& [name, end_of_day] : {std::pair("from", false), std::pair("to", true)}) {
    const auto text = request.query_param(name);
    if (!text) continue;
    auto when = instant(*text, end_of_day);
    if (when)
      (end_of_day ? range.to : range.from) = std::move(*when);
    else
      errors.push_back({name, "format", "This is neither a date nor an RFC 3339 date-time."});
  }
  if (!errors.empty()) return std::unexpected(codec::invalid(std::move(errors)));
  return range;
}

Result<records::Filter> read_filter(const http::Request& request, const Caller& caller) {
  records::Filter filter;
  codec::Errors errors;
  for (const auto& [name, value] : request.query_params()) {
    if (name != "type") continue;
    if (types::find_type(value) == nullptr) errors.push_back({"type", "enum", "There is no such record type."});
    filter.types.push_back(value);
  }
  filter.tag = request.query_param("tag").value_or("");
  const std::string author = request.query_param("author").value_or("");
  if (author == "me") {
    filter.author_id = caller.account_id;
  } else if (!author.empty()) {
    const auto id = Uuid::parse(author);
    if (id)
      filter.author_id = id->text();
    else
      errors.push_back({"author", "format", "author is an account's id, or \"me\"."});
  }
  auto range = read_time_range(request);
  if (!range) errors.insert(errors.end(), range.error().fields.begin(), range.error().fields.end());
  if (!errors.empty()) return std::unexpected(codec::invalid(std::move(errors)));
  filter.from = std::move(range->from);
  filter.to = std::move(range->to);
  return filter;
}

Result<std::string> read_record_id(const http::Request& request) {
  const auto id = Uuid::parse(request.param("recordId"));
  if (!id) return fail(Code::kNotFound, "There is no such record.");
  return id->text();
}

http::Response page_response(const std::vector<std::string>& items, const std::string& next) {
  std::size_t size = 64 + next.size();
  for (const std::string& item : items) size += item.size() + 1;
  std::string text;
  text.reserve(size);
  text += R"({"items":[)";
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i != 0) text += ',';
    text += items[i];
  }
  text += ']';
  if (!next.empty()) text.append(R"(,"next":")").append(next).append("\"");
  text += '}';
  return http::Response::json(std::move(text));
}

Task<Result<void>> count_invitation_mail(Services& services, std::string account_id) {
  constexpr accounts::Allowance kMailAllowance{.attempts = 50, .seconds = 60 * 60};
  co_return co_await accounts::count_attempt(services.store, "invitation mails of " + account_id, kMailAllowance,
                                             services.clock());
}

Task<Result<circle::Actor>> actor_of(Services& services, circle::Grant grant) {
  CO_TRY(auto account, co_await services.accounts.get(grant.account_id));
  co_return circle::Actor{.grant = std::move(grant), .name = std::move(account.name)};
}

}  // namespace doggy::api
