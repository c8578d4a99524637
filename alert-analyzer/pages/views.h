// Incidents as JSON and as HTML.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "alert-analyzer/incidents/incident.h"
#include "alert-analyzer/redaction/redactor.h"

namespace doggy::analyzer {

struct IncidentRecord {
  Incident incident;
  std::vector<KnownAlert> alerts;
  std::vector<Delivery> deliveries;
};

/// The incident without its alerts: as a list has it.
[[nodiscard]] boost::json::object brief_json(const Incident& incident);
/// With alerts (at most 200, and how many there are) and deliveries.
[[nodiscard]] boost::json::object full_json(const IncidentRecord& record);

/// Every text in it with secrets hidden.
[[nodiscard]] boost::json::value hidden(const boost::json::value& value, const Redactor& redactor);

/// Pages, of what `brief_json` and `full_json` return after hidden().
[[nodiscard]] std::string list_html(const boost::json::array& incidents);
[[nodiscard]] std::string incident_html(const boost::json::object& incident);
[[nodiscard]] std::string_view style_css();

}  // namespace doggy::analyzer
