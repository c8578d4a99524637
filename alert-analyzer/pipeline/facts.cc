#include "alert-analyzer/pipeline/facts.h"

#include <algorithm>

namespace doggy::analyzer {

Facts facts_of(const Incident& incident, const std::vector<KnownAlert>& all, const std::vector<Alert>& chosen,
               const Policy& policy) {
  Facts facts{.title = incident.title, .critical = incident.critical, .storm = incident.storm, .alerts = chosen};
  facts.total = all.size();
  facts.firing =
      static_cast<std::size_t>(std::ranges::count_if(all, [](const KnownAlert& one) { return one.resolved_ms == 0; }));
  if (!policy.page_url.empty()) facts.page_url = policy.page_url + "/incidents/" + incident.id;
  facts.deployment_annotations = policy.deployment_annotations;
  return facts;
}

}  // namespace doggy::analyzer
