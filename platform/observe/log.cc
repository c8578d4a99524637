#include "platform/observe/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <ctime>
#include <memory>
#include <string>

namespace doggy::observe {
namespace {

constexpr std::size_t kQueuedLines = 4096;
constexpr const char* kLogger = "doggy";

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarn:
      return spdlog::level::warn;
    case Level::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::string_view level_name(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarn:
      return "warn";
    case Level::kError:
      return "error";
  }
  return "info";
}

// spdlog's registry holds the loggers; its default one is ours from start_log() to stop_log().
void install(std::shared_ptr<spdlog::logger> logger) {
  logger->set_pattern("%v");
  spdlog::set_default_logger(std::move(logger));
}

// Before start_log() and after stop_log(): the same lines, written by the caller.
spdlog::logger* current() {
  static const bool first = [] {
    install(std::make_shared<spdlog::logger>("doggy-direct", std::make_shared<spdlog::sinks::stderr_sink_mt>()));
    return true;
  }();
  static_cast<void>(first);
  return spdlog::default_logger_raw();
}

std::string utc_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  const std::time_t seconds = ms / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, ms % 1000);
}

}  // namespace

void start_log(Level least) {
  static_cast<void>(current());
  spdlog::init_thread_pool(kQueuedLines, 1);
  // A reader of standard error that stalls must not stall the event loops: the oldest waiting lines are given up.
  auto logger =
      std::make_shared<spdlog::async_logger>(kLogger, std::make_shared<spdlog::sinks::stderr_sink_mt>(),
                                             spdlog::thread_pool(), spdlog::async_overflow_policy::overrun_oldest);
  logger->set_level(spdlog_level(least));
  install(std::move(logger));
}

void stop_log() {
  const spdlog::level::level_enum least = current()->level();
  // Dropping the asynchronous logger and its pool writes what waits.
  auto direct = std::make_shared<spdlog::logger>("doggy-direct", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  direct->set_level(least);
  install(std::move(direct));
  spdlog::details::registry::instance().set_tp(nullptr);
}

void log(Level level, std::string_view event, std::initializer_list<Field> fields) {
  spdlog::logger* logger = current();
  if (!logger->should_log(spdlog_level(level))) return;
  boost::json::object line;
  line["time"] = utc_now();
  line["level"] = level_name(level);
  line["event"] = event;
  for (const auto& [name, value] : fields) line[name] = value;
  const std::string text = boost::json::serialize(line);
  logger->log(spdlog_level(level), spdlog::string_view_t(text.data(), text.size()));
}

void log_line(std::string_view line) {
  spdlog::logger* logger = current();
  logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace doggy::observe
