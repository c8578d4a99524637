// Any bytes as a file of BORIS.
#include <cstddef>
#include <cstdint>
#include <string>

#include "registry/boris/boris_import.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace doggy;
  boris::BorisImportRequest request;
  request.file.assign(reinterpret_cast<const char*>(data), size);
  request.subject = "Balu";
  static_cast<void>(
      boris::plan_import(request, "019ab0f0-0000-7000-8000-000000000001", *Timestamp::parse("2026-11-24T10:00:00Z")));
  return 0;
}
