#include "registry/webhooks/figures.h"

#include <prometheus/counter.h>
#include <prometheus/registry.h>

namespace doggy::webhooks {

Figures::Figures(observe::Metrics& metrics)
    : attempts_(prometheus::BuildCounter()
                    .Name("doggy_webhook_attempts_total")
                    .Help("Attempts to deliver a message to a webhook.")
                    .Register(metrics.registry())),
      disabled_(prometheus::BuildCounter()
                    .Name("doggy_webhooks_disabled_total")
                    .Help("Webhooks that were disabled because of their receiver.")
                    .Register(metrics.registry())
                    .Add({})) {}

void Figures::attempted(const std::string& outcome) {
  attempts_.Add({{"outcome", outcome}}).Increment();
}

void Figures::disabled() {
  disabled_.Increment();
}

}  // namespace doggy::webhooks
