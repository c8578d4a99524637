#include "alert-analyzer/alerts/alert.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/id/secret.h"
#include "platform/json/codec.h"

namespace doggy::analyzer {
namespace {

std::string_view find(const std::vector<Label>& labels, std::string_view name) {
  const auto found = std::ranges::lower_bound(labels, name, {}, &Label::name);
  if (found == labels.end() || found->name != name) return {};
  return found->value;
}

}  // namespace

std::string_view Alert::label(std::string_view name) const {
  return find(labels, name);
}

std::string_view Alert::annotation(std::string_view name) const {
  return find(annotations, name);
}

std::string_view Alert::name() const {
  const std::string_view name = label("alertname");
  return name.empty() ? "(alert without a name)" : name;
}

std::string Alert::occurrence() const {
  return fmt::format("{}@{}", fingerprint, starts_at.unix_ms());
}

std::string Alert::key() const {
  return fmt::format("{}@{}", occurrence(), codec::enum_name(status));
}

std::string fingerprint_of(const std::vector<Label>& sorted_labels) {
  std::string text;
  // A zero byte is in no label, so that no two sets read alike.
  for (const Label& label : sorted_labels) text.append(label.name).append(1, '\0').append(label.value).append(1, '\0');
  return sha256_hex(text).substr(0, 16);
}

std::vector<Label> sorted(std::vector<Label> labels) {
  std::ranges::sort(labels, {}, &Label::name);
  const auto doubles = std::ranges::unique(labels, {}, &Label::name);
  labels.erase(doubles.begin(), doubles.end());
  return labels;
}

std::string to_text(const Alert& alert) {
  return codec::encode_text(alert, codec::Source::kStored);
}

Result<Alert> alert_from_text(std::string_view text) {
  return codec::decode_text<Alert>(text, codec::Source::kStored);
}

}  // namespace doggy::analyzer
