// An alert: what everybody who meets the dog must know.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class AlertSeverity : std::uint8_t { kInfo, kCaution, kDanger };
BOOST_DESCRIBE_ENUM(AlertSeverity, kInfo, kCaution, kDanger)

struct Alert {
  AlertSeverity severity = AlertSeverity::kCaution;
  std::string instruction;
  std::optional<Timestamp> expires_at;
  bool acknowledgment_required = false;
};
BOOST_DESCRIBE_STRUCT(Alert, (), (severity, instruction, expires_at, acknowledgment_required))

[[nodiscard]] RecordType alert_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::Alert> {
  static constexpr std::string_view kName = "alert";
  static constexpr std::string_view kDoc =
      "What everybody who meets the dog must know, such as a muzzle around men with hats.";
  static constexpr std::array kFields{
      Field{.member = "severity", .doc = "How much depends on it."},
      Field{.member = "instruction", .doc = "What to do or not to do.", .min_length = 1, .max_length = 1000},
      Field{.member = "expires_at", .doc = "Until when it holds; after occurredAt."},
      Field{.member = "acknowledgment_required",
            .doc = "Whether each reader is to confirm having read it.",
            .defaulted = true},
  };
};

}  // namespace doggy::codec
