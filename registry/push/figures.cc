#include "registry/push/figures.h"

#include <prometheus/counter.h>
#include <prometheus/registry.h>

namespace doggy::push {

Figures::Figures(observe::Metrics& metrics)
    : messages_(prometheus::BuildCounter()
                    .Name("doggy_push_messages_total")
                    .Help("Attempts to hand a message to a push service.")
                    .Register(metrics.registry())) {}

void Figures::attempted(const std::string& outcome) {
  messages_.Add({{"outcome", outcome}}).Increment();
}

}  // namespace doggy::push
