// Entries of a dog's log as notices need them, and the one way to tell somebody of a record.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/member.h"
#include "registry/notify/events.h"
#include "registry/records/record.h"
#include "registry/store/store.h"

namespace doggy::notify {

struct Entry {
  std::string dog_id;
  std::uint64_t seq = 0;
  std::uint64_t previous = 0;  // Of a record: the entry of the revision before; 0: none.
  Timestamp at;
  circle::Person by;
  std::string action;
  std::optional<records::Opened> record;
};

/// Of an entry's label and body as they are stored.
[[nodiscard]] Result<Entry> entry_from(const std::string& dog_id, std::string_view label, std::string_view body);
/// The revision before, if there was one.
Task<Result<std::optional<Entry>>> entry_before(store::Store& store, Entry entry);

[[nodiscard]] store::Key record_key(const std::string& dog_id, const std::string& record_id);

Task<Result<std::string>> dog_name(store::Store& store, std::string dog_id);

/// What everybody has with the dog now: its members, and the people of organizations that are.
Task<Result<std::vector<circle::Grant>>> everybody_with(EventServices services, std::string dog_id);

/// The accounts of those who are owners; with `or_trainers` of those who are trainers, when nobody is an owner.
Task<Result<std::set<std::string>>> keepers_of(EventServices services, std::string dog_id, bool or_trainers);

/// Tells the account of `record_id`, a record of the entry's dog, if it may read it now. Says whether it may. Error:
/// kUnavailable, also while the record is not visible yet as the entry says.
Task<Result<bool>> tell_of_record(EventServices services, Entry entry, std::string account_id, NoticeKind kind,
                                  std::string record_id, std::optional<Date> due_on);

}  // namespace doggy::notify
