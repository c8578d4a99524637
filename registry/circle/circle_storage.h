// How a circle lies in the store. Private to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/member.h"
#include "registry/store/store.h"

namespace doggy::circle {

struct StoredMember {
  Member member;
  std::uint64_t version = 0;
};

/// Also those whose place has expired.
Task<Result<std::vector<StoredMember>>> stored_members(store::Store& store, std::string dog_id);

/// `member_id`: of the account or the organization.
[[nodiscard]] store::Key member_key(const std::string& dog_id, const std::string& member_id);
[[nodiscard]] store::Key invitation_key(const std::string& dog_id, const std::string& invitation_id);
[[nodiscard]] store::Key token_key(const std::string& token);

/// The writes that take a member and its twin away; of a person it stays known to themselves that they were there.
[[nodiscard]] std::vector<store::Write> member_removal(const std::string& dog_id, const StoredMember& stored);

}  // namespace doggy::circle
