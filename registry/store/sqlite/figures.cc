#include "registry/store/sqlite/figures.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

namespace doggy::store::sqlite {

Figures::Figures(observe::Metrics& metrics)
    : writable_(prometheus::BuildGauge()
                    .Name("doggy_store_writable")
                    .Help("1 when the last commit succeeded, 0 when it failed or the database is damaged.")
                    .Register(metrics.registry())
                    .Add({})),
      failures_(prometheus::BuildCounter()
                    .Name("doggy_store_commit_failures_total")
                    .Help("Commits that failed; damage that a read finds counts as one.")
                    .Register(metrics.registry())
                    .Add({})) {
  writable_.Set(1);
}

void Figures::committed(bool success) {
  writable_.Set(success ? 1 : 0);
  if (!success) failures_.Increment();
}

}  // namespace doggy::store::sqlite
