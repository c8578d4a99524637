#include "alert-analyzer/pages/views.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>
#include <utility>

#include "platform/json/codec.h"
#include "platform/time/timestamp.h"

namespace doggy::analyzer {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr std::size_t kMostAlerts = 200;

value time_or_null(std::int64_t ms) {
  if (ms == 0) return nullptr;
  return value(Timestamp::from_unix_ms(ms).text());
}

object labels_json(const std::vector<Label>& labels) {
  object out;
  for (const Label& label : labels) out[label.name] = label.value;
  return out;
}

object alert_json(const KnownAlert& known) {
  return {{"name", known.alert.name()},
          {"status", codec::enum_name(known.alert.status)},
          {"critical", known.critical},
          {"startsAt", known.alert.starts_at.utc_text()},
          {"receivedAt", time_or_null(known.received_ms)},
          {"resolvedAt", time_or_null(known.resolved_ms)},
          {"repeats", known.repeats},
          {"fingerprint", known.alert.fingerprint},
          {"labels", labels_json(known.alert.labels)},
          {"annotations", labels_json(known.alert.annotations)},
          {"remarks", array(known.alert.remarks.begin(), known.alert.remarks.end())}};
}

object delivery_json(const Delivery& delivery) {
  object out{{"id", delivery.id},
             {"kind", codec::enum_name(delivery.kind)},
             {"channel", delivery.channel},
             {"state", codec::enum_name(delivery.state)},
             {"attempts", delivery.attempts},
             {"plannedAt", time_or_null(delivery.created_ms)},
             {"sentAt", time_or_null(delivery.sent_ms)},
             {"subject", delivery.subject},
             {"text", delivery.text}};
  if (!delivery.error.empty()) out["error"] = delivery.error;
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

// A member as text; what is null or absent is empty.
std::string text_of(const object& from, std::string_view name) {
  const value* found = from.if_contains(name);
  if (found == nullptr || found->is_null()) return {};
  if (const auto* string = found->if_string()) return escaped(std::string_view(string->data(), string->size()));
  return escaped(codec::to_text(*found));
}

std::string page(std::string_view title, std::string_view body) {
  return fmt::format(
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><title>{0}</title><link rel=\"stylesheet\" href=\"/style.css\">"
      "</head><body><main><h1>{0}</h1>{1}</main></body></html>\n",
      title, body);
}

std::string state_of(const object& incident) {
  return incident.at("closedAt").is_null() ? "open" : "closed";
}

}  // namespace

object brief_json(const Incident& incident) {
  object out{{"id", incident.id},
             {"title", incident.title},
             {"group", incident.group},
             {"critical", incident.critical},
             {"storm", incident.storm},
             {"openedAt", time_or_null(incident.opened_ms)},
             {"closedAt", time_or_null(incident.closed_ms)},
             {"reportDueAt", time_or_null(incident.report_due_ms)},
             {"analysis", codec::enum_name(incident.analysis_state)},
             {"analysisNote", incident.analysis_note},
             {"contextNote", incident.context_note},
             {"tokens", incident.tokens},
             {"messages", incident.mails}};
  return out;
}

object full_json(const IncidentRecord& record) {
  object out = brief_json(record.incident);
  if (!record.incident.analysis.empty()) {
    auto analysis = codec::parse(record.incident.analysis);
    if (analysis) out["answer"] = *std::move(analysis);
  }
  array alerts;
  for (const KnownAlert& alert : record.alerts) {
    if (alerts.size() == kMostAlerts) break;
    alerts.push_back(alert_json(alert));
  }
  array deliveries;
  for (const Delivery& delivery : record.deliveries) deliveries.push_back(delivery_json(delivery));
  out["alertCount"] = record.alerts.size();
  out["alerts"] = std::move(alerts);
  out["deliveries"] = std::move(deliveries);
  return out;
}

value hidden(const value& from, const Redactor& redactor) {
  if (const auto* string = from.if_string())
    return value(redactor.redact(std::string_view(string->data(), string->size())));
  if (const auto* list = from.if_array()) {
    array out;
    for (const value& one : *list) out.push_back(hidden(one, redactor));
    return out;
  }
  if (const auto* members = from.if_object()) {
    object out;
    for (const auto& member : *members) out[member.key()] = hidden(member.value(), redactor);
    return out;
  }
  return from;
}

std::string list_html(const array& incidents) {
  if (incidents.empty()) return page("Incidents", "<p>No alert has come yet.</p>");
  std::string rows;
  for (const value& one : incidents) {
    const object& incident = one.as_object();
    fmt::format_to(std::back_inserter(rows),
                   "<tr><td><a href=\"/incidents/{}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                   text_of(incident, "id"), text_of(incident, "title"),
                   incident.at("critical").as_bool() ? "critical" : "", state_of(incident),
                   text_of(incident, "openedAt"), text_of(incident, "analysis"));
  }
  return page("Incidents",
              "<table><thead><tr><th>Incident</th><th>Severity</th><th>State</th><th>Since</th><th>Analysis</th></tr>"
              "</thead><tbody>" +
                  rows + "</tbody></table>");
}

std::string incident_html(const object& incident) {
  std::string body =
      fmt::format("<p><a href=\"/\">All incidents</a></p><p>{}{} since {}. Analysis: {}. {}</p>",
                  incident.at("critical").as_bool() ? "Critical, " : "", state_of(incident),
                  text_of(incident, "openedAt"), text_of(incident, "analysis"), text_of(incident, "analysisNote"));
  fmt::format_to(std::back_inserter(body), "<h2>What came ({})</h2><ul>", text_of(incident, "alertCount"));
  for (const value& one : incident.at("alerts").as_array()) {
    const object& alert = one.as_object();
    fmt::format_to(std::back_inserter(body), "<li><strong>{}</strong> {} since {} <code>{}</code></li>",
                   text_of(alert, "name"), text_of(alert, "status"), text_of(alert, "startsAt"),
                   text_of(alert, "labels"));
  }
  body += "</ul><h2>What was sent</h2>";
  for (const value& one : incident.at("deliveries").as_array()) {
    const object& delivery = one.as_object();
    fmt::format_to(std::back_inserter(body), "<section><h3>{}</h3><p>{} by {}: {} {} {}</p><pre>{}</pre></section>",
                   text_of(delivery, "subject"), text_of(delivery, "kind"), text_of(delivery, "channel"),
                   text_of(delivery, "state"), text_of(delivery, "sentAt"), text_of(delivery, "error"),
                   text_of(delivery, "text"));
  }
  return page(text_of(incident, "title"), body);
}

std::string_view style_css() {
  return "body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1c1c1c;background:#fff}main{max-width:70rem;margin:0 "
         "auto;padding:1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem "
         ".6rem;border-bottom:1px solid "
         "#ccc}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f4f4;padding:"
         "1rem}code{overflow-wrap:anywhere}a{color:#0b57a4}@media(prefers-color-scheme:dark){body{color:#eee;"
         "background:"
         "#181818}pre{background:#242424}a{color:#8ab8f0}th,td{border-color:#444}}";
}

}  // namespace doggy::analyzer
