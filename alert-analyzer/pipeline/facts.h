// From the record to what letters say.
#pragma once

#include <vector>

#include "alert-analyzer/delivery/letter.h"
#include "alert-analyzer/incidents/ledger.h"
#include "alert-analyzer/pipeline/policy.h"

namespace doggy::analyzer {

/// What letters say of an incident; `chosen` are the alerts that this one is about.
[[nodiscard]] Facts facts_of(Books& books, const Incident& incident, std::vector<Alert> chosen, const Policy& policy);

}  // namespace doggy::analyzer
