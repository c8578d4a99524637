// Structured logs: one JSON object a line, on standard error, written by a background thread.
#pragma once

#include <boost/json/value.hpp>
#include <initializer_list>
#include <string_view>
#include <type_traits>

namespace doggy::observe {

enum class Level { kDebug, kInfo, kWarn, kError };

/// Starts the background writer; lines below `least` are dropped. Before it, and after stop_log(), lines are written
/// at once. Not thread-safe; called by main.
void start_log(Level least);
void stop_log();

/// A named value of a log line: text, a number, a bool or a JSON value.
struct Field {
  template <class T>
  Field(std::string_view field_name, const T& field_value) : name(field_name) {
    if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      const std::string_view text = field_value;
      value = boost::json::string_view(text.data(), text.size());
    } else {
      value = field_value;
    }
  }

  std::string_view name;
  boost::json::value value;
};

/// {"time":…,"level":…,"event":event, …fields}. Never pass a secret, a token or the text of a record. Thread-safe.
void log(Level level, std::string_view event, std::initializer_list<Field> fields = {});

/// Writes whole JSON lines that the caller built, without the last line break: the access log's fast path. Thread-safe.
void log_line(std::string_view line);

}  // namespace doggy::observe
