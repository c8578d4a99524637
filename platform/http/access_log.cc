#include "platform/http/access_log.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <iterator>

#include "platform/observe/log.h"

namespace doggy::http {
namespace {

constexpr std::size_t kFlushAt = 32 * 1024;

}  // namespace

void AccessLog::add(const AccessEntry& entry, const Clock& clock) {
  if (!lines_.empty()) lines_ += '\n';
  fmt::format_to(std::back_inserter(lines_),
                 FMT_COMPILE("{{\"time\":\"{}.{:03}Z\",\"level\":\"info\",\"event\":\"request\",\"method\":\"{}\","
                             "\"route\":\"{}\",\"status\":{},\"bytes\":{},\"micros\":{},\"requestId\":\"{}\","
                             "\"remote\":\"{}\"}}"),
                 clock.iso_seconds(), clock.milliseconds(), entry.method, entry.route, entry.status, entry.bytes,
                 entry.micros, entry.request_id, entry.remote);
  if (lines_.size() >= kFlushAt) flush();
}

void AccessLog::flush() {
  if (lines_.empty()) return;
  observe::log_line(lines_);
  lines_.clear();
}

}  // namespace doggy::http
