#include "registry/store/dynamodb/figures.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

namespace doggy::store::dynamodb {
namespace {

prometheus::Family<prometheus::Counter>& counters(observe::Metrics& metrics, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(metrics.registry());
}

}  // namespace

Figures::Figures(observe::Metrics& metrics)
    : calls_(counters(metrics, "doggy_dynamodb_requests_total", "Calls to DynamoDB, by its operation.")),
      read_units_(counters(metrics, "doggy_dynamodb_consumed_read_units_total",
                           "Read capacity units that DynamoDB counted, by its operation.")),
      write_units_(counters(metrics, "doggy_dynamodb_consumed_write_units_total",
                            "Write capacity units that DynamoDB counted, by its operation.")),
      retries_(counters(metrics, "doggy_dynamodb_retries_total", "Calls that were made again.").Add({})),
      throttles_(
          counters(metrics, "doggy_dynamodb_throttles_total", "Calls that DynamoDB refused as too many.").Add({})),
      breaker_open_(prometheus::BuildGauge()
                        .Name("doggy_dynamodb_breaker_open")
                        .Help("1 while DynamoDB is not asked because it failed too often.")
                        .Register(metrics.registry())
                        .Add({})) {}

void Figures::called(const std::string& operation) {
  calls_.Add({{"operation", operation}}).Increment();
}
void Figures::read(const std::string& operation, double units) {
  read_units_.Add({{"operation", operation}}).Increment(units);
}
void Figures::written(const std::string& operation, double units) {
  write_units_.Add({{"operation", operation}}).Increment(units);
}
void Figures::retried() {
  retries_.Increment();
}
void Figures::throttled() {
  throttles_.Increment();
}
void Figures::breaker(bool open) {
  breaker_open_.Set(open ? 1 : 0);
}

}  // namespace doggy::store::dynamodb
