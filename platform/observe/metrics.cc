#include "platform/observe/metrics.h"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace doggy::observe {
namespace {

double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  statm >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double open_files() {
  std::error_code error;
  double count = -1;  // The iterator itself holds one open.
  for (std::filesystem::directory_iterator one("/proc/self/fd", error), end; !error && one != end; one.increment(error))
    ++count;
  return count;
}

}  // namespace

struct Metrics::Process {
  prometheus::Gauge& resident;
  prometheus::Gauge& files;
};

Metrics::Metrics() : registry_(std::make_shared<prometheus::Registry>()) {
  const auto gauge = [this](const char* name, const char* help) -> prometheus::Gauge& {
    return prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add({});
  };
  process_ = std::make_unique<Process>(
      Process{.resident = gauge("process_resident_memory_bytes", "Resident memory size in bytes."),
              .files = gauge("process_open_fds", "Number of open file descriptors.")});
  gauge("process_start_time_seconds", "Start time of the process since the Unix epoch in seconds.")
      .Set(std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count());
}

Metrics::~Metrics() = default;

std::string Metrics::text() const {
  process_->resident.Set(resident_bytes());
  process_->files.Set(open_files());
  return prometheus::TextSerializer().Serialize(registry_->Collect());
}

}  // namespace doggy::observe
