// Any bytes as a file of BORIS: an error says what is wrong.
#include <cstddef>
#include <cstdint>

#include "registry/boris/boris_import.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  doggy::boris::BorisImportRequest request;
  request.file.assign(reinterpret_cast<const char*>(data), size);
  request.subject = "Balu";
  const auto plan = doggy::boris::plan_import(request, "019ab0f0-0000-7000-8000-000000000001",
                                              *doggy::Timestamp::parse("2026-11-24T10:00:00Z"));
  if (!plan && plan.error().detail.empty()) __builtin_trap();
  return 0;
}
