#include "alert-analyzer/webhook/payload.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <string>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::size_t kMostAlerts = 20'000;  // Alertmanager sends a group whole; a body of 8 MiB holds about as many.

std::string_view view(const boost::json::string& text) {
  return {text.data(), text.size()};
}

// The text of a value; what is no string is written as JSON. A zero byte, which no database and no mail takes, is
// marked.
std::string text_of(const value& sent) {
  const auto* string = sent.if_string();
  std::string text = string != nullptr ? std::string(view(*string)) : codec::to_text(sent);
  for (std::size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0', at))
    text.replace(at, 1, "\uFFFD");
  return text;
}

// Reads the parts of one alert and remembers what was wrong with them.
class Reader {
 public:
  Reader(const object& from, std::vector<std::string>& remarks) : from_(from), remarks_(remarks) {}

  std::string text(std::string_view name) {
    const value* found = from_.if_contains(name);
    if (found == nullptr || found->is_null()) return {};
    return text_of(*found);
  }

  std::vector<Label> labels(std::string_view name) {
    const value* found = from_.if_contains(name);
    if (found == nullptr || found->is_null()) return {};
    const object* pairs = found->if_object();
    if (pairs == nullptr) {
      remark(fmt::format("{} could not be read: {}", name, text_of(*found)));
      return {};
    }
    std::vector<Label> read;
    for (const auto& pair : *pairs)
      read.push_back({.name = text_of(value(pair.key())), .value = text_of(pair.value())});
    return sorted(std::move(read));
  }

  // Nothing for Go's zero time, which stands for "not yet".
  std::optional<Timestamp> time(std::string_view name) {
    const std::string sent = text(name);
    if (sent.empty()) return {};
    auto read = Timestamp::parse(shortened(sent));
    if (!read) {
      remark(fmt::format("{} is no time: {}", name, sent));
      return {};
    }
    const auto zero = Timestamp::parse("0001-01-01T00:00:00Z");
    if (*read <= *zero) return {};
    return read;
  }

  void remark(std::string text) { remarks_.push_back(std::move(text)); }

 private:
  // RFC 3339 puts no limit on the digits of a fraction; nine are more than anybody compares.
  static std::string shortened(std::string text) {
    constexpr std::size_t kDigits = 9;
    const std::size_t point = text.find('.');
    if (point == std::string::npos) return text;
    const std::size_t end = std::min(text.find_first_not_of("0123456789", point + 1), text.size());
    if (end > point + 1 + kDigits) text.erase(point + 1 + kDigits, end - point - 1 - kDigits);
    return text;
  }

  const object& from_;
  std::vector<std::string>& remarks_;
};

Alert read_alert(const value& sent, const object& call, const Timestamp& now) {
  Alert alert;
  const object* const fields = sent.if_object();
  if (fields == nullptr) alert.remarks.push_back("The alert could not be read: " + text_of(sent));
  const object none;
  Reader reader(fields != nullptr ? *fields : none, alert.remarks);
  Reader whole(call, alert.remarks);
  alert.labels = reader.labels("labels");
  alert.annotations = reader.labels("annotations");
  alert.fingerprint = reader.text("fingerprint");
  if (alert.fingerprint.empty()) alert.fingerprint = fingerprint_of(alert.labels);
  // An alert says so itself; the call's status is "firing" as long as one of its alerts is.
  std::string status = reader.text("status");
  if (status.empty()) status = whole.text("status");
  alert.status = status == "resolved" ? AlertStatus::kResolved : AlertStatus::kFiring;
  if (status != "resolved" && status != "firing") reader.remark("status is neither firing nor resolved: " + status);
  alert.starts_at = reader.time("startsAt").value_or(now);
  alert.ends_at = reader.time("endsAt");
  alert.group_key = whole.text("groupKey");
  if (alert.group_key.empty()) alert.group_key = fmt::format("{{alertname=\"{}\"}}", alert.name());
  alert.generator_url = reader.text("generatorURL");
  alert.alertmanager_url = whole.text("externalURL");
  alert.dashboard_url = reader.text("panelURL");
  if (alert.dashboard_url.empty()) alert.dashboard_url = reader.text("dashboardURL");
  alert.silence_url = reader.text("silenceURL");
  alert.values = reader.text("valueString");
  return alert;
}

}  // namespace

Result<Notification> read_notification(std::string_view json, const Timestamp& now) {
  TRY(auto parsed, codec::parse(json));
  const object* const call = parsed.if_object();
  const value* const alerts = call == nullptr ? nullptr : call->if_contains("alerts");
  if (alerts == nullptr || !alerts->is_array())
    return fail_field("alerts", "required", "A webhook call has a list of alerts.");
  if (alerts->get_array().size() > kMostAlerts)
    return fail_field("alerts", "maxItems", fmt::format("At most {} alerts are read at once.", kMostAlerts));
  Notification notification;
  notification.alerts.reserve(alerts->get_array().size());
  for (const value& alert : alerts->get_array()) notification.alerts.push_back(read_alert(alert, *call, now));
  if (const value* const truncated = call->if_contains("truncatedAlerts")) {
    boost::json::error_code error;
    const auto number = truncated->to_number<std::uint64_t>(error);
    if (!error) notification.truncated = number;
  }
  return notification;
}

}  // namespace doggy::analyzer
