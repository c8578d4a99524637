#include "alert-analyzer/context/loki.h"

#include <boost/json/array.hpp>
#include <charconv>
#include <string_view>

#include "platform/try.h"

namespace doggy::analyzer {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::string_view text_of(const value* from) {
  const auto* string = from == nullptr ? nullptr : from->if_string();
  return string == nullptr ? std::string_view() : std::string_view(string->data(), string->size());
}

// What tells streams apart, in the order of importance for a reader.
std::string name_of(const object& labels) {
  std::string name;
  for (const char* label : {"namespace", "app", "service_name", "job", "pod", "container", "level"}) {
    const std::string_view value = text_of(labels.if_contains(label));
    if (!value.empty()) name.append(name.empty() ? "" : "/").append(value);
  }
  return name.empty() ? "log" : name;
}

void read_stream(const object& stream, std::vector<LogLine>& lines) {
  const value* labels = stream.if_contains("stream");
  const std::string name = labels != nullptr && labels->is_object() ? name_of(labels->get_object()) : "log";
  const value* values = stream.if_contains("values");
  if (values == nullptr || !values->is_array()) return;
  for (const value& entry : values->get_array()) {
    // [time, line], and structured metadata since Loki 2.9.
    const array* pair = entry.if_array();
    if (pair == nullptr || pair->size() < 2) continue;
    const std::string_view time = text_of(&(*pair)[0]);
    LogLine line{.stream = name, .text = std::string(text_of(&(*pair)[1]))};
    const auto [end, error] = std::from_chars(time.data(), time.data() + time.size(), line.at_ns);
    if (error == std::errc() && end == time.data() + time.size()) lines.push_back(std::move(line));
  }
}

}  // namespace

Result<std::vector<LogLine>> query_loki(http::Client& client, const QueryTarget& loki, const LogQuery& query) {
  TRY(auto data, query_json(client, loki, "/loki/api/v1/query_range",
                            {{"query", query.selector},
                             {"start", std::to_string(query.from_ns)},
                             {"end", std::to_string(query.to_ns)},
                             {"limit", std::to_string(query.limit)},
                             {"direction", query.newest ? "backward" : "forward"}}));
  std::vector<LogLine> lines;
  const value* result = data.if_contains("result");
  if (text_of(data.if_contains("resultType")) != "streams" || result == nullptr || !result->is_array())
    return fail(Code::kUnavailable, "its answer has no streams");
  for (const value& stream : result->get_array())
    if (const object* fields = stream.if_object()) read_stream(*fields, lines);
  return lines;
}

}  // namespace doggy::analyzer
