#include "alert-analyzer/pipeline/facts.h"

#include <utility>

namespace doggy::analyzer {

Facts facts_of(Books& books, const Incident& incident, std::vector<Alert> chosen, const Policy& policy) {
  Facts facts{.title = incident.title,
              .critical = incident.critical,
              .storm = incident.storm,
              .alerts = std::move(chosen),
              .firing = books.firing(incident.id),
              .total = books.total(incident.id)};
  if (!policy.page_url.empty()) facts.page_url = policy.page_url + "/incidents/" + incident.id;
  facts.deployment_annotations = policy.deployment_annotations;
  return facts;
}

}  // namespace doggy::analyzer
