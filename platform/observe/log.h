// Structured logs: one JSON object a line, on standard error, written by a background thread.
#pragma once

#include <boost/json/value.hpp>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace doggy::observe {

enum class Level { kDebug, kInfo, kWarn, kError };

/// Starts the background writer; lines below `least` are dropped. Before it, and after stop_log(), lines are written
/// at once. Not thread-safe; called by main.
void start_log(Level least);
void stop_log();

/// {"time":…,"level":…,"event":event, …fields}. Never pass a secret, a token or the text of a record. Thread-safe.
void log(Level level, std::string_view event,
         std::initializer_list<std::pair<std::string_view, boost::json::value>> fields = {});

/// Writes a whole JSON line that the caller built: the access log's fast path. Thread-safe.
void log_line(std::string_view line);

}  // namespace doggy::observe
