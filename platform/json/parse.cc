// Boost.JSON's parser with a handler of our own: its parser keeps the last of two equal names silently, and guesses the
// last digit of some numbers.
#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cmath>
#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "platform/json/codec.h"

namespace doggy::codec {
namespace {

using boost::json::error_code;
using boost::json::string_view;

constexpr std::size_t kMaxDepth = 32;
// Each value takes 24 bytes or more, however short its text: 30 MB of "[1,1,…" would become half a gigabyte.
constexpr std::size_t kMaxValues = 2'000'000;
constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();  // The text's size is the limit.

/// Builds the value, and counts values and names on the way.
struct Builder {
  static constexpr std::size_t max_object_size = kUnlimited;
  static constexpr std::size_t max_array_size = kUnlimited;
  static constexpr std::size_t max_key_size = kUnlimited;
  static constexpr std::size_t max_string_size = kUnlimited;

  boost::json::value_stack stack;
  std::size_t names = 0;
  std::size_t values = 0;

  bool count(error_code& error) {
    if (++values <= kMaxValues) return true;
    error = boost::json::error::array_too_large;
    return false;
  }

  bool on_document_begin(error_code&) {
    stack.reset();
    return true;
  }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& error) { return count(error); }
  bool on_object_end(std::size_t n, error_code&) {
    names += n;
    stack.push_object(n);
    return true;
  }
  bool on_array_begin(error_code& error) { return count(error); }
  bool on_array_end(std::size_t n, error_code&) {
    stack.push_array(n);
    return true;
  }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_key(string_view last_part, std::size_t, error_code&) {
    stack.push_key(last_part);
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_string(string_view last_part, std::size_t, error_code& error) {
    stack.push_string(last_part);
    return count(error);
  }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, string_view, error_code& error) {
    stack.push_int64(number);
    return count(error);
  }
  bool on_uint64(std::uint64_t number, string_view, error_code& error) {
    stack.push_uint64(number);
    return count(error);
  }
  bool on_double(double number, string_view text, error_code& error) {
    // The whole number is in `text`, as the document comes in one piece. Out of range leaves the parser's infinity or
    // zero.
    double exact = number;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), exact);
    stack.push_double(read.ec == std::errc() ? exact : number);
    return count(error);
  }
  bool on_bool(bool flag, error_code& error) {
    stack.push_bool(flag);
    return count(error);
  }
  bool on_null(error_code& error) {
    stack.push_null();
    return count(error);
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }
};

/// Stops at the second of two equal names of one object.
struct DuplicateFinder {
  static constexpr std::size_t max_object_size = kUnlimited;
  static constexpr std::size_t max_array_size = kUnlimited;
  static constexpr std::size_t max_key_size = kUnlimited;
  static constexpr std::size_t max_string_size = kUnlimited;

  std::vector<std::set<std::string>> open_objects;
  std::string name;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    open_objects.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, error_code&) {
    open_objects.pop_back();
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t, error_code&) { return true; }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    name.append(part.data(), part.size());
    return true;
  }
  bool on_key(string_view last_part, std::size_t, error_code& error) {
    name.append(last_part.data(), last_part.size());
    const bool first = open_objects.back().insert(std::exchange(name, {})).second;
    if (!first) error = boost::json::error::syntax;
    return first;
  }
  bool on_string_part(string_view, std::size_t, error_code&) { return true; }
  bool on_string(string_view, std::size_t, error_code&) { return true; }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, string_view, error_code&) { return true; }
  bool on_uint64(std::uint64_t, string_view, error_code&) { return true; }
  bool on_double(double, string_view, error_code&) { return true; }
  bool on_bool(bool, error_code&) { return true; }
  bool on_null(error_code&) { return true; }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }
};

/// Feeds the whole text. Returns where it stopped, the text's size unless `error` is set.
template <class Parser>
std::size_t feed(Parser& parser, std::string_view text, error_code& error) {
  std::size_t end = parser.write_some(false, text.data(), text.size(), error);
  if (!error && end < text.size()) error = boost::json::error::extra_data;
  return end;
}

std::size_t count_names(const boost::json::value& value) {
  std::size_t count = 0;
  if (const auto* object = value.if_object()) {
    count = object->size();
    for (const auto& pair : *object) count += count_names(pair.value());
  } else if (const auto* array = value.if_array()) {
    for (const auto& element : *array) count += count_names(element);
  }
  return count;
}

/// "line 3, column 14" of the byte at `offset`; columns count bytes.
std::string position(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line = 1 + std::ranges::count(before, '\n');
  const auto line_start = before.rfind('\n');
  const std::size_t column = line_start == std::string_view::npos ? offset + 1 : offset - line_start;
  return fmt::format("line {}, column {}", line, column);
}

std::unexpected<Error> malformed(std::string_view text, std::size_t offset, std::string_view why) {
  return fail(Code::kMalformed, fmt::format("The JSON is wrong at {}: {}.", position(text, offset), why));
}

}  // namespace

Result<boost::json::value> parse(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = kMaxDepth;
  error_code error;
  boost::json::basic_parser<Builder> parser(options);
  const std::size_t end = feed(parser, text, error);
  if (parser.handler().values > kMaxValues) {
    return fail(Code::kTooLarge,
                fmt::format("The JSON has more than {} values, which is the most that is read at once.", kMaxValues));
  }
  if (error) return malformed(text, end, error.message());
  boost::json::value value = parser.handler().stack.release();
  if (count_names(value) != parser.handler().names) {
    boost::json::basic_parser<DuplicateFinder> finder(options);
    const std::size_t second = feed(finder, text, error);
    return malformed(text, second, "an object has this name twice");
  }
  return value;
}

}  // namespace doggy::codec
