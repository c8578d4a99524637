// What is kept for each dog and by each account, counted in the store: DOG#id/MEDIA and ACCOUNT#id/MEDIA, changed
// together with what they count, so that uploads at the same time cannot exceed a quota. DOG#id/FREED#attachment says
// that an attachment is no longer counted. DOG#id/MEDIA#account is what uploads of one sender hold of the dog's quota
// while they are under way, which is bounded, so that nobody takes all of it by announcing files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/media/upload.h"
#include "registry/store/store.h"

namespace doggy::media {

struct UsageChange {
  std::string dog_id;
  std::string account_id;
  std::int64_t bytes = 0;
  std::int64_t uploads = 0;
  std::int64_t reserved = 0;  // Bytes that uploads under way hold.
};

/// Uploads of one dog, or one account, under way at the same time.
inline constexpr std::uint64_t kMostUploads = 200;
/// Likewise of one sender for one dog.
inline constexpr std::uint64_t kMostUploadsOfSender = 20;
/// The bytes that these may hold together: a fifth of the dog's, and at least one film.
[[nodiscard]] std::uint64_t most_reserved_by_sender(const MediaLimits& limits);

/// Commits the change with `writes`. Errors: kTooLarge, with the numbers, when it would exceed a bound; kConflict when
/// a condition of `writes` does not hold; kUnavailable when others were quicker too often. A count that is not there,
/// as of an account that was erased, is not made in order to be lowered.
Task<Result<void>> change_usage(store::Store& store, MediaLimits limits, UsageChange change,
                                std::vector<store::Write> writes);

/// Gives back what an attachment took, before its bytes are removed; done again it does nothing.
Task<Result<void>> give_back(store::Store& store, MediaLimits limits, UsageChange change, std::string attachment_id);

/// What is kept, of all dogs, that the account sent.
Task<Result<Usage>> usage_of_sender(store::Store& store, std::string account_id);

/// "4.5 GB", for people.
[[nodiscard]] std::string in_words(std::uint64_t bytes);

}  // namespace doggy::media
