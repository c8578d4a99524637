#include "alert-analyzer/context/prometheus.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <optional>
#include <string_view>

#include "platform/http/message.h"
#include "platform/json/codec.h"
#include "platform/time/timestamp.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr std::size_t kExpressionBytes = 4000;

std::string_view text_of(const value& from) {
  const auto* string = from.if_string();
  return string == nullptr ? std::string_view() : std::string_view(string->data(), string->size());
}

std::string series_text(const object& series) {
  std::string text = "{";
  if (const value* metric = series.if_contains("metric"); metric != nullptr && metric->is_object())
    for (const auto& label : metric->get_object())
      text +=
          fmt::format("{}{}={:?}", text.size() == 1 ? "" : ", ", std::string_view(label.key()), text_of(label.value()));
  text += "}:";
  const value* values = series.if_contains("values");
  if (values == nullptr || !values->is_array()) return text;
  for (const value& point : values->get_array()) {
    const array* pair = point.if_array();
    if (pair == nullptr || pair->size() != 2) continue;
    boost::json::error_code error;
    const auto seconds = (*pair)[0].to_number<double>(error);
    if (error || seconds < 0 || seconds > 2e11) continue;
    const std::string time = Timestamp::from_unix_ms(static_cast<std::int64_t>(seconds * 1000)).text().substr(11, 8);
    text += fmt::format(" {} {},", time, text_of((*pair)[1]));
  }
  if (text.ends_with(',')) text.pop_back();
  return text;
}

}  // namespace

std::string expression_of(const std::string& generator_url) {
  const std::size_t question = generator_url.find('?');
  if (question == std::string::npos) return {};
  http::Request request;
  request.query = generator_url.substr(question + 1, generator_url.find('#', question) - question - 1);
  std::string expression = request.query_param("g0.expr").value_or("");
  if (expression.size() > kExpressionBytes) expression.clear();
  return expression;
}

std::string measured_side(const std::string& expression) {
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    const char c = expression[i];
    if (quote != 0) {
      if (c == '\\' && quote != '`') ++i;
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '"' || c == '\'' || c == '`') quote = c;
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (depth == 0 && (c == '>' || c == '<' || c == '=' || c == '!')) {
      std::string side = expression.substr(0, i);
      while (side.ends_with(' ') || side.ends_with('\n')) side.pop_back();
      // What is left must be the whole left side of the only operator of that rank.
      for (std::string_view word : {" and ", " or ", " unless "})
        if (expression.find(word) != std::string::npos) return expression;
      return side.empty() ? expression : side;
    }
  }
  return expression;
}

Result<std::vector<std::string>> query_prometheus(http::Client& client, const QueryTarget& prometheus,
                                                  const SeriesQuery& query) {
  const std::int64_t step_ms = std::max<std::int64_t>(
      1000, (query.to_ms - query.from_ms) / static_cast<std::int64_t>(std::max<std::size_t>(query.points, 1)));
  TRY(auto data, query_json(client, prometheus, "/api/v1/query_range",
                            {{"query", query.expression},
                             {"start", fmt::format("{:.3f}", static_cast<double>(query.from_ms) / 1000)},
                             {"end", fmt::format("{:.3f}", static_cast<double>(query.to_ms) / 1000)},
                             {"step", fmt::format("{:.3f}", static_cast<double>(step_ms) / 1000)}}));
  const value* result = data.if_contains("result");
  if (result == nullptr || !result->is_array()) return fail(Code::kUnavailable, "its answer has no series");
  std::vector<std::string> lines;
  for (const value& series : result->get_array()) {
    if (lines.size() == query.series) {
      lines.push_back(fmt::format("({} more series)", result->get_array().size() - query.series));
      break;
    }
    if (const object* fields = series.if_object()) lines.push_back(series_text(*fields));
  }
  return lines;
}

}  // namespace doggy::analyzer
