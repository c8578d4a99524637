// Any bytes: no crash; and what is read can be written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "alert-analyzer/webhook/payload.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto notification = doggy::analyzer::read_notification(text, doggy::Timestamp());
  if (!notification) return 0;
  for (const auto& alert : notification->alerts) {
    const auto again = doggy::analyzer::alert_from_text(doggy::analyzer::to_text(alert));
    if (!again || again->key() != alert.key()) std::abort();
  }
  return 0;
}
