// What is new for one account over all its dogs since a cursor: a view of the dogs' logs.
//
// The cursor holds, for each dog, the last sequence number seen and the version of the caller's place in its circle.
// When that place has changed, the device is told to forget the dog and gets what the caller may see now from the
// beginning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/circle.h"
#include "registry/log/dog_log.h"
#include "registry/store/store.h"

namespace doggy::records {

struct Changes {
  std::vector<std::string> items;  // JSON texts: {dogId,seq,record}, {dogId,id,removed:true} or {dogId,removed:true}.
  std::string cursor;
  bool more = false;  // Whether to ask again at once.
};

/// Error: kInvalid for a cursor that is none of ours; an empty one is the beginning.
[[nodiscard]] Result<void> check_cursor(const std::string& cursor);

/// What a dog's log has for somebody after the entry `known`: where it ends now, and whether any of it concerns them.
struct DogNews {
  std::uint64_t seq = 0;
  bool concerns = false;
};
Task<Result<DogNews>> news_of(store::Store& store, std::string dog_id, circle::Grant grant, std::uint64_t known);

/// How large the changes of one page may be together, unless one alone is larger.
inline constexpr std::size_t kMostChangeBytes = std::size_t{1} << 20U;

/// At most about `limit` changes and `most_bytes` of them, but at least one where there is one. Error: kInvalid for a
/// cursor that is none of ours.
Task<Result<Changes>> changes_since(store::Store& store, circle::Circle& circle, std::string account_id,
                                    std::string cursor, std::size_t limit, std::size_t most_bytes = kMostChangeBytes);

}  // namespace doggy::records
