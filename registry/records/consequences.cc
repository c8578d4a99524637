#include "registry/records/consequences.h"

#include <string_view>

#include "registry/records/record.h"

namespace doggy::records {

bool may_concern_somebody(const log::Change& change, bool imported) {
  const auto label = parse_label(change.label);
  if (!label || label->deleted) return false;
  const auto says = [&](std::string_view text) { return change.detail.find(text) != std::string::npos; };
  if (label->type == "homework" || label->type == "vaccination") return says("\"dueOn\"");
  if (imported) return false;
  if (label->type == "comment" || label->type == "session" || label->type == "acknowledgment") return true;
  if (label->type == "alert") return says("\"acknowledgmentRequired\":true");
  const bool names_somebody = says("@[");
  if (label->type == "visit") return change.action == "record-created" || names_somebody;
  return label->type == "note" && names_somebody;
}

}  // namespace doggy::records
