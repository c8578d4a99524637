#include "registry/types/comment.h"

namespace doggy::types {
namespace {

std::vector<Reference> references(const boost::json::object& fields) {
  const auto* about = fields.if_contains("about");
  if (about == nullptr) return {};
  return {{.field = "about", .record_id = std::string(about->as_string()), .type = kAnyType}};
}

}  // namespace

RecordType comment_type() {
  using circle::Role;
  return make_record_type<Comment, no_more_rules<Comment>>(
      {.section = circle::Section::kNotes,
       .default_audience = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer},
       .follows_reference = true,
       .references = references});
}

}  // namespace doggy::types
