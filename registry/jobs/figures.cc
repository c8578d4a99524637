#include "registry/jobs/figures.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

namespace doggy::jobs {
namespace {

prometheus::Gauge& gauge(observe::Metrics& metrics, const std::string& name, const std::string& help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(metrics.registry()).Add({});
}

std::string text(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDone:
      return "done";
    case Outcome::kAgain:
      return "again";
    case Outcome::kDead:
      return "dead";
  }
  return {};
}

}  // namespace

Figures::Figures(observe::Metrics& metrics)
    : attempts_(prometheus::BuildCounter()
                    .Name("doggy_jobs_attempts_total")
                    .Help("Attempts at jobs, by what came of them.")
                    .Register(metrics.registry())),
      running_(gauge(metrics, "doggy_jobs_running", "Jobs running in this process.")),
      due_(gauge(metrics, "doggy_jobs_due", "Jobs that are due and not taken.")),
      oldest_(gauge(metrics, "doggy_jobs_oldest_seconds", "For how long the oldest of them has been due.")),
      dead_(gauge(metrics, "doggy_jobs_dead", "Dead letters of the last 30 days.")) {}

void Figures::attempted(const std::string& kind, Outcome outcome) {
  attempts_.Add({{"kind", kind}, {"outcome", text(outcome)}}).Increment();
}
void Figures::running(std::size_t jobs) {
  running_.Set(static_cast<double>(jobs));
}
void Figures::measured(const Depth& depth) {
  due_.Set(static_cast<double>(depth.due));
  oldest_.Set(static_cast<double>(depth.oldest.count()) / 1000);
  dead_.Set(static_cast<double>(depth.dead));
}

}  // namespace doggy::jobs
