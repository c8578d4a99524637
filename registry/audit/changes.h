// The dog's log as its owners and trainers read it: who wrote, changed, deleted, invited, joined and left.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/circle/author.h"
#include "registry/circle/policy.h"
#include "registry/store/store.h"

namespace doggy::audit {

struct ChangeEntry {
  std::uint64_t seq = 0;
  Timestamp at;
  circle::Author by;
  std::string action;
  std::optional<std::string> record_id;
  std::optional<std::string> record_type;
  std::optional<std::string> person;
  std::optional<std::string> role;
};
BOOST_DESCRIBE_STRUCT(ChangeEntry, (), (seq, at, by, action, record_id, record_type, person, role))

struct ChangePage {
  std::vector<ChangeEntry> items;
  std::string next;  // Empty at the end.
};

/// Newest first, without entries on records that the reader may not see. Error: kInvalid for a cursor that is none of
/// ours.
Task<Result<ChangePage>> list_changes(store::Store& store, std::string dog_id, circle::Grant reader, std::size_t limit,
                                      std::string cursor);

}  // namespace doggy::audit

template <>
struct doggy::codec::Schema<doggy::audit::ChangeEntry> {
  static constexpr std::string_view kName = "ChangeEntry";
  static constexpr std::string_view kDoc = "An entry of a dog's log.";
  static constexpr std::array kFields{
      Field{.member = "seq", .doc = "Its place in the log.", .access = Access::kReadOnly},
      Field{.member = "at", .doc = "When.", .access = Access::kReadOnly},
      Field{.member = "by", .doc = "Who.", .access = Access::kReadOnly},
      Field{.member = "action",
            .doc = "What they did, such as record-created or member-removed.",
            .access = Access::kReadOnly},
      Field{.member = "record_id", .doc = "The record it was done to.", .access = Access::kReadOnly},
      Field{.member = "record_type", .doc = "The record's type.", .access = Access::kReadOnly},
      Field{.member = "person", .doc = "The name of the member it was done to.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "The role that the member or the invitation has.", .access = Access::kReadOnly},
  };
};
