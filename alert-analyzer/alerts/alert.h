// An alert as Alertmanager or Grafana told of it, and what it is known by.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/error.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"

namespace doggy::analyzer {

enum class AlertStatus : std::uint8_t { kFiring, kResolved };
BOOST_DESCRIBE_ENUM(AlertStatus, kFiring, kResolved)

struct Label {
  std::string name;
  std::string value;

  bool operator==(const Label&) const = default;
};
BOOST_DESCRIBE_STRUCT(Label, (), (name, value))

struct Alert {
  std::string fingerprint;  // Of the labels, as the sender has it or else as we make it.
  AlertStatus status = AlertStatus::kFiring;
  std::vector<Label> labels;       // Sorted by name, no name twice.
  std::vector<Label> annotations;  // Likewise.
  Timestamp starts_at;
  std::optional<Timestamp> ends_at;
  std::string group_key;         // The sender's group, which one mail is about.
  std::string generator_url;     // The rule in Prometheus or Grafana.
  std::string alertmanager_url;  // The sender's own page.
  std::string dashboard_url;     // Grafana's, like the next.
  std::string silence_url;
  std::string values;                // What the rule measured, where the sender says it.
  std::vector<std::string> remarks;  // What was wrong with it as it came.

  /// The value, or an empty view.
  [[nodiscard]] std::string_view label(std::string_view name) const;
  [[nodiscard]] std::string_view annotation(std::string_view name) const;
  /// The label alertname, or a stand-in.
  [[nodiscard]] std::string_view name() const;
  /// Names one occurrence: fingerprint and start. Firing and resolved share it.
  [[nodiscard]] std::string occurrence() const;
  /// Names one message about it: occurrence and status. What was seen once is not handled again.
  [[nodiscard]] std::string key() const;
};
BOOST_DESCRIBE_STRUCT(Alert, (),
                      (fingerprint, status, labels, annotations, starts_at, ends_at, group_key, generator_url,
                       alertmanager_url, dashboard_url, silence_url, values, remarks))

/// SHA-256 of the sorted labels, 16 hex digits: for senders that name none.
[[nodiscard]] std::string fingerprint_of(const std::vector<Label>& sorted_labels);

/// Sorted by name, each name once.
[[nodiscard]] std::vector<Label> sorted(std::vector<Label> labels);

/// JSON, as it is queued and kept.
[[nodiscard]] std::string to_text(const Alert& alert);
/// Error: kMalformed or kInvalid for text that to_text did not write.
[[nodiscard]] Result<Alert> alert_from_text(std::string_view text);

}  // namespace doggy::analyzer

template <>
struct doggy::codec::Schema<doggy::analyzer::Label> {
  static constexpr std::string_view kName = "Label";
  static constexpr std::string_view kDoc = "A name and its value.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "Of the label or annotation."},
      Field{.member = "value", .doc = "Its text."},
  };
};

template <>
struct doggy::codec::Schema<doggy::analyzer::Alert> {
  static constexpr std::string_view kName = "Alert";
  static constexpr std::string_view kDoc = "An alert as it was received.";
  static constexpr std::array kFields{
      Field{.member = "fingerprint", .doc = "Names the set of labels."},
      Field{.member = "status", .doc = "Whether it fires or has been resolved."},
      Field{.member = "labels", .doc = "Sorted by name."},
      Field{.member = "annotations", .doc = "Sorted by name."},
      Field{.member = "starts_at", .doc = "Since when it fires."},
      Field{.member = "ends_at", .doc = "Since when it no longer does."},
      Field{.member = "group_key", .doc = "The sender's group.", .defaulted = true},
      Field{.member = "generator_url", .doc = "The rule.", .defaulted = true},
      Field{.member = "alertmanager_url", .doc = "The sender's page.", .defaulted = true},
      Field{.member = "dashboard_url", .doc = "Grafana's dashboard or panel.", .defaulted = true},
      Field{.member = "silence_url", .doc = "Where to silence it in Grafana.", .defaulted = true},
      Field{.member = "values", .doc = "What the rule measured.", .defaulted = true},
      Field{.member = "remarks", .doc = "What was wrong with it as it came."},
  };
};
