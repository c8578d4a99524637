#include "platform/observe/metrics.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <prometheus/counter.h>
#include <prometheus/registry.h>
#include <unistd.h>

#include <sstream>

namespace doggy::observe {
namespace {

using testing::HasSubstr;

double figure(const std::string& text, const std::string& name) {
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    if (line.starts_with(name + " ")) return std::stod(line.substr(name.size() + 1));
  }
  return -1;
}

TEST(Metrics, WritesRegisteredInstrumentsAsPrometheusText) {
  Metrics metrics;
  prometheus::Counter& barks =
      prometheus::BuildCounter().Name("barks_total").Help("Barks.").Register(metrics.registry()).Add({{"dog", "Balu"}});
  barks.Increment(3);
  EXPECT_THAT(metrics.text(), HasSubstr("# TYPE barks_total counter\nbarks_total{dog=\"Balu\"} 3\n"));
}

TEST(Metrics, TellsTheProcessFigures) {
  const Metrics metrics;
  const std::string text = metrics.text();
  EXPECT_GT(figure(text, "process_resident_memory_bytes"), 1 << 20);
  EXPECT_GT(figure(text, "process_start_time_seconds"), 1.7e9);
}

TEST(Metrics, ReadsTheProcessFiguresAtEachCall) {
  const Metrics metrics;
  const double before = figure(metrics.text(), "process_open_fds");
  const int descriptor = open("/dev/null", O_RDONLY);
  EXPECT_EQ(figure(metrics.text(), "process_open_fds"), before + 1);
  close(descriptor);
}

}  // namespace
}  // namespace doggy::observe
