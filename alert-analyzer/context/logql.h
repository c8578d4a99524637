// Selectors of log streams from the labels of an alert, with nothing in them that a label could break out of.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alert-analyzer/alerts/alert.h"
#include "platform/error.h"

namespace doggy::analyzer {

struct LabelMapping {
  std::string alert_label;
  std::string log_label;
};

/// "namespace,pod,job=app": labels of the alert, each with the log stream's name for it where it is another. Error:
/// kInvalid naming `setting` for a name that is no label name.
[[nodiscard]] Result<std::vector<LabelMapping>> read_mapping(const std::vector<std::string>& parts,
                                                             const std::string& setting);

/// A string literal of LogQL, which is Go's: `"` and backslash escaped, control characters and what is no UTF-8 too.
[[nodiscard]] std::string logql_quoted(std::string_view text);

/// {pod="a", app="b"}, of those labels that the alert has; nothing if it has none of them.
[[nodiscard]] std::optional<std::string> selector_of(const Alert& alert, const std::vector<LabelMapping>& mapping);

}  // namespace doggy::analyzer
