// Context from Loki and Prometheus.
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "alert-analyzer/context/context.h"
#include "alert-analyzer/context/logql.h"
#include "alert-analyzer/context/query.h"
#include "platform/time/timestamp.h"

namespace doggy::analyzer {

struct ContextOptions {
  QueryTarget loki;
  QueryTarget prometheus;
  std::vector<LabelMapping> mapping;
  std::chrono::milliseconds before = std::chrono::minutes(15);
  std::chrono::milliseconds after = std::chrono::minutes(5);
  ExcerptLimits limits;
};

class FetchedContext final : public Context {
 public:
  /// `failed` is called for each query that did not work. `client` outlives this.
  FetchedContext(ContextOptions options, http::Client& client, std::function<void()> failed,
                 std::function<Timestamp()> clock);

  Excerpt gather(const std::vector<Alert>& alerts) override;

 private:
  void add_logs(Excerpt& excerpt, const std::vector<Alert>& alerts, std::int64_t pivot_ms);
  void add_lines(Excerpt& excerpt, const std::string& selector, std::int64_t pivot_ms, std::size_t limit);
  void add_series(Excerpt& excerpt, const std::vector<Alert>& alerts);

  const ContextOptions options_;
  http::Client& client_;
  const std::function<void()> failed_;
  const std::function<Timestamp()> clock_;
};

}  // namespace doggy::analyzer
